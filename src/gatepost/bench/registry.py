"""Which benchmark bears which name. Each is a function from words of the command line to one JSON-ready object."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.module_loading import import_string

Bench = Callable[[Sequence[str]], dict[str, Any]]
NAMES = {
    "fanout": "gatepost.bench.fanout.run",
    "letters": "gatepost.bench.letters.run",
    "import": "gatepost.bench.importing.run",
    "reach": "gatepost.bench.reach.run",
    "surveys": "gatepost.bench.surveys.run",
}


def bench_named(name: str) -> Bench | None:
    """The benchmark of this name, imported only now: their needs differ."""
    path = NAMES.get(name)
    found: Bench | None = import_string(path) if path else None
    return found
