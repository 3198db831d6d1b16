"""When the bot may write to people of its own accord: at local times, whatever the clocks do."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# Nobody is written to before the day has begun, or as it ends. The rule is the same for every council.
OPENS, CLOSES = time(9, 0), time(16, 30)

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


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
    try:
        read = time.fromisoformat(text)
    except ValueError:
        raise ValueError("is not a time such as 09:00") from None
    if not OPENS <= read < CLOSES or read.tzinfo is not None:
        raise ValueError(f"is not between {OPENS:%H:%M} and {CLOSES:%H:%M}, in which people are written to")
    return read


def read_weekly(text: str) -> WeeklyTime:
    """A day and a time such as "mon 09:30". Raises ValueError with a sentence."""
    day, _, rest = text.strip().lower().partition(" ")
    if day[:3] not in _DAYS or not rest:
        raise ValueError("is not a day and a time such as mon 09:30")
    return WeeklyTime(_DAYS.index(day[:3]), read_time(rest.strip()))
