"""Working days: bank holidays, closures, own days, counting forth and back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import workdays
from bot.rules.workdays import MONDAY_TO_FRIDAY, Calendar

ENGLAND = Calendar.of("GB-ENG", [])
DAYS = st.dates(date(2015, 1, 1), date(2027, 12, 31))
OWN_DAYS = st.frozensets(st.integers(0, 6), min_size=1)

# Bank holidays of England and Wales as the government published them, month-day.
PUBLISHED = {
    2015: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2016: "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
    2017: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2018: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [day for n in range(366) if (day := first + timedelta(days=n)).year == year]


@pytest.mark.parametrize("year", PUBLISHED)
def test_a_weekday_off_in_england_is_a_published_bank_holiday(year: int) -> None:
    weekdays_off = [day for day in days_of(year) if day.weekday() < 5 and not ENGLAND.is_working_day(day)]
    assert " ".join(f"{day:%m-%d}" for day in weekdays_off) == PUBLISHED[year]


@pytest.mark.parametrize("year", PUBLISHED)
def test_nobody_works_at_a_weekend_unless_it_is_their_own_day(year: int) -> None:
    assert not any(ENGLAND.is_working_day(day) for day in days_of(year) if day.weekday() >= 5)


def test_somebody_who_works_on_saturdays_works_on_a_saturday() -> None:
    assert ENGLAND.is_working_day(date(2025, 3, 15), frozenset({5}))


def test_bank_holidays_are_known_as_far_as_the_published_list_goes() -> None:
    assert ENGLAND.known_until() == date(max(PUBLISHED), 12, 31)


@pytest.mark.parametrize(
    ("place", "day", "works"),
    [
        ("GB-SCT", date(2025, 11, 30), False),
        ("GB-SCT", date(2025, 12, 1), False),
        ("GB-ENG", date(2025, 12, 1), True),
        ("GB-NIR", date(2025, 3, 17), False),
        ("GB-WLS", date(2025, 3, 17), True),
        ("IE", date(2025, 3, 17), False),
        ("IE", date(2025, 5, 26), True),
    ],
)
def test_each_place_keeps_its_own_holidays(place: str, day: date, *, works: bool) -> None:
    assert Calendar.of(place, []).is_working_day(day) == works


@pytest.mark.parametrize(
    "place",
    ["", "XX", "GB-XXX", "England", "gb-eng", "GB-", "GB_ENG", "GB-ENG ", "HolidayBase", "utils", "NYSE"],
)
def test_a_place_that_nobody_knows_is_refused(place: str) -> None:
    with pytest.raises(ValueError, match="such as GB-ENG or IE"):
        Calendar.of(place, [])


def test_a_closure_is_no_working_day() -> None:
    closed = Calendar.of("GB-ENG", [date(2025, 12, 29)])
    assert ENGLAND.is_working_day(date(2025, 12, 29))
    assert not closed.is_working_day(date(2025, 12, 29))
    assert closed.after(date(2025, 12, 24), 1) == date(2025, 12, 30)


@pytest.mark.parametrize(
    ("day", "working_days", "then"),
    [
        (date(2025, 3, 14), 0, date(2025, 3, 14)),
        (date(2025, 3, 14), 1, date(2025, 3, 17)),
        (date(2025, 3, 14), 5, date(2025, 3, 21)),
        (date(2025, 3, 14), -5, date(2025, 3, 7)),
        (date(2025, 3, 15), 0, date(2025, 3, 17)),
        (date(2025, 3, 15), 1, date(2025, 3, 17)),
        (date(2025, 3, 15), -1, date(2025, 3, 14)),
        (date(2025, 4, 17), 0, date(2025, 4, 17)),
        (date(2025, 4, 17), 1, date(2025, 4, 22)),
        (date(2025, 4, 18), 0, date(2025, 4, 22)),
        (date(2025, 12, 24), 2, date(2025, 12, 30)),
        (date(2026, 1, 2), -1, date(2025, 12, 31)),
        (date(2026, 1, 2), -2, date(2025, 12, 30)),
        (date(2025, 3, 14), 20, date(2025, 4, 11)),
    ],
)
def test_working_days_are_counted_from_the_day_agreed(day: date, working_days: int, then: date) -> None:
    assert ENGLAND.after(day, working_days) == then


def test_working_days_are_counted_on_the_persons_own_days() -> None:
    tuesdays_and_thursdays = frozenset({1, 3})
    assert ENGLAND.after(date(2025, 3, 14), 5, tuesdays_and_thursdays) == date(2025, 4, 1)
    assert ENGLAND.between(date(2025, 3, 14), date(2025, 4, 1), tuesdays_and_thursdays) == 5


@pytest.mark.parametrize("own_days", [frozenset(), frozenset({7, 8})])
@pytest.mark.parametrize("working_days", [-1, 0, 1])
def test_somebody_without_working_days_has_no_next_one(own_days: frozenset[int], working_days: int) -> None:
    with pytest.raises(ValueError, match="without working days"):
        ENGLAND.after(date(2025, 3, 14), working_days, own_days)


def test_somebody_without_working_days_has_none_between_dates() -> None:
    assert ENGLAND.between(date(2025, 3, 14), date(2026, 3, 14), frozenset()) == 0


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2025, 3, 14), date(2025, 3, 14), 0),
        (date(2025, 3, 14), date(2025, 3, 15), 0),
        (date(2025, 3, 14), date(2025, 3, 17), 1),
        (date(2025, 3, 11), date(2025, 3, 14), 3),
        (date(2025, 3, 17), date(2025, 3, 14), -1),
        (date(2025, 3, 15), date(2025, 3, 17), 1),
        (date(2025, 3, 15), date(2025, 3, 14), -1),
        (date(2025, 4, 17), date(2025, 4, 22), 1),
        (date(2025, 12, 24), date(2026, 1, 2), 4),
        (date(2025, 1, 1), date(2026, 1, 1), 253),
        (date(2018, 1, 1), date(2028, 1, 1), 2527),
    ],
)
def test_working_days_between_leave_out_the_first_day_and_count_the_last(
    start: date, end: date, count: int
) -> None:
    assert ENGLAND.between(start, end) == count


@given(DAYS, st.integers(-300, 300).filter(bool), OWN_DAYS)
def test_counting_between_undoes_counting_on(day: date, working_days: int, own_days: frozenset[int]) -> None:
    then = ENGLAND.after(day, working_days, own_days)
    assert ENGLAND.between(day, then, own_days) == working_days


@given(DAYS, st.integers(-300, 300), OWN_DAYS)
def test_counting_on_ends_on_a_working_day(day: date, working_days: int, own_days: frozenset[int]) -> None:
    assert ENGLAND.is_working_day(ENGLAND.after(day, working_days, own_days), own_days)


@given(DAYS, DAYS, st.sets(DAYS), OWN_DAYS)
def test_between_counts_what_day_by_day_counting_counts(
    one: date, other: date, closures: set[date], own_days: frozenset[int]
) -> None:
    calendar = Calendar.of("GB-ENG", closures)
    start, end = sorted((one, other))
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    assert calendar.between(start, end, own_days) == sum(
        calendar.is_working_day(day, own_days) for day in days
    )


@given(DAYS, DAYS)
def test_from_one_working_day_to_another_is_as_far_as_back(one: date, other: date) -> None:
    start, end = ENGLAND.after(one, 0), ENGLAND.after(other, 0)
    assert ENGLAND.between(start, end) == -ENGLAND.between(end, start)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("Mon, Wed, Fri", {0, 2, 4}),
        ("Tue-Thu", {1, 2, 3}),
        ("TUE – THU", {1, 2, 3}),
        ("Monday to Friday", {0, 1, 2, 3, 4}),
        ("Mondays and Thursdays", {0, 3}),
        ("mon tue weds", {0, 1, 2}),
        ("Tues, Thurs", {1, 3}),
        ("mon-wed, fri", {0, 1, 2, 4}),
        ("fri-mon", {4, 5, 6, 0}),
        ("sun", {6}),
        ("mon-sun", set(range(7))),
        ("mon-mon", {0}),
    ],
)
def test_days_of_the_week_are_read_as_people_write_them(text: str, days: set[int]) -> None:
    assert workdays.read_days(text) == days


@pytest.mark.parametrize(
    "text", ["", " , ", "m", "t-f", "mon-", "-fri", "1-5", "noday", "mon-wed-fri", "s", "ss"]
)
def test_what_are_no_days_of_the_week_is_refused_with_the_right_form(text: str) -> None:
    with pytest.raises(ValueError, match='like "mon-fri"'):
        workdays.read_days(text)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (MONDAY_TO_FRIDAY, "mon-fri"),
        ({0, 2, 4}, "mon,wed,fri"),
        ({1, 2, 3}, "tue-thu"),
        ({0, 1}, "mon,tue"),
        ({0, 1, 2, 4}, "mon-wed,fri"),
        ({6, 0}, "mon,sun"),
    ],
)
def test_days_of_the_week_are_kept_in_one_form(days: set[int], words: str) -> None:
    assert workdays.days_in_words(frozenset(days)) == words


@given(OWN_DAYS)
def test_days_in_words_are_read_back(days: frozenset[int]) -> None:
    assert workdays.read_days(workdays.days_in_words(days)) == days
