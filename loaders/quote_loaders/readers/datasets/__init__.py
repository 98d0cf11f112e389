"""Datasets that come with quotes: what they attribute is kept as such, under the dataset's name."""
