"""Scripts that measure what an issue asks to be shown: `python -m tests.figures.NAME` prints a table and exits 1 when one falls short."""
