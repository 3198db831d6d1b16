"""When the bot may write: local times on both sides of the clock changes, and how the settings write them."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from bot.rules import hours
from bot.rules.hours import OPENS, WeeklyTime

LONDON = ZoneInfo("Europe/London")

# The clocks go forward at 01:00 UTC on Sunday 29 March 2026 and back at 01:00 UTC on Sunday 25 October.
BEFORE_FORWARD, FORWARD, AFTER_FORWARD = (date(2026, 3, day) for day in (28, 29, 30))
BEFORE_BACK, BACK, AFTER_BACK = (date(2026, 10, day) for day in (24, 25, 26))
WINTER, SUMMER = date(2026, 1, 14), date(2026, 7, 15)


def utc(day: date, at: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(at), UTC)


@pytest.mark.parametrize("day", [WINTER, BEFORE_FORWARD, BACK, AFTER_BACK])
@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("00:00:00", False),
        ("08:59:59", False),
        ("08:59:59.999999", False),
        ("09:00:00", True),
        ("12:00:00", True),
        ("16:29:59", True),
        ("16:29:59.999999", True),
        ("16:30:00", False),
        ("23:59:59", False),
    ],
)
def test_in_winter_the_council_is_on_utc(day: date, at: str, *, is_open: bool) -> None:
    assert hours.is_open(utc(day, at), LONDON, OPENS) == is_open


@pytest.mark.parametrize("day", [SUMMER, FORWARD, AFTER_FORWARD, BEFORE_BACK])
@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("07:59:59", False),
        ("07:59:59.999999", False),
        ("08:00:00", True),
        ("12:00:00", True),
        ("15:29:59", True),
        ("15:29:59.999999", True),
        ("15:30:00", False),
        ("23:30:00", False),
    ],
)
def test_in_summer_the_council_is_an_hour_ahead_of_utc(day: date, at: str, *, is_open: bool) -> None:
    assert hours.is_open(utc(day, at), LONDON, OPENS) == is_open


@pytest.mark.parametrize("day", [WINTER, BEFORE_FORWARD, FORWARD, SUMMER, BEFORE_BACK, BACK, AFTER_BACK])
def test_every_day_is_open_for_seven_and_a_half_hours(day: date) -> None:
    minutes = (utc(day, "00:00") + timedelta(minutes=n) for n in range(24 * 60))
    assert sum(hours.is_open(minute, LONDON, OPENS) for minute in minutes) == 7.5 * 60


@pytest.mark.parametrize(
    ("at", "is_open"), [("09:00:00", False), ("10:14:59", False), ("10:15:00", True), ("16:30:00", False)]
)
def test_a_council_may_begin_later(at: str, *, is_open: bool) -> None:
    assert hours.is_open(utc(WINTER, at), LONDON, time(10, 15)) == is_open


def test_an_instant_is_the_same_whatever_zone_it_is_written_in() -> None:
    at = utc(SUMMER, "08:00").astimezone(timezone(timedelta(hours=-7)))
    assert hours.is_open(at, LONDON, OPENS)
    assert not hours.is_open(at, ZoneInfo("America/Los_Angeles"), OPENS)


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 3, 23), date(2026, 3, 23)),
        (date(2026, 3, 25), date(2026, 3, 23)),
        (date(2026, 3, 29), date(2026, 3, 23)),
        (date(2026, 3, 30), date(2026, 3, 30)),
        (date(2027, 1, 1), date(2026, 12, 28)),
    ],
)
def test_a_week_begins_on_its_monday(day: date, monday: date) -> None:
    assert hours.week_of(day) == monday


@pytest.mark.parametrize(
    ("text", "at"),
    [("09:00", time(9)), ("9:00", time(9)), ("12:30", time(12, 30)), ("16:29", time(16, 29))],
)
def test_a_time_within_the_sending_hours_is_read(text: str, at: time) -> None:
    assert hours.read_time(text) == at


@pytest.mark.parametrize("text", ["08:59", "16:30", "00:00", "23:59", "4:30"])
def test_a_time_at_which_nobody_is_written_to_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is not between 09:00 and 16:30, in which people are written to$"):
        hours.read_time(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "nine", "9", "09", "0900", "9am", "09.00", "09:60", "24:00", "09:00:30", "T0900", "09:0٠"),
        *("09:00Z", "09:00+00:00", "09:00 BST", "-9:00", "09:00\n"),
    ],
)
def test_what_is_no_time_is_refused_with_the_right_form(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is not a time such as 09:00$"):
        hours.read_time(text)


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("mon 09:30", WeeklyTime(0, time(9, 30))),
        ("Monday 09:30", WeeklyTime(0, time(9, 30))),
        ("TUES 9:30", WeeklyTime(1, time(9, 30))),
        ("  wed   16:29 ", WeeklyTime(2, time(16, 29))),
        ("thu\t12:00", WeeklyTime(3, time(12))),
        ("fridays 09:00", WeeklyTime(4, time(9))),
    ],
)
def test_a_day_of_the_week_and_a_time_are_read(text: str, then: WeeklyTime) -> None:
    assert hours.read_weekly(text) == then


@pytest.mark.parametrize(
    "text",
    [
        *("", "mon", "09:30", "09:30 mon", "mon 09:30 BST", "mon at 09:30", "monkey 09:30", "day 09:30"),
        *("m 09:30", "1 09:30", "sat 09:30", "sunday 09:30", "mon-fri 09:30", "mon,wed 09:30"),
    ],
)
def test_what_is_no_day_and_time_is_refused_with_the_right_form(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is not a day from mon to fri and a time such as mon 09:30$"):
        hours.read_weekly(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("mon 08:59", r"^is not between 09:00 and 16:30, in which people are written to$"),
        ("mon 16:30", r"^is not between 09:00 and 16:30, in which people are written to$"),
        ("mon noon", r"^is not a time such as 09:00$"),
    ],
)
def test_the_time_of_a_weekly_time_is_held_to_the_same(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        hours.read_weekly(text)
