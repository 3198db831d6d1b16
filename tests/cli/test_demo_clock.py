"""The demo's time goes ahead day by day, for the bot and for the workspace alike."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot import settings
from bot.cli import demo
from bot.cli.demo_clock import LONGEST, DemoClock
from bot.rules import hours
from bot.sandbox import days
from bot.settings import Terms


@pytest.fixture(scope="module")
def terms() -> Terms:
    environment = demo.environment_in("http://127.0.0.1", "sqlite:///unused.db")
    return settings.read(environment, needs_slack=True).terms


@pytest.fixture
def clock(terms: Terms) -> DemoClock:
    return DemoClock(terms)


def test_it_starts_when_letters_are_sent(clock: DemoClock, terms: Terms) -> None:
    assert terms.calendar.is_working_day(clock.today)
    assert hours.is_open(clock.now(), terms.zone, terms.nudge_at)


def test_each_working_day_on_the_way_has_its_turn(clock: DemoClock, terms: Terms) -> None:
    days: list[date] = []
    clock.wake(lambda: days.append(clock.today))
    begins = clock.today
    clock.travel(clock.morning_of(terms.calendar.after(begins, 3)))
    wanted = [terms.calendar.after(begins, step) for step in range(4)]
    assert sorted(set(days) | {begins}) == wanted
    assert len(set(days)) == len(days)


def test_the_workspaces_clock_keeps_in_step(clock: DemoClock) -> None:
    shifted: list[float] = []
    clock.move(shifted.append)
    clock.travel(clock.places()["Next Monday, noon"])
    ahead = clock.now() - datetime.now(UTC)
    assert timedelta(seconds=sum(shifted)) == pytest.approx(ahead, abs=timedelta(seconds=5))


def test_the_places_are_where_they_say(clock: DemoClock, terms: Terms) -> None:
    local = {name: to.astimezone(terms.zone) for name, to in clock.places().items()}
    assert local["Next working day, 09:30"].date() == terms.calendar.after(clock.today, 1)
    assert (local["Next Monday, noon"].weekday(), local["Next Monday, noon"].time()) == (0, time(12))


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(-1, "Time goes ahead only"), (LONGEST.days + 2, "within the next 120 days")],
)
def test_there_is_no_way_back_and_none_too_far(clock: DemoClock, days: int, sentence: str) -> None:
    before = clock.now()
    with pytest.raises(ValueError, match=sentence):
        clock.travel(before + timedelta(days=days))
    assert clock.now() - before < timedelta(seconds=5)


def test_one_can_type_where_to_go(clock: DemoClock, terms: Terms) -> None:
    tomorrow = terms.calendar.after(clock.today, 1)
    assert clock.go("next day") == f"It is {days.long(tomorrow)}, 09:30 now."
    later = terms.calendar.after(clock.today, 2)
    assert days.long(later) in clock.go(days.short(later))
    with pytest.raises(ValueError, match="Type time next day"):
        clock.go("next year")
