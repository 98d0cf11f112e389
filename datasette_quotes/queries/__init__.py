"""Every SQL query of the plugin as a constant, with its row type and its function.

Plain SQLite 3.34, named parameters, always a limit. Nothing grows with the collection but the counts over an index in
`tables.COLLECTION`, which stop at `tables.COUNT_LIMIT`.
"""
