"""Which reading of a file holds: the one in which most lines are rows. Two that hold equally and differ are a refusal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from queries.reading import header, mended, records
from queries.reading.cells import Dialect
from queries.reading.header import Header, plain
from queries.reading.joining import split_record
from queries.reading.lines import Lines
from queries.reading.model import Limits, Unreadable, Unrecognised, Wanted
from queries.reading.profile import Profile, declared
from queries.reading.record import Record, Shape

SAMPLE, FIRST = 1_500, 20
HELD, SURE = 0.5, 0.95
FEW, MOST = 3, 0.9


@dataclass(frozen=True)
class Choice:
    """A header, the line at which the rows start, what a record must look like, and the share of the sample that does.

    `alone` is whether every other reading of the sample has fewer rows.
    """

    header: Header
    start: int
    shape: Shape
    share: float = 1.0
    alone: bool = False


@dataclass(frozen=True)
class Trial:
    """How a choice did on the sample: good rows, and how many cells its quote wraps."""

    choice: Choice
    rows: tuple[tuple[str, ...], ...]
    wrapped: int
    tidy: bool
    share: float


def recognise(lines: Lines, wanted: Sequence[Wanted], limits: Limits) -> Choice:
    """The best reading under a header that a source knows; else under a damaged or missing one, if the rows bear it out.

    Raises Unrecognised, and Unreadable where two readings hold.
    """
    unknown, choice = None, None
    try:
        choice = choose(lines, header.find(lines, wanted), limits)
    except Unrecognised as error:
        unknown = error
    if choice and choice.share >= HELD:
        return choice
    for others, needed in ((mended.damaged, HELD), (mended.missing, SURE)):
        if (headers := others(lines, wanted)) and (other := choose(lines, headers, limits)).share >= needed:
            return other
    if unknown:
        raise unknown
    assert choice
    believed = _believed(lines, wanted, limits)
    return recognise(lines, believed, limits) if believed != list(wanted) else choice


def _believed(lines: Lines, wanted: Sequence[Wanted], limits: Limits) -> list[Wanted]:
    """The sources without the kinds that many rows are not of, read without them: what is declared wrongly tells nothing of the structure."""
    bare = choose(lines, header.find(lines, [replace(source, kinds={}) for source in wanted]), limits)
    rows = _trial(lines, bare, min(len(lines), bare.start + SAMPLE), limits).rows
    kinds = declared(bare.header.names, wanted).kinds
    held = {n for n, test in kinds.items() if rows and sum(test(row[n]) for row in rows) >= MOST * len(rows)}
    names = {plain(name) for n, name in enumerate(bare.header.names) if n in held}
    return [replace(source, kinds={name: test for name, test in source.kinds.items() if plain(name) in names}) for source in wanted]


def certain(lines: Lines, wanted: Sequence[Wanted], limits: Limits) -> Choice | None:
    """The one reading that makes a row of each of the first lines; None where there is a doubt.

    Where it then holds for the whole text, no longer look can prefer another: those have fewer rows here already.
    """
    try:
        choice = choose(lines, header.find(lines, wanted), limits)
    except (Unreadable, Unrecognised):
        return None
    return choice if choice.alone and choice.share == 1 and len(lines) - choice.start >= FIRST else None


def choose(lines: Lines, headers: Sequence[Header], limits: Limits) -> Choice:
    """The best reading. Raises Unreadable where two hold."""
    until = min(len(lines), headers[0].stop + SAMPLE)
    trials = [_trial(lines, choice, until, limits) for title in headers for choice in _choices(lines, title, until)]
    # Where one dialect is found twice (the header reads the same), the first serves.
    trials.sort(key=_order)
    best = trials[0]
    for other in trials[1:]:
        if best.rows and _order(other) == _order(best) and other.rows != best.rows:
            raise Unreadable(
                f"The file can be read two ways: {best.choice.shape.profile.dialect}, or {other.choice.shape.profile.dialect}."
            )
    return replace(best.choice, share=best.share, alone=all(len(other.rows) < len(best.rows) for other in trials[1:]))


def _order(trial: Trial) -> tuple[int, bool, int, bool]:
    """The better reading first: more rows, no quotes that the header knows nothing of, more cells in quotes, no names missing."""
    found, told = trial.choice.shape.profile.dialect.quote, trial.choice.header.dialect.quote
    return -len(trial.rows), found not in (None, told), -trial.wrapped, not trial.tidy


def profiled(lines: Lines, choice: Choice) -> Choice:
    """The same choice, with what these lines show of its columns."""
    old = choice.shape.profile
    return replace(choice, shape=replace(choice.shape, profile=Profile(lines, choice.start, old.dialect, old.width, old.declared)))


def _choices(lines: Lines, title: Header, until: int) -> Iterator[Choice]:
    start, names = _first_row(lines, title, until), title.names
    for dialect in _dialects(title.dialect, lines.texts(title.line, until)):
        profile = Profile(lines, start, dialect, len(names), declared(names, title.matched))
        tool = title.matched
        yield Choice(title, start, Shape(profile, names, all(s.ragged for s in tool), all(s.open_end for s in tool)))


def _dialects(dialect: Dialect, texts: Sequence[str]) -> Iterator[Dialect]:
    quote = dialect.quote or '"'
    yield dialect
    if any(text.endswith(dialect.delimiter) for text in texts):
        yield replace(dialect, trailing=True)
    if any("\\" + quote in text for text in texts):
        yield replace(dialect, backslash=True)
    if quote == '"' and _only_signs(dialect, texts):
        yield replace(dialect, quote=None)
    if quote == '"' and any(_in_apostrophes(dialect, text) for text in texts):
        yield replace(dialect, quote="'")


def _in_apostrophes(dialect: Dialect, text: str) -> bool:
    """Whether apostrophes stand around a delimiter, as they do where they are the quotes."""
    return any(cell.startswith("'") and not cell.endswith("'") for cell in text.split(dialect.delimiter))


def _only_signs(dialect: Dialect, texts: Sequence[str]) -> bool:
    """Whether quotes are mere signs: no cell begins with one, and more lines have an odd one than damage would explain."""
    odd = 0
    for text in texts:
        cells = text.split(dialect.delimiter)
        if any(cell.startswith('"') for cell in cells):
            return False
        odd += any(cell.count('"') % 2 for cell in cells)
    return odd > FEW


def _first_row(lines: Lines, title: Header, until: int) -> int:
    """The line after the header, its repeats, and blank lines."""
    start = title.stop
    while start < until:
        if not lines.blank(start):
            cells, fault, after = split_record(lines, start, until, title.dialect)
            if fault or [plain(cell) for cell in cells] != [plain(name) for name in title.first]:
                break
            start = after - 1
        start += 1
    return start


def _trial(lines: Lines, choice: Choice, until: int, limits: Limits) -> Trial:
    found = records.read(lines, choice.start, until, replace(choice.shape, open_end=True), limits)
    good = [record for record in found if record.cells is not None and choice.shape.profile.expected(record.cells)]
    dialect = choice.shape.profile.dialect
    if dialect.trailing and (len(good) < FEW or len(good) < MOST * len(found)):
        # A delimiter that ends some rows is one too many in them.
        good = []
    tidy = all(name and name == name.strip() for name in choice.header.names)
    share = len(good) / len(found) if found else 1.0
    return Trial(choice, tuple(record.cells or () for record in good), _wrapped(lines, good, dialect), tidy, share)


def _wrapped(lines: Lines, good: Sequence[Record], dialect: Dialect) -> int:
    """How many cells stand in the quote, in the first good rows."""
    quote, delimiter = dialect.quote, dialect.delimiter
    if quote is None:
        return 0
    count = 0
    for record in islice(good, 400):
        text = lines.joined(record.line, record.line + record.lines)
        count += text.startswith(quote) + text.count(delimiter + quote)
    return count
