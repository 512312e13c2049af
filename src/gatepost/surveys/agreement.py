"""How far the answers within one side agree: the index r_wg of James, Demaree and Wolf (1984)."""

from collections.abc import Mapping


def within_group_agreement(counts: Mapping[int, int], *, steps: int = 5) -> float | None:
    """1 − s²/σ² for one question, from how many chose each step; s² is the sample's variance.

    σ² is the variance if everybody had chosen by chance, each step equally often: (steps² − 1) / 12, which is 2 for five
    steps. 1 means that all chose the same; 0 stands for chance and, as its authors say, for whatever lies below. None
    where fewer than two answered.
    """
    number = sum(counts.values())
    if number < 2:
        return None
    mean = sum(step * count for step, count in counts.items()) / number
    variance = sum(count * (step - mean) ** 2 for step, count in counts.items()) / (number - 1)
    return max(0.0, 1 - variance / ((steps**2 - 1) / 12))
