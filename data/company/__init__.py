"""Tarvelund Outdoor, an invented company: its two years of exports, drawn from a seed.

`python -m data.company --out data/sample` writes the sample that ships with Rapport; see `__main__.py` for the large sizes.
"""
