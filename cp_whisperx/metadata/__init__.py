"""Facts about the film from outside services."""
