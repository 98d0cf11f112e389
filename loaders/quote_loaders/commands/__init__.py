"""The commands, one a module: arguments in, one call, one summary out."""

from quote_loaders.commands.check import check
from quote_loaders.commands.compare import compare
from quote_loaders.commands.exchange import export_command, import_command
from quote_loaders.commands.extract import extract
from quote_loaders.commands.formats import formats
from quote_loaders.commands.link import link
from quote_loaders.commands.load import load
from quote_loaders.commands.public import public
from quote_loaders.commands.publish_kit import publish_kit
from quote_loaders.commands.remove import remove
from quote_loaders.commands.stats import stats
from quote_loaders.commands.watch import watch

__all__ = [
    "check",
    "compare",
    "export_command",
    "extract",
    "formats",
    "import_command",
    "link",
    "load",
    "public",
    "publish_kit",
    "remove",
    "stats",
    "watch",
]
