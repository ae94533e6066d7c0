"""Subtitle craft: cues, lines, reading speed, style checks, files."""
