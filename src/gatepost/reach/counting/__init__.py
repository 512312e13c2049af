"""How a state is counted: what must be known besides the ledger (`facts`), and the one statement (`statement`).

Reads only. It is used to write the states (`commands.projection`) and to say what they were, or would be (`queries.states_then`).
"""
