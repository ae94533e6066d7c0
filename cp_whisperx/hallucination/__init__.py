"""Finds and sets aside text that nobody said."""
