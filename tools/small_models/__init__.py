"""Makes the small models and clips that the tests use. Run by hand; needs espeak-ng."""
