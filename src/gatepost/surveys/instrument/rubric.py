"""One line of the self-review: a question and five sentences to choose from."""

from dataclasses import dataclass

from django.utils.functional import Promise

Say = str | Promise


@dataclass(frozen=True)
class Rubric:
    """`levels`: five sentences about what one can see, from 1 to 5. The key stays the same in every round."""

    key: str
    question: Say
    levels: tuple[Say, Say, Say, Say, Say]
