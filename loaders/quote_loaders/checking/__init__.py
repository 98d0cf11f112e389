"""Whether a database keeps every promise of the data model: a table of named rules, and how each is mended."""

from quote_loaders.checking.records import Fault, Outcome, Report, Rule
from quote_loaders.checking.rules import RULES
from quote_loaders.checking.run import check_database

__all__ = ["RULES", "Fault", "Outcome", "Report", "Rule", "check_database"]
