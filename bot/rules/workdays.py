"""Working days: Monday to Friday, or the person's own, without bank holidays and closure days."""

import re
from bisect import bisect_right
from calendar import isleap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

# Days of the week are numbered as `date.weekday` numbers them: Monday is 0.
MONDAY_TO_FRIDAY: frozenset[int] = frozenset(range(5))
EVERY_DAY: frozenset[int] = frozenset(range(7))

# `holidays` works out any year by rule, but governments move and add days at a year or two's notice, and a
# release knows only what was published before it. Raise this when a release holds the days published for a
# later year; the tests list them.
LAST_YEAR_PUBLISHED = 2027

_DAY = timedelta(days=1)
_PLACE = re.compile(r"([A-Z]{2})(?:-(\w{1,3}))?", re.ASCII)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNTIL = re.compile(r"\s*(?:[-–]|\bto\b)\s*")
_BETWEEN_DAYS = re.compile(r"[\s,;&]+|\band\b")
_NO_SUCH_PLACE = "is not a place whose bank holidays are known, such as GB-ENG or IE"
_NOT_DAYS = 'Please write the days of the week like "mon-fri" or "mon, wed, fri".'


@dataclass(frozen=True)
class Calendar:
    """The bank holidays of one country or part of it, and the council's own closure days."""

    country: str
    part: str | None
    closures: frozenset[date]

    @classmethod
    def of(cls, subdivision: str, closures: Iterable[date]) -> "Calendar":
        """Of a place that `holidays` knows: "GB-ENG", or a country: "IE". Raises ValueError otherwise."""
        form = _PLACE.fullmatch(subdivision)
        if form is None:
            raise ValueError(_NO_SUCH_PLACE)
        country, part = form.groups()
        try:
            holidays.country_holidays(country, subdiv=part)
        except NotImplementedError:
            raise ValueError(_NO_SUCH_PLACE) from None
        return cls(country, part, frozenset(closures))

    def is_working_day(self, day: date, own_days: frozenset[int] = MONDAY_TO_FRIDAY) -> bool:
        """Whether somebody who works on `own_days` works then."""
        return (
            day.weekday() in own_days
            and day not in self.closures
            and day not in _bank_holidays(self.country, self.part, day.year)
        )

    def after(self, day: date, working_days: int, own_days: frozenset[int] = MONDAY_TO_FRIDAY) -> date:
        """The working day so many working days after `day`, which itself is day 0; negative counts back.

        0 is the day itself, or the next working day. Raises ValueError where `own_days` is empty.
        """
        if not own_days & EVERY_DAY:
            raise ValueError("Somebody without working days has no next working day.")
        step = _DAY if working_days >= 0 else -_DAY
        if working_days == 0 and self.is_working_day(day, own_days):
            return day
        for _ in range(max(abs(working_days), 1)):
            day += step
            while not self.is_working_day(day, own_days):
                day += step
        return day

    def between(self, start: date, end: date, own_days: frozenset[int] = MONDAY_TO_FRIDAY) -> int:
        """The working days from `start`, not counted, to `end`, counted; negative where `end` lies before.

        It undoes `after`: between(day, after(day, n)) is n for every n but 0.
        """
        if start <= end:
            return self._count(start, end, own_days)
        return -self._count(end - _DAY, start - _DAY, own_days)

    def known_until(self) -> date:
        """The last day up to which bank holidays are sure: later ones may yet be moved or added to."""
        return date(LAST_YEAR_PUBLISHED, 12, 31)

    def _count(self, start: date, end: date, own_days: frozenset[int]) -> int:
        """The working days after `start` up to and with `end`."""
        years = range(start.year, end.year)
        return (
            sum(len(_working_days(self, year, own_days)) for year in years)
            + bisect_right(_working_days(self, end.year, own_days), end)
            - bisect_right(_working_days(self, start.year, own_days), start)
        )


def read_days(text: str) -> frozenset[int]:
    """Days as people write them: "mon-fri", "Mon, Wed, Fri". Raises ValueError with a sentence."""
    spans = [span for span in _BETWEEN_DAYS.split(_UNTIL.sub("-", text.casefold())) if span]
    days = frozenset(day for span in spans for day in _days_of(span))
    if not days:
        raise ValueError(_NOT_DAYS)
    return days


def days_in_words(days: frozenset[int]) -> str:
    """The one form of those days that is kept, which `read_days` reads back: "mon-fri", "mon,wed,fri"."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(_in_words(run) for run in runs)


def _days_of(span: str) -> list[int]:
    """The days of "tue-thu" or "fri"; "fri-mon" runs over the weekend."""
    first, dash, last = span.partition("-")
    start = _day(first)
    length = (_day(last) - start) % 7 + 1 if dash else 1
    return [(start + n) % 7 for n in range(length)]


def _day(word: str) -> int:
    stem = word.rstrip("s")
    matches = [day for day, name in enumerate(_DAYS) if len(stem) >= 3 and name.startswith(stem)]
    if not matches:
        raise ValueError(_NOT_DAYS)
    return matches[0]


def _in_words(run: list[int]) -> str:
    names = [_DAYS[day][:3] for day in run]
    return f"{names[0]}-{names[-1]}" if len(run) > 2 else ",".join(names)


@lru_cache(maxsize=1024)
def _bank_holidays(country: str, part: str | None, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, subdiv=part, years=year))


@lru_cache(maxsize=1024)
def _working_days(calendar: Calendar, year: int, own_days: frozenset[int]) -> tuple[date, ...]:
    """Every working day of the year, in order: counting between dates is then two look-ups."""
    first = date(year, 1, 1)
    days = (first + n * _DAY for n in range(isleap(year) + 365))
    return tuple(day for day in days if calendar.is_working_day(day, own_days))
