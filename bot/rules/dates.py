"""Dates as sentences write them, how late something is, and months ahead."""

from calendar import monthrange
from datetime import date

from bot.rules.workdays import Calendar


def in_words(day: date) -> str:
    """As text writes it: "Friday 14 March 2025"."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def lateness(due: date, today: date, calendar: Calendar) -> str:
    """How far today is from the due date, in working days: "overdue by 3 working days", "due today".

    Where no working day lies between, as from a Friday to the Saturday after it, the due date itself is told.
    """
    if due == today:
        return "due today"
    if due < today:
        late = calendar.between(due, today)
        return f"overdue by {_working_days(late)}" if late else f"overdue since {in_words(due)}"
    left = calendar.between(today, due)
    return f"due in {_working_days(left)}" if left else f"due on {in_words(due)}"


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months on, or that month's last: 30 November and 3 is 28 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _working_days(count: int) -> str:
    return "1 working day" if count == 1 else f"{count} working days"
