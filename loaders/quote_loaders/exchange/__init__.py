"""A database as a Frictionless data package, one CSV file for each table, and back without loss."""

from quote_loaders.exchange.reading import import_package
from quote_loaders.exchange.writing import export_package

__all__ = ["export_package", "import_package"]
