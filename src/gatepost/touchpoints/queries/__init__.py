"""Reading the ledger and its imports."""

from gatepost.touchpoints.queries.ledger import ledger_of, school_of_family

__all__ = ["ledger_of", "school_of_family"]
