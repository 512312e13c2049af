"""The ledger: one append-only row for every contact, on every channel, in and out."""
