"""When the bot may write to people of its own accord: at local times, whatever the clocks do."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.workdays import MONDAY_TO_FRIDAY, read_days

# Nobody is written to before the day has begun, or as it ends. The rule is the same for every council.
OPENS, CLOSES = time(9, 0), time(16, 30)

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True)
class WeeklyTime:
    """A day of the week, as `date.weekday` numbers it, and a time on it."""

    weekday: int
    at: time


def is_open(at: datetime, zone: ZoneInfo, opens: time) -> bool:
    """Whether it is between `opens` and the end of the sending hours where the council is."""
    return opens <= at.astimezone(zone).time() < CLOSES


def is_past(at: datetime, zone: ZoneInfo) -> bool:
    """Whether the day's sending hours have ended where the council is."""
    return at.astimezone(zone).time() >= CLOSES


def week_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def read_time(text: str) -> time:
    """A time such as 09:00, within the sending hours. Raises ValueError with a sentence."""
    form = _TIME.fullmatch(text)
    if form is None:
        raise ValueError("is not a time such as 09:00")
    read = time(int(form[1]), int(form[2]))
    if not OPENS <= read < CLOSES:
        raise ValueError(f"is not between {OPENS:%H:%M} and {CLOSES:%H:%M}, in which people are written to")
    return read


def read_weekly(text: str) -> WeeklyTime:
    """A day and a time such as "mon 09:30". Raises ValueError with a sentence."""
    try:
        day, at = text.split()
        # From a day off it would move to the next working day of its week, and a weekend has none.
        (weekday,) = read_days(day) & MONDAY_TO_FRIDAY
    except ValueError:
        raise ValueError("is not a day from mon to fri and a time such as mon 09:30") from None
    return WeeklyTime(weekday, read_time(at))
