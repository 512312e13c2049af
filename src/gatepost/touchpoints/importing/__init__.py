"""An old call log, read and compared with the ledger; nothing in here writes the ledger.

The road: sheet (columns, dates) → placing (whom, when, how) → staging (COPY) → standing (new or known) → commands.imports.
"""
