"""What every engine of a role must hold to: test classes that each engine's test inherits."""
