"""The roster import: files in, cleaned, staged, compared as whole sets, applied whole or not at all, undone.

The road: package → decoding → oneroster | sheet → staging (COPY) → settling → difference → applying → undoing.
"""
