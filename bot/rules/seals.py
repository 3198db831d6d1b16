"""Seals: what the journal's newest row was at a moment, as a line to be kept where the record is not.

Each row's hash rests on all rows before it. So whoever has a seal can tell later whether anything up to its
row was rewritten, whatever was done to the database.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

_LINE = re.compile(
    r"(?:(?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\s+)?"
    r"(?<![\w:.,-])(?P<number>\d{1,3}(?:,\d{3})+|\d{1,15})\s+(?P<hash>[0-9a-fA-F]{64})(?![0-9a-zA-Z])",
    re.ASCII,
)
_FORM = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Seal:
    """The number and the hash of the newest row; `at`, where it is known, is when the seal was made."""

    number: int
    hash: str
    at: datetime | None = None

    @property
    def line(self) -> str:
        """As it is written down: "2026-11-03T09:00:05Z 1204 9f86d0…"."""
        when = f"{self.at.astimezone(UTC):{_FORM}} " if self.at else ""
        return f"{when}{self.number} {self.hash}"


def read(text: str) -> list[Seal]:
    """Every seal in a text, such as a file of them or messages that were copied out of Slack."""
    return [
        Seal(int(found["number"].replace(",", "")), found["hash"].lower(), _moment(found["at"]))
        for found in _LINE.finditer(text)
    ]


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.strptime(text, _FORM).replace(tzinfo=UTC) if text else None
    except ValueError:
        return None
