"""The schema: steps are added, never edited. Plain SQLite 3.34: a published copy is read by nothing newer.

Each module holds the steps of one idea; they are applied in the order of these imports.
"""

from quote_loaders.migrations import first, inputs, linkage_keys, withdrawals

# isort: split
from quote_loaders.migrations import fetches

# isort: split
from quote_loaders.migrations import versions

# isort: split
from quote_loaders.migrations import scale

# isort: split
from quote_loaders.migrations import numbers

# isort: split
from quote_loaders.migrations import summaries

# isort: split
from quote_loaders.migrations import spread

# isort: split
from quote_loaders.migrations import places

# isort: split
from quote_loaders.migrations.steps import migrations

__all__ = [
    "fetches",
    "first",
    "inputs",
    "linkage_keys",
    "migrations",
    "numbers",
    "places",
    "scale",
    "spread",
    "summaries",
    "versions",
    "withdrawals",
]
