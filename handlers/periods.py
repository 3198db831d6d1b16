"""Periods as people type them: "next week", "December", "from 1 to 10 December", "last month"."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from bot.errors import NotUnderstood
from bot.rules import dates, periods
from bot.rules.periods import Period
from handlers import when

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
    *("november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct"),
    *("nov", "dec"),
)
LONGEST_UNDER_WAY = 180  # days; what began longer ago and still goes on is hardly meant

_NUMBER_OF = {month[:3]: number for number, month in enumerate(MONTHS[:12], start=1)}
_NAMES = "|".join(MONTHS)
_MONTH = re.compile(rf"(?:(?:in|during) )?(?P<month>{_NAMES})(?: (?P<year>20\d\d))?")
_SAYS_YEAR = re.compile(r"\d{4}|\d[./-]\d+[./-]\d")
_DATED = re.compile(
    r"(?P<how>until|till|by|on) (?P<day>.+)"
    r"|(?:from|between) (?P<first>.+?) (?:to|and|until|till|-|–) (?P<last>.+)"
)

DEFAULT = "week"
AHEAD: Mapping[str, Callable[[date], Period]] = {
    "today": lambda today: periods.days(today, 0),
    "tomorrow": lambda today: periods.days(today + timedelta(days=1), 0),
    "this week": lambda today: Period(today, periods.week_of(today).last),
    "next week": lambda today: periods.week_of(today + timedelta(days=7)),
    "this month": lambda today: Period(today, periods.month_of(today).last),
    "next month": lambda today: periods.month_of(dates.months_later(today, 1)),
    DEFAULT: lambda today: periods.days(today, 7),
    "fortnight": lambda today: periods.days(today, 14),
    "month": lambda today: periods.days(today, 31),
}

# Where a period stands in what is typed, and the rest of it.
_WORDS = rf"{'|'.join(AHEAD)}|(?:(?:in|during) )?(?:{_NAMES})(?: 20\d\d)?"
AT_THE_BEGINNING = re.compile(rf"(?P<period>{_WORDS})(?: (?P<rest>.+))?", re.IGNORECASE)
AT_THE_END = re.compile(
    rf"(?:(?P<rest>.+?) )??(?P<period>{_WORDS}|(?:until|till|by|on|from|between) .+)", re.IGNORECASE
)


def ahead(words: str, today: date) -> Period:
    """The period that lies ahead. Raises NotUnderstood."""
    words = " ".join(words.lower().split())
    if words in AHEAD:
        return AHEAD[words](today)
    if month := month_ahead(words, today):
        return _not_passed(Period(max(month.first, min(today, month.last)), month.last), today)
    said = _DATED.fullmatch(words)
    if said is None:
        raise NotUnderstood("I could not read the days. Write for example until Friday, or from 1 to 10 May.")
    if said["first"]:
        return from_to(said["first"], said["last"], today)
    day = _not_passed(periods.days(when.coming_day(said["day"], today), 0), today).last
    return Period(day if said["how"] == "on" else today, day)


def from_to(first: str, last: str, today: date) -> Period:
    """Between two days as they are typed; it may have begun already. Raises NotUnderstood."""
    starts_on, ends_on = when.from_to(first, last, today)
    if starts_on > today and not _SAYS_YEAR.search(first):
        # "From 1 to 20 March", said on the 14th, is no matter of next year.
        a_year_ago = dates.months_later(starts_on, -12)
        began = when.from_to(dates.in_words(a_year_ago), last, today)
        if began[1] >= today and (began[1] - began[0]).days <= LONGEST_UNDER_WAY:
            starts_on, ends_on = began
    if ends_on < starts_on:
        raise NotUnderstood("The last day lies before the first. Please write the first day first.")
    return Period(starts_on, ends_on)


def month_ahead(words: str, today: date) -> Period | None:
    """The month of that name: this one or the next to come, if none is said with its year."""
    return _month(words, today.year, lambda month: month.last < today)


def month_past(words: str, today: date) -> Period | None:
    """The month of that name: this one, until today, or the last that there was."""
    month = _month(words, today.year - 1, lambda month: dates.months_later(month.first, 12) <= today)
    return Period(month.first, min(month.last, max(today, month.first))) if month else None


def _month(words: str, year: int, is_too_early: Callable[[Period], bool]) -> Period | None:
    said = _MONTH.fullmatch(words)
    if said is None:
        return None
    number = _NUMBER_OF[said["month"][:3]]
    if said["year"]:
        return periods.month_of(date(int(said["year"]), number, 1))
    month = periods.month_of(date(year, number, 1))
    return periods.month_of(date(year + 1, number, 1)) if is_too_early(month) else month


def _not_passed(period: Period, today: date) -> Period:
    if period.last < today:
        raise NotUnderstood("That has passed. `/g2o due` takes days from today on.")
    return period
