"""What the room announces."""

from django.dispatch import Signal

# family_ids: set[int]; rows were added to the ledger for these families
ledger_grew = Signal()
# touchpoint: the row in place of a wrong one; source (str): the event that made the first row of them
entry_corrected = Signal()
