"""Days as people in Britain write them, read and written whatever the machine is set to."""

import re
from datetime import date, datetime

MONTHS = tuple(f"{date(2000, month, 1):%B}".lower() for month in range(1, 13))
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_FIGURES = re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})")
_WORDS = re.compile(r"(?:[a-z]+,?\s+)?(?P<day>\d{1,2})\s+(?P<month>[a-z]{3,9})\.?(?:\s+(?P<year>\d{4}))?")


def read(typed: str, today: date) -> date | None:
    """The day that is meant; None where there is none such. A day without a year is the next from today."""
    text = typed.strip().lower()
    for pattern in (_ISO, _FIGURES, _WORDS):
        if found := pattern.fullmatch(text):
            return _next(found["day"], found["month"], found["year"], today)
    return None


def short(day: date) -> str:
    """As a field shows it: "14 December 2026"."""
    return f"{day.day} {day:%B} {day.year}"


def long(day: date) -> str:
    """As a sentence has it: "Monday 14 December 2026"."""
    return f"{day:%A} {short(day)}"


def to_the_minute(moment: datetime) -> str:
    """As a clock shows it: "Monday 14 December 2026, 09:31"."""
    return f"{long(moment.date())}, {moment:%H:%M}"


def _next(day: str, month: str, year: str | None, today: date) -> date | None:
    number = int(month) if month.isdecimal() else _named(month)
    years = [int(year)] if year else [today.year, today.year + 1]
    found = [made for each in years if (made := _made(each, number, int(day)))]
    return next((each for each in found if year or each >= today), None)


def _named(month: str) -> int:
    return next((at for at, name in enumerate(MONTHS, start=1) if name.startswith(month)), 0)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
