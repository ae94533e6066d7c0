"""Glossary files: parsing, merging by precedence, lookup in text."""
