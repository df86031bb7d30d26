"""The exports: which there are, which source knows them, and what becomes of every line: a part of checked rows, and an account."""
