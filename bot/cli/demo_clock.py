"""The demo's time: it runs as time does, and goes ahead when it is told to."""

import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta

from bot.rules import hours
from bot.sandbox import days
from bot.settings import Terms

A_MORNING = time(9, 30)
# When a day has brought all that it brings by itself: the letters of the morning and the weekly digest.
BY_NOON = time(12)
LONGEST = timedelta(days=120)


class DemoClock:
    """The bot's time and the workspace's, which have to agree.

    It starts on a working morning: people try the demo in the evening, when no letters are sent.
    """

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._ahead = timedelta()
        self._shifts: list[Callable[[float], object]] = []
        self._turns: list[Callable[[], object]] = []
        self._one_at_a_time = threading.Lock()
        self._start_on_a_working_morning()

    def move(self, shift: Callable[[float], object]) -> None:
        """Keeps another clock in step: `shift` puts it on by so many seconds, from now on and at once."""
        shift(self._ahead.total_seconds())
        self._shifts.append(shift)

    def wake(self, turn: Callable[[], object]) -> None:
        """Has `turn` do what is due, on every day that is passed."""
        self._turns.append(turn)

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC) + self._ahead

    @property
    def ahead(self) -> timedelta:
        """How far it is ahead of the machine's."""
        return self._ahead

    @property
    def today(self) -> date:
        """The day where the council is."""
        return self._local().date()

    def places(self) -> Mapping[str, datetime]:
        """Where people want to go, and when that is."""
        monday = hours.week_of(self.today) + timedelta(days=7)
        return {
            "Next working day, 09:30": self._at(self._terms.calendar.after(self.today, 1), A_MORNING),
            "Next Monday, noon": self._at(monday, BY_NOON),
        }

    def morning_of(self, day: date) -> datetime:
        """When a day is gone to that is chosen by its date."""
        return self._at(day, A_MORNING)

    def go(self, words: str) -> str:
        """Goes where typed words say, "next day" or "14 december"; gives the time it is then.

        Raises ValueError, with a sentence, where they say nothing or where time does not go.
        """
        named = dict(zip(("next day", "next monday"), self.places().values(), strict=True))
        day = days.read(words, self.today)
        to = self.morning_of(day) if day else named.get(words.lower())
        if to is None:
            raise ValueError("Type time next day, time next monday, or a date such as time 14 december.")
        self.travel(to)
        return f"It is {days.to_the_minute(self._local())} now."

    def travel(self, to: datetime) -> None:
        """Goes there by way of each working day, and what would be written on these days is written.

        Raises ValueError, with a sentence, where it lies behind or too far ahead.
        """
        with self._one_at_a_time:
            if to <= self.now():
                raise ValueError("Time goes ahead only: choose a later day.")
            if to - self.now() > LONGEST:
                raise ValueError(f"Choose a day within the next {LONGEST.days} days.")
            for stop in [*self._noons_before(to), to]:
                self._go(stop)
                for turn in self._turns:
                    turn()

    def _noons_before(self, to: datetime) -> Iterator[datetime]:
        day = self.today
        while (noon := self._at(day, BY_NOON)) < to:
            if noon > self.now() and self._terms.calendar.is_working_day(day):
                yield noon
            day += timedelta(days=1)

    def _start_on_a_working_morning(self) -> None:
        is_open = hours.is_open(self.now(), self._terms.zone, self._terms.nudge_at)
        if not (is_open and self._terms.calendar.is_working_day(self.today)):
            self._go(self._at(self._terms.calendar.after(self.today, 1), A_MORNING))

    def _go(self, to: datetime) -> None:
        step = to - self.now()
        self._ahead += step
        for shift in self._shifts:
            shift(step.total_seconds())

    def _local(self) -> datetime:
        return self.now().astimezone(self._terms.zone)

    def _at(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self._terms.zone).astimezone(UTC)
