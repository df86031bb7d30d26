"""What people write: sentences put together from the parts in `phrases.toml`, by mood, topic and language."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

LANGUAGES = {"Germany": ("de", 0.24), "Alpine": ("de", 0.16), "France and Benelux": ("fr", 0.3)}


@cache
def phrases() -> dict[str, Any]:
    """The parts, read once."""
    return tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))


class Voices:
    """Writes sentences with one stream of random numbers."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def one(self, parts: list[str]) -> str:
        """One of the parts."""
        return parts[int(self.rng.integers(0, len(parts)))]

    def language(self, region: object) -> str:
        """en, de or fr, by where the person lives."""
        language, share = LANGUAGES.get(str(region), ("en", 0.0))
        return language if self.rng.random() < share else "en"

    def comment(self, mood: str, topic: object, product: object, region: object, slow: bool) -> str:
        """A customer's comment; `mood` is good, fair or bad, `slow` that the person waited far too long in a chat."""
        parts = phrases()[self.language(region)]
        about = parts["topic"].get(str(topic).replace(" ", "_"), parts["topic"]["none"])
        middle = self.one(parts["slow"]) if slow and mood != "good" and self.rng.random() < 0.75 else self.one(about[mood])
        lead = self.one(parts["lead"][mood]) if self.rng.random() < 0.55 else ""
        tail = self.one(parts["tail"][mood]) if self.rng.random() < 0.45 else ""
        thing = parts["product"].get(str(product), parts["product"]["none"])
        return " ".join(part for part in (lead, middle, tail) if part).replace("{product}", thing)

    def employee(self, mood: str) -> str:
        """An employee's remark."""
        parts = phrases()["employee"]
        return f"{self.one(parts[mood])} {self.one(parts['tail'])}" if self.rng.random() < 0.4 else self.one(parts[mood])

    def forum(self, kind: str, topic: object, product: object) -> str:
        """A question, answer, thanks, reply, comment, mention or idea in the community."""
        parts = phrases()["forum"]
        about = parts["topic"].get(str(topic).replace(" ", "_"), parts["topic"]["product_advice"])
        text = self.one(parts[kind]).replace("{about}", self.one(about["asks" if kind == "question" else "tells"])) if kind in parts else ""
        return text.replace("{product}", str(product)).replace("{topic}", str(topic))

    def headline(self, kind: str, topic: str) -> str:
        """Headline of a post that gives or asks, or of a campaign by its name."""
        parts = phrases()["posts"]
        text = self.one(parts[kind]).replace("{topic}", topic).replace("{place}", self.one(parts["place"]))
        return text.replace("{number}", str(self.rng.integers(3, 9)))

    def post(self, intent: str, topic: str) -> str:
        """Text of a post."""
        parts = phrases()["posts"]
        return f"{self.one(parts[intent + '_text'])} {self.one(parts['close'])}".replace("{topic}", topic)
