"""The house rules as tables of named checks; `tools/check_compliance.py` runs them all."""
