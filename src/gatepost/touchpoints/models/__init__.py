"""The ledger's tables."""

from gatepost.touchpoints.models.ledger import (
    GOT_THROUGH,
    REACHED,
    TRIES,
    TWO_WAY,
    USUAL_PLACE,
    Direction,
    Means,
    Outcome,
    Place,
    Touchpoint,
    TouchpointQuerySet,
    usual_place,
)

__all__ = [
    "GOT_THROUGH",
    "REACHED",
    "TRIES",
    "TWO_WAY",
    "USUAL_PLACE",
    "Direction",
    "Means",
    "Outcome",
    "Place",
    "Touchpoint",
    "TouchpointQuerySet",
    "usual_place",
]
