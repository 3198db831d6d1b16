"""Spans of days, such as a week or a month, and how sentences write them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules import dates, hours


@dataclass(frozen=True)
class Period:
    """The days from the first to the last, both included."""

    first: date
    last: date

    def in_words(self) -> str:
        """ "on Monday 7 December 2026", "from Monday 7 to Sunday 13 December 2026"."""
        first, last = self.first, self.last
        if first == last:
            return f"on {dates.in_words(first)}"
        month = "" if (first.year, first.month) == (last.year, last.month) else f" {first:%B}"
        year = "" if first.year == last.year else f" {first.year}"
        return f"from {first:%A} {first.day}{month}{year} to {dates.in_words(last)}"


def days(first: date, many: int) -> Period:
    """From the first day to the one so many days later."""
    return Period(first, first + timedelta(days=many))


def week_of(day: date) -> Period:
    """Monday to Sunday."""
    return days(hours.week_of(day), 6)


def month_of(day: date) -> Period:
    """From the month's first day to its last."""
    return Period(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def quarter_of(day: date) -> Period:
    """The three months, from January, April, July or October, that hold the day."""
    first = date(day.year, day.month - (day.month - 1) % 3, 1)
    return Period(first, month_of(dates.months_later(first, 2)).last)


def quarter_in_words(quarter: Period) -> str:
    """ "January to March 2025"."""
    return f"{quarter.first:%B} to {quarter.last:%B %Y}"
