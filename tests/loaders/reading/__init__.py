"""Readers of datasets and documents, on made-up inputs in the exact shape of each format."""
