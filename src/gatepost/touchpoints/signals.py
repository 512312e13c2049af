"""What the room announces."""

from django.dispatch import Signal

# family_ids: set[int]; rows were added to the ledger for these families
ledger_grew = Signal()
# touchpoint: the row in place of a wrong one; before (str): the source of that one; source (str): the event that made the first of them
entry_corrected = Signal()
