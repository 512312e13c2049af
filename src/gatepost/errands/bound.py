"""Errands bound to the person they were given to: never passed on, for whatever asked for them has to choose anew."""

_SOURCES: set[str] = set()


def bind_to_owner(source: str) -> None:
    """Errands whose source begins like this stay, when their owner passes things on; `errand_left_behind` tells of them."""
    _SOURCES.add(source)


def is_bound(source: str) -> bool:
    return source.startswith(tuple(_SOURCES))
