"""The models of what flows between stages, by topic; `shared.artifacts` is their table."""
