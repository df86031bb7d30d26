"""The tables of a snapshot: filled from parts, completed by what the load derives, and grown by new rows where that is the same."""
