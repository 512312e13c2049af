"""What the room announces."""

from django.dispatch import Signal

# family_ids: set[int]; rows were added to the ledger for these families
ledger_grew = Signal()
