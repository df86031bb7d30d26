"""What a good row looks like: declared checks, and the shapes that the columns of this file keep to."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from queries.reading.cells import Dialect, split
from queries.reading.header import plain
from queries.reading.lines import Lines
from queries.reading.model import Check, Wanted

SAMPLE = 2_000
ENOUGH = 5
# So many cells that are alike are a rule; fewer may be chance.
MANY = 20
MOST_SHAPES = 6
LONGEST = 40
SURE = 0.99
Test = Callable[[str], bool]
WORDS, DIGITS = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")


def shape(cell: str) -> str:
    """Runs of letters as `a`, runs of digits as `9`, the rest as it is; long text has no shape."""
    return DIGITS.sub("9", WORDS.sub("a", cell)) if len(cell) <= LONGEST else "…"


def _pattern(shapes: Collection[str]) -> Callable[[str], object]:
    """One look for all of these shapes: runs of letters and of digits, and the rest as it is."""
    runs = {"a": r"[^\W\d_]+", "9": r"\d+"}
    return re.compile("|".join("".join(runs.get(sign) or re.escape(sign) for sign in shape) for shape in sorted(shapes))).fullmatch


@dataclass(frozen=True)
class Declared:
    """Tests of cells by column number: `checks` that each cell must pass, and `kinds` that a cell of a row is expected to pass."""

    checks: Mapping[int, Test] = field(default_factory=dict)
    kinds: Mapping[int, Test] = field(default_factory=dict)


def declared(names: Sequence[str], wanted: Sequence[Wanted]) -> Declared:
    """What the sources say of the columns; where several do, a cell that passes one passes. A check is a kind too."""
    checks = _tests(names, [source.checks for source in wanted])
    return Declared(checks, _tests(names, [source.kinds for source in wanted]) | checks)


def _tests(names: Sequence[str], said: Sequence[Mapping[str, Check]]) -> dict[int, Test]:
    tests: dict[str, list[Test]] = {}
    for name, check in ((name, check) for some in said for name, check in some.items()):
        tests.setdefault(plain(name), []).append(check if callable(check) else _matches(check))
    found = {number: tests[plain(name)] for number, name in enumerate(names) if plain(name) in tests}
    return {number: some[0] if len(some) == 1 else _any(some) for number, some in found.items()}


def _matches(pattern: str) -> Test:
    compiled = re.compile(pattern)
    return lambda cell: not cell or compiled.fullmatch(cell) is not None


def _any(tests: Sequence[Test]) -> Test:
    return lambda cell: any(test(cell) for test in tests)


class Profile:
    """The right width, what is declared, and what the first good single lines show: shapes, lengths, cells that run over lines."""

    def __init__(self, lines: Lines, start: int, dialect: Dialect, width: int, said: Declared) -> None:
        self.dialect, self.width, self.declared = dialect, width, said
        self._checks, self._kinds = list(said.checks.items()), list(said.kinds.items())
        cells = (self.cells(lines[number]) for number in range(start, len(lines)) if not lines.blank(number))
        rows = list(islice((row for row in cells if any(row)), SAMPLE))
        enough = len(rows) >= ENOUGH
        self.odd = sum(_is_odd(lines[n], dialect) for n in range(start, min(len(lines), start + SAMPLE)))
        self.shapes = {n: seen for n, column in enumerate(zip(*rows, strict=True)) if (seen := _shapes(column))} if enough else {}
        self._shaped = [(n, _pattern(seen)) for n, seen in self.shapes.items()]
        self.filled = {n for n, column in enumerate(zip(*rows, strict=True)) if len(column) >= MANY and all(column)}
        self.last = Counter(row[-1] for row in rows)
        self.fixed = {n: len(column[0]) for n, column in enumerate(zip(*rows, strict=True)) if _fixed(column)} if enough else {}

    @property
    def telling(self) -> bool:
        """Whether anything but the width tells a row from a line of text."""
        return bool(self.shapes or self._kinds)

    def breaks(self, text: str) -> bool:
        """Whether lines besides this one hold an odd number of quotes, so that cells may run over lines."""
        return self.odd > _is_odd(text, self.dialect)

    def cells(self, text: str) -> list[str]:
        """The cells of a line that is a whole record by itself, of the right width and kinds; else nothing."""
        cells, fault = split(text, self.dialect)
        cells = self.fitted(cells)
        good = not fault and len(cells) == self.width and self.expected(cells)
        return cells if good else []

    def fitted(self, cells: list[str]) -> list[str]:
        """The cells; where a delimiter ends each row, less the empty one behind it, or none where that is missing."""
        if not self.dialect.trailing:
            return cells
        return cells[:-1] if len(cells) > 1 and not cells[-1] else []

    def alone(self, text: str) -> bool:
        """Whether a line could be a row by itself, as far as anything tells."""
        cells = self.cells(text)
        return bool(cells) and self.alike(cells)

    def alike(self, cells: Sequence[str]) -> bool:
        """Whether cells of the right width have the shapes that their columns keep to."""
        return all(len(cells[n]) <= LONGEST and shaped(cells[n]) for n, shaped in self._shaped)

    def plainly(self, cells: Sequence[str]) -> bool:
        """Whether cells of the right width are a row, as far as anything tells, and something does."""
        return self.telling and self.expected(cells) and self.alike(cells)

    def wrong(self, cells: Sequence[str]) -> int | None:
        """The first column whose check the cells fail."""
        return next((n for n, test in self._checks if n < len(cells) and not test(cells[n])), None)

    def expected(self, cells: Sequence[str]) -> bool:
        """Whether cells of the right width are of the kinds that are declared."""
        return all(test(cells[n]) for n, test in self._kinds)

    def likely(self, cells: Sequence[str]) -> bool:
        """Whether cells that were repaired are of the declared kinds and leave no column empty that is always filled."""
        return len(cells) == self.width and self.expected(cells) and all(cells[n] for n in self.filled)

    def whole(self, cells: Sequence[str], number: int) -> bool:
        """Whether a cell has the one length that its column always has, so that nothing can be missing from it."""
        number %= self.width
        return self.fixed.get(number) == len(cells[number]) and (number not in self.shapes or shape(cells[number]) in self.shapes[number])

    def complete(self, cells: Sequence[str]) -> bool:
        """Whether the last cell of a row without line end can be believed whole.

        It is, where it has the one length of its column; or where it is a word of the few that its column holds, or a long
        text that was seen before, and no other cell goes on where it ends.
        """
        cell = cells[-1]
        if self.whole(cells, -1):
            return True
        total = self.last.total()
        few = total >= 100 and len(self.last) <= total / 10 and len(cell) >= 4 and any(sign.isalpha() for sign in cell)
        again = self.last[cell] > 1 and (few or len(cell) > LONGEST)
        return again and not any(other != cell and other.startswith(cell) for other in self.last)


def _is_odd(text: str, dialect: Dialect) -> int:
    return text.count(dialect.quote) % 2 if dialect.quote else 0


def _shapes(column: Sequence[str]) -> frozenset[str]:
    # In a few cells any few shapes are all there are, and tell nothing.
    common = Counter(shape(cell) for cell in column).most_common(min(MOST_SHAPES, 1 + len(column) // MANY))
    told = sum(count for seen, count in common if seen != "…") >= SURE * len(column)
    return frozenset(seen for seen, _ in common) - {"…"} if told else frozenset()


def _fixed(column: Sequence[str]) -> bool:
    return len(column) >= MANY and len({len(cell) for cell in column}) == 1
