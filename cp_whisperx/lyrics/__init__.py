"""Tells sung passages from speech."""
