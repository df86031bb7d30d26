"""Words as people write them, turned into a pattern that finds them in text of any language.

Letter case does not matter, nor does punctuation between the words of a phrase. A word is found whole, with `*` at its end also the
words that it begins. Accents may be missing on either side, because phones and hurry leave them out; two different accents stay
different. In scripts that put no spaces between words a word is found anywhere, in Hangul, which adds particles, as a beginning.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import groupby

from queries.trouble import Trouble

LETTER = r"\p{L}\p{M}\p{N}"
NO_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "IDEOGRAPHIC", "HALFWIDTH KATAKANA")
ACCENTED = ("LATIN", "GREEK")
APOSTROPHES = "['’ʼ]"
LONGEST, MOST_TERMS = 120, 4


def pattern(words: Iterable[str]) -> str:
    """One regular expression (RE2) that finds any of the words or phrases. Raises Trouble for one that says nothing."""
    bodies: dict[tuple[str, str], list[str]] = {}
    for word in words:
        edges, body = _one(word)
        bodies.setdefault(edges, []).append(body)
    # What may not stand beside a word is a large class, so it is written once for all words that need it.
    return "|".join(f"{before}(?i:{'|'.join(some)}){after}" for (before, after), some in bodies.items())


def terms(search: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words and "quoted phrases" of a search as patterns, all of which must be found, and what was left out of it.

    A search word finds the words that it begins; one that holds no letter, digit or sign says nothing, and beyond four it is enough.
    """
    found = [(quoted or word, bool(quoted)) for quoted, word in re.findall(r'"([^"]+)"|(\S+)', search)]
    kept: list[str] = []
    left: list[str] = []
    for text, whole in dict.fromkeys(found):
        if len(kept) < MOST_TERMS and len(text) <= LONGEST and _says(text):
            kept.append(pattern([text if whole or text.endswith("*") else f"{text}*"]))
        else:
            left.append(text)
    return tuple(kept), tuple(left)


def _says(text: str) -> bool:
    return any(_kind(letter) != " " for letter in text.removesuffix("*"))


def _one(word: str) -> tuple[tuple[str, str], str]:
    """What must stand before and after a word, and the word."""
    text = unicodedata.normalize("NFC", word.strip())
    begins, text = text.endswith("*"), text.removesuffix("*").strip()
    if not _says(text) or len(text) > LONGEST:
        raise Trouble(f"“{word.strip()[:LONGEST]}” is no word or phrase of at most {LONGEST} letters.")
    # Some ideographs were coded twice, and of these two forms people's texts may hold either.
    given, text = _trimmed(word.strip().removesuffix("*")), _trimmed(text)
    bodies = dict.fromkeys(map(_body, (text, given)))
    before = rf"(?:^|[^{LETTER}])" if _spaced(text[0]) else ""
    after = rf"(?:$|[^{LETTER}])" if _spaced(text[-1]) and not begins and not _hangul(text[-1]) else ""
    return (before, after), next(iter(bodies)) if len(bodies) == 1 else f"(?:{'|'.join(bodies)})"


def _trimmed(text: str) -> str:
    """The text without what only stands between words at its ends."""
    places = [place for place, letter in enumerate(text) if _kind(letter) != " "]
    return text[places[0] : places[-1] + 1]


def _body(text: str) -> str:
    return "".join(_joined(kind, "".join(letters)) for kind, letters in groupby(text, _kind))


# Spaces and common punctuation, as the inside of a class.
_BETWEEN = r"\s!-/:-@\[-`{-~\x{A0}-\x{BF}\x{2000}-\x{206F}\x{3000}-\x{303F}\x{FF01}-\x{FF0F}"
# Accents that stand as letters of their own behind a letter.
_MARKS = r"[\x{300}-\x{36F}]*"


def _kind(letter: str) -> str:
    """'a' for letters and digits, '!' for signs such as emoji, ' ' for what only stands between words."""
    category = unicodedata.category(letter)
    return "a" if category[0] in "LMN" else "!" if category[0] == "S" or category == "Cn" else " "


def _joined(kind: str, letters: str) -> str:
    """A run of letters, of signs, or of what stands between: apostrophes and hyphens may be left out, spaces may not."""
    if kind == "a":
        return _run(letters)
    if kind == "!":
        return re.escape(letters)
    if letters in ("'", "’", "ʼ"):
        return f"{APOSTROPHES}?"
    rarer = "".join(f"\\x{{{ord(letter):X}}}" for letter in sorted(set(letters)) if not letter.isascii())
    return f"[{_BETWEEN}{rarer}]{'*' if set(letters) <= set('-‐‑.') else '+'}"


def _run(letters: str) -> str:
    doubled = re.split("(ss|ß|ẞ)", letters, flags=re.IGNORECASE)
    return "".join("(?:ss|ß|ẞ)" if place % 2 else "".join(map(_letter, part)) for place, part in enumerate(doubled))


@cache
def _letter(letter: str) -> str:
    """A letter with the forms of it that the text may have."""
    if not unicodedata.name(letter, "").startswith(ACCENTED):
        return re.escape(letter)
    parts = unicodedata.normalize("NFD", letter.lower())
    base, marks = parts[0], parts[1:]
    if marks:
        return f"(?:{letter}|{letter.lower()}|{parts}|{base})"
    forms = _forms().get(base, "")
    return f"[{base}{forms}]{_MARKS}" if forms else base


@cache
def _forms() -> dict[str, str]:
    """The precomposed letters with accents, by the plain letter under them."""
    found: dict[str, str] = {}
    for code in (*range(0xC0, 0x250), *range(0x386, 0x3CF), *range(0x1E00, 0x2000)):
        letter = chr(code)
        parts = unicodedata.normalize("NFD", letter)
        if len(parts) > 1 and letter == letter.lower() and unicodedata.name(letter, "").startswith(ACCENTED):
            found[parts[0]] = found.get(parts[0], "") + letter
    return found


def _spaced(letter: str) -> bool:
    """Whether the letter belongs to a script that puts spaces between words."""
    return _kind(letter) == "a" and not unicodedata.name(letter, "").startswith(NO_SPACES)


def _hangul(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("HANGUL")
