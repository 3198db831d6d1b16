"""Dates in words, lateness, and months ahead."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import dates
from bot.rules.workdays import Calendar

ENGLAND = Calendar.of("GB-ENG", [])
# A council that closes between Christmas and the new year.
CLOSED_AT_CHRISTMAS = Calendar.of("GB-ENG", [date(2025, 12, day) for day in (29, 30, 31)])

FRIDAY = date(2025, 3, 14)
SATURDAY = date(2025, 3, 15)
SUNDAY = date(2025, 3, 16)
MONDAY = date(2025, 3, 17)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2025, 3, 14), "Friday 14 March 2025"),
        (date(2019, 1, 31), "Thursday 31 January 2019"),
        (date(2026, 9, 1), "Tuesday 1 September 2026"),
    ],
)
def test_a_date_is_written_day_first_without_leading_zeros(day: date, words: str) -> None:
    assert dates.in_words(day) == words


@pytest.mark.parametrize(
    ("due", "today", "words"),
    [
        (FRIDAY, FRIDAY, "due today"),
        (SATURDAY, SATURDAY, "due today"),
        (date(2025, 3, 11), FRIDAY, "overdue by 3 working days"),
        (date(2025, 3, 13), FRIDAY, "overdue by 1 working day"),
        (FRIDAY, date(2025, 3, 20), "overdue by 4 working days"),
        (FRIDAY, date(2025, 3, 10), "due in 4 working days"),
        (FRIDAY, date(2025, 3, 13), "due in 1 working day"),
        (MONDAY, FRIDAY, "due in 1 working day"),
        (MONDAY, SUNDAY, "due in 1 working day"),
    ],
)
def test_lateness_is_told_in_working_days(due: date, today: date, words: str) -> None:
    assert dates.lateness(due, today, ENGLAND) == words


@pytest.mark.parametrize(
    ("due", "today", "words"),
    [
        (FRIDAY, MONDAY, "overdue by 1 working day"),
        (SATURDAY, MONDAY, "overdue by 1 working day"),
        (SUNDAY, MONDAY, "overdue by 1 working day"),
        (FRIDAY, SATURDAY, "overdue since Friday 14 March 2025"),
        (SATURDAY, SUNDAY, "overdue since Saturday 15 March 2025"),
        (SATURDAY, FRIDAY, "due on Saturday 15 March 2025"),
        (SUNDAY, SATURDAY, "due on Sunday 16 March 2025"),
    ],
)
def test_a_weekend_between_is_no_lateness_of_its_own(due: date, today: date, words: str) -> None:
    assert dates.lateness(due, today, ENGLAND) == words


def test_bank_holidays_do_not_count_as_lateness() -> None:
    assert dates.lateness(date(2025, 4, 17), date(2025, 4, 22), ENGLAND) == "overdue by 1 working day"


def test_closure_days_do_not_count_as_lateness() -> None:
    due, today = date(2025, 12, 24), date(2026, 1, 2)
    assert dates.lateness(due, today, CLOSED_AT_CHRISTMAS) == "overdue by 1 working day"
    assert (
        dates.lateness(due, date(2025, 12, 31), CLOSED_AT_CHRISTMAS)
        == "overdue since Wednesday 24 December 2025"
    )


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2018, 10, 15), 3, date(2019, 1, 15)),
        (date(2024, 11, 30), 3, date(2025, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 1, 31), 12, date(2026, 1, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 3, 31), 0, date(2025, 3, 31)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 1, 1), -1, date(2024, 12, 1)),
    ],
)
def test_months_later_is_the_same_day_or_the_months_last(day: date, months: int, later: date) -> None:
    assert dates.months_later(day, months) == later


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.integers(0, 120))
def test_months_later_moves_by_whole_months_and_never_to_a_later_day(day: date, months: int) -> None:
    later = dates.months_later(day, months)
    assert 12 * (later.year - day.year) + later.month - day.month == months
    assert day.day - 3 <= later.day <= day.day
