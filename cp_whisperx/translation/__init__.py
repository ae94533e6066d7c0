"""Translation engines, routing, and glossary terms held through translation."""
