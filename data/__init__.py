"""Exports live in this folder; `company` writes the invented ones."""
