"""What screens say: names, labels, prices, dates and sentences of one language, drawn by a seeded generator."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

_WEIGHTS = {"en": 52, "zh": 26, "de": 5, "ja": 5, "ru": 4, "fr": 4, "ar": 4}
_SIGNS = {"zh": "¥", "de": "€", "fr": "€", "ja": "¥", "ru": "₽"}


@cache
def _lists() -> dict[str, dict[str, Any]]:
    text = files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return {
        language: {key: value.split("|") if isinstance(value, str) else value for key, value in table.items()}
        for language, table in tomllib.loads(text).items()
    }


def any_language(rng: Random) -> str:
    return rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]


class Words:
    """Text in one language. Each call draws from the generator that was given."""

    def __init__(self, rng: Random, language: str) -> None:
        self.rng = rng
        self.language = language
        self._of = _lists()[language]

    @property
    def days(self) -> list[str]:
        """The week's days in short."""
        return list(self._of["days"])

    def one(self, kind: str) -> str:
        return str(self.rng.choice(self._of[kind]))

    def some(self, kind: str, count: int) -> list[str]:
        """`count` different words, fewer where the list is shorter."""
        return self.rng.sample(self._of[kind], min(count, len(self._of[kind])))

    def icon_name(self, concept: str) -> str:
        names = self._of.get("icons") or _lists()["en"]["icons"]
        return str(names.get(concept, concept.replace("-", " ")))

    def price(self) -> str:
        rng = self.rng
        amount = rng.choice([rng.uniform(1, 99), rng.uniform(100, 9999), rng.uniform(1e4, 9e5)])
        whole = rng.random() < 0.3
        if self.language in ("de", "fr", "ru"):
            number = f"{amount:,.{0 if whole else 2}f}".replace(",", " ").replace(".", ",")
            return f"{number} {_SIGNS.get(self.language, '€')}"
        return f"{_SIGNS.get(self.language, rng.choice('$$$€£'))}{amount:,.{0 if whole else 2}f}"

    def number(self) -> str:
        rng = self.rng
        return rng.choice(
            [
                str(rng.randint(0, 99)),
                f"{rng.randint(100, 99999):,}",
                f"{rng.uniform(0, 100):.1f}%",
                f"{rng.uniform(1, 99):.1f}k",
                f"{rng.randint(1, 900)} MB",
                f"+{rng.uniform(0, 30):.1f}%",
            ]
        )

    def date(self) -> str:
        rng, day, month, year = self.rng, self.rng.randint(1, 28), self.rng.randint(1, 12), self.rng.randint(2019, 2027)
        if self.language in ("zh", "ja") and rng.random() < 0.5:
            return f"{year}年{month}月{day}日"
        word = self._of["months"][month - 1]
        return rng.choice(
            [
                f"{year}-{month:02}-{day:02}",
                f"{day:02}.{month:02}.{year}",
                f"{month}/{day}/{year}",
                f"{day} {word} {year}" if self.language != "zh" else f"{month}-{day}",
                self.time(),
                f"{year}-{month:02}-{day:02} {self.time()}",
            ]
        )

    def time(self) -> str:
        return f"{self.rng.randint(0, 23):02}:{self.rng.randint(0, 59):02}"

    def code(self) -> str:
        rng = self.rng
        return rng.choice(
            [
                f"#{rng.randint(100, 99999)}",
                f"INV-{rng.randint(1000, 9999)}",
                f"{rng.choice('ABCDEFG')}{rng.randint(10, 99)}-{rng.randint(100, 999)}",
            ]
        )

    def email(self) -> str:
        given = self.rng.choice(
            "ada james maria wei olivia noah emma liam sofia lucas mia hiro anna david omar".split()
        )
        host = self.rng.choice(
            "example.com mail.example.org acme.io corp.example.net contoso.com 163.example.cn".split()
        )
        return f"{given}{self.rng.choice(['', '.k', str(self.rng.randint(1, 99))])}@{host}"

    def phone(self) -> str:
        return f"+{self.rng.randint(1, 99)} {self.rng.randint(100, 999)} {self.rng.randint(1000, 9999)}"

    def file(self) -> str:
        stem = self.rng.choice("report budget photo invoice notes design backup index README contract slides".split())
        ending = self.rng.choice("pdf xlsx png txt md zip mp4 docx json".split())
        return f"{stem}{self.rng.choice(['', '-2025', '_final', ' (1)'])}.{ending}"

    def sentence(self) -> str:
        return self.one("sentences")

    def paragraph(self, sentences: int) -> str:
        return (" " if self.language not in ("zh", "ja") else "").join(self.sentence() for _ in range(sentences))

    def cell(self) -> str:
        """What stands in a table's cell."""
        kinds = [
            lambda: self.one("names"),
            self.email,
            self.price,
            self.date,
            self.number,
            self.code,
            lambda: self.one("items"),
            lambda: self.one("options"),
            self.file,
        ]
        return str(self.rng.choice(kinds)())
