"""Inputs into Article records: one module for each format, found through the registry."""

from quote_loaders.readers.formats import Context, Format, Head, Link, Read, Record
from quote_loaders.readers.inputs import Input, find_inputs
from quote_loaders.readers.registry import FORMATS, format_named, read_record, recognise, records_of, suffixes_of

__all__ = [
    "FORMATS",
    "Context",
    "Format",
    "Head",
    "Input",
    "Link",
    "Read",
    "Record",
    "find_inputs",
    "format_named",
    "read_record",
    "recognise",
    "records_of",
    "suffixes_of",
]
