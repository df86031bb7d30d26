"""Whether a line says the header's names again: the header of a second table, or a header that was written twice."""

import unicodedata
from collections.abc import Sequence

from queries.reading.cells import Dialect, split
from queries.reading.header import plain

ENOUGH = 0.6


class HeaderAgain:
    """What is known of the header, to be asked about every line that is not plainly a row."""

    def __init__(self, names: Sequence[str], dialect: Dialect) -> None:
        self.known, self.dialect = {plain(name) for name in names} - {""}, dialect
        self.begins = {sign for name in self.known for sign in (name[0], unicodedata.normalize("NFD", name)[0])}

    def __call__(self, text: str) -> bool:
        """Whether a line has the header's own names, even some more or fewer of them."""
        sign = text[:1]
        if sign.isascii() and sign.isalnum() and sign.lower() not in self.begins:
            return False
        if plain(text[:200].split(self.dialect.delimiter, 1)[0].strip("\"'")) not in self.known:
            return False
        cells = [plain(cell) for cell in split(text, self.dialect)[0]]
        return sum(cell in self.known for cell in cells) >= max(2, ENOUGH * len(cells))
