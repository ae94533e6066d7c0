"""Decides on and performs the separation of vocals from accompaniment."""
