"""Inputs into Article records: one module for each format."""

from quote_loaders.readers.inputs import Input, find_inputs
from quote_loaders.readers.read import read_input

__all__ = ["Input", "find_inputs", "read_input"]
