"""Views: one module for each page, and `shell` for what they share."""
