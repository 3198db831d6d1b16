"""The ladder: every rung on its day and on no other, whatever comes between."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import ladder
from bot.rules.ladder import FOR_GOOD, Audience, Ladder, Rung, Standing, Step, Telling
from bot.rules.workdays import MONDAY_TO_FRIDAY, Calendar
from bot.settings import LADDER

# A council that closes between Christmas and the new year.
CALENDAR = Calendar.of("GB-ENG", [date(2026, 12, day) for day in (24, 29, 30, 31)])
DEFAULT = Ladder(ladder.read(LADDER), CALENDAR)
HALVED = DEFAULT.halved()

OWNER, MANAGER, SERVICE_MANAGER = Audience
MON_TO_WED, WEDNESDAYS = frozenset({0, 1, 2}), frozenset({2})

DUE = date(2026, 3, 11)  # a Wednesday
AGREED = date(2026, 1, 5)

Changes = Mapping[date, Mapping[str, object]]


@dataclass(frozen=True)
class Told:
    """A rung that somebody was told on, and how the action stood before that morning."""

    on: date
    rung: Rung
    before: Standing

    def __str__(self) -> str:
        return f"{self.on:%m-%d} {self.rung}"


def march(day: int) -> date:
    return date(2026, 3, day)


def days(first: date, last: date) -> frozenset[date]:
    return frozenset(first + timedelta(n) for n in range((last - first).days + 1))


def rungs(text: str) -> Ladder:
    return Ladder(ladder.read(text), CALENDAR)


def due(
    on: date,
    *,
    agreed: date = AGREED,
    works: frozenset[int] = MONDAY_TO_FRIDAY,
    silent_until: date | None = None,
) -> Standing:
    return Standing(on, agreed, works, silent_until=silent_until)


def works_on(climbed: Ladder, standing: Standing, who: Audience, day: date) -> bool:
    own = standing.owner_days if who is OWNER else MONDAY_TO_FRIDAY
    return climbed.calendar.is_working_day(day, own)


def day_by_day(
    climbed: Ladder, standing: Standing, changes: Changes, asleep: Set[date], length: int
) -> Iterator[tuple[date, Standing, list[Told]]]:
    """Each day from that of agreeing: how the action stands that night, and who was told on it."""
    for day in sorted(days(standing.agreed_on, standing.agreed_on + timedelta(length - 1))):
        standing = before = replace(standing, **changes.get(day, {}))  # type: ignore[arg-type]
        told = []
        for rung in () if day in asleep else climbed.reached(before, day):
            if works_on(climbed, standing, rung.tells, day):
                standing = standing.telling(rung, day)
                told.append(Told(day, rung, before))
        # Asking again on the same day tells nothing more.
        again = climbed.reached(standing, day) if told else ()
        assert not any(works_on(climbed, standing, rung.tells, day) for rung in again)
        yield day, standing, told


def told_by(
    climbed: Ladder, standing: Standing, *, changes: Changes | None = None, asleep: Iterable[date] = ()
) -> str:
    """All that is told in the 200 days after agreeing."""
    climbing = day_by_day(climbed, standing, changes or {}, frozenset(asleep), 200)
    return ", ".join(str(told) for _, _, night in climbing for told in night)


@pytest.mark.parametrize(
    ("on", "told"),
    [
        # An ordinary fortnight.
        (DUE, "03-04 -5 owner, 03-11 0 owner, 03-13 2 owner, 03-18 5 manager, 03-25 10 service_manager"),
        # Around Easter: Friday 3 and Monday 6 April.
        (
            date(2026, 4, 2),
            "03-26 -5 owner, 04-02 0 owner, 04-08 2 owner, 04-13 5 manager, 04-20 10 service_manager",
        ),
        # Around a bank holiday, Monday 25 May: before it, on it, after it.
        (
            date(2026, 5, 21),
            "05-14 -5 owner, 05-21 0 owner, 05-26 2 owner, 05-29 5 manager, 06-05 10 service_manager",
        ),
        (
            date(2026, 5, 25),
            "05-18 -5 owner, 05-22 0 owner, 05-27 2 owner, 06-01 5 manager, 06-08 10 service_manager",
        ),
        (
            date(2026, 5, 26),
            "05-18 -5 owner, 05-26 0 owner, 05-28 2 owner, 06-02 5 manager, 06-09 10 service_manager",
        ),
        # Monday 31 August.
        (
            date(2026, 8, 28),
            "08-21 -5 owner, 08-28 0 owner, 09-02 2 owner, 09-07 5 manager, 09-14 10 service_manager",
        ),
        # Christmas with its closures, and due on one of them.
        (
            date(2026, 12, 23),
            "12-16 -5 owner, 12-23 0 owner, 01-05 2 owner, 01-08 5 manager, 01-15 10 service_manager",
        ),
        (
            date(2026, 12, 29),
            "12-17 -5 owner, 12-23 0 owner, 01-05 2 owner, 01-08 5 manager, 01-15 10 service_manager",
        ),
        # Due at a weekend: told on the Friday before, and counted from the date itself.
        (
            march(14),
            "03-09 -5 owner, 03-13 0 owner, 03-17 2 owner, 03-20 5 manager, 03-27 10 service_manager",
        ),
        (
            march(15),
            "03-09 -5 owner, 03-13 0 owner, 03-17 2 owner, 03-20 5 manager, 03-27 10 service_manager",
        ),
        # The weekends on which the clocks change.
        (
            march(27),
            "03-20 -5 owner, 03-27 0 owner, 03-31 2 owner, 04-07 5 manager, 04-14 10 service_manager",
        ),
        (
            date(2026, 10, 23),
            "10-16 -5 owner, 10-23 0 owner, 10-27 2 owner, 10-30 5 manager, 11-06 10 service_manager",
        ),
    ],
)
def test_every_rung_is_told_on_its_day_and_on_no_other(on: date, told: str) -> None:
    assert told_by(DEFAULT, due(on, agreed=on - timedelta(60))) == told


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (DUE, "03-06 -3 owner, 03-11 0 owner, 03-12 1 owner, 03-16 3 manager, 03-18 5 service_manager"),
        (
            date(2026, 4, 2),
            "03-30 -3 owner, 04-02 0 owner, 04-07 1 owner, 04-09 3 manager, 04-13 5 service_manager",
        ),
        (
            date(2026, 5, 21),
            "05-18 -3 owner, 05-21 0 owner, 05-22 1 owner, 05-27 3 manager, 05-29 5 service_manager",
        ),
        (
            date(2026, 8, 28),
            "08-25 -3 owner, 08-28 0 owner, 09-01 1 owner, 09-03 3 manager, 09-07 5 service_manager",
        ),
        (
            date(2026, 12, 23),
            "12-18 -3 owner, 12-23 0 owner, 01-04 1 owner, 01-06 3 manager, 01-08 5 service_manager",
        ),
        (march(14), "03-11 -3 owner, 03-13 0 owner, 03-16 1 owner, 03-18 3 manager, 03-20 5 service_manager"),
    ],
)
def test_every_rung_of_an_inadequate_case_is_told_on_its_day_and_on_no_other(on: date, told: str) -> None:
    assert told_by(HALVED, due(on, agreed=on - timedelta(60))) == told


@pytest.mark.parametrize(
    ("works", "on", "told"),
    [
        (
            MON_TO_WED,
            march(9),
            "02-24 -5 owner, 03-09 0 owner, 03-11 2 owner, 03-16 5 manager, 03-23 10 service_manager",
        ),
        # The second day late is Tuesday 17: the manager is told three working days after it.
        (
            MON_TO_WED,
            DUE,
            "03-02 -5 owner, 03-11 0 owner, 03-17 2 owner, 03-20 5 manager, 03-27 10 service_manager",
        ),
        # Due on a day off: told on the Wednesday before. What comes a fortnight later holds nobody up.
        (
            WEDNESDAYS,
            march(13),
            "02-11 -5 owner, 03-11 0 owner, 03-20 5 manager, 03-25 2 owner, 03-27 10 service_manager",
        ),
        (
            WEDNESDAYS,
            DUE,
            "02-04 -5 owner, 03-11 0 owner, 03-18 5 manager, 03-25 2 owner, 03-25 10 service_manager",
        ),
    ],
)
def test_the_owners_own_days_are_counted_for_the_owner_alone(
    works: frozenset[int], on: date, told: str
) -> None:
    assert told_by(DEFAULT, due(on, works=works)) == told


def test_the_owner_is_told_nothing_more_after_the_last_rung() -> None:
    closed = Ladder(DEFAULT.rungs, Calendar.of("GB-ENG", [march(18)]))
    # Their second Wednesday would be 1 April, the last rung is told on Thursday 26 March.
    assert told_by(closed, due(DUE, works=WEDNESDAYS)) == (
        "02-04 -5 owner, 03-11 0 owner, 03-19 5 manager, 03-26 10 service_manager"
    )


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (DUE, "03-25 2 owner, 03-30 5 manager"),
        (march(13), "03-25 2 owner, 03-30 5 manager"),
        (march(9), "03-18 2 owner, 03-23 5 manager"),
    ],
)
def test_a_manager_waits_for_the_first_that_a_part_time_owner_is_told(on: date, told: str) -> None:
    assert told_by(rungs("2 owner, 5 manager"), due(on, works=WEDNESDAYS)) == told


@pytest.mark.parametrize(
    ("agreed", "told"),
    [
        (march(3), "03-04 -5 owner, 03-11 0 owner"),
        (march(4), "03-11 0 owner"),
        (march(5), "03-11 0 owner"),
        (march(11), "03-11 0 owner"),
    ],
)
def test_a_reminder_for_no_later_a_day_than_that_of_agreeing_is_left_out(agreed: date, told: str) -> None:
    assert told_by(DEFAULT, due(DUE, agreed=agreed)).startswith(f"{told}, 03-13 2 owner")


@pytest.mark.parametrize(
    ("climbed", "on", "agreed", "told"),
    [
        (DEFAULT, date(2025, 11, 3), march(9), "03-09 2 owner, 03-12 5 manager, 03-19 10 service_manager"),
        (HALVED, date(2025, 11, 3), march(9), "03-09 1 owner, 03-11 3 manager, 03-13 5 service_manager"),
        # On a Saturday, and before Easter.
        (DEFAULT, date(2025, 11, 3), march(7), "03-09 2 owner, 03-12 5 manager, 03-19 10 service_manager"),
        (DEFAULT, date(2025, 11, 3), march(31), "03-31 2 owner, 04-07 5 manager, 04-14 10 service_manager"),
        # One day late.
        (DEFAULT, DUE, march(12), "03-12 0 owner, 03-13 2 owner, 03-18 5 manager, 03-25 10 service_manager"),
    ],
)
def test_an_old_action_climbs_from_the_day_on_which_it_was_imported(
    climbed: Ladder, on: date, agreed: date, told: str
) -> None:
    assert told_by(climbed, due(on, agreed=agreed)) == told


def test_an_old_action_of_somebody_who_works_on_wednesdays_waits_for_one() -> None:
    told = told_by(DEFAULT, due(date(2025, 11, 3), agreed=march(5), works=WEDNESDAYS))
    assert told == "03-11 2 owner, 03-16 5 manager, 03-23 10 service_manager"


UP_TO_DUE = "03-04 -5 owner, 03-11 0 owner"


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        # For three days.
        (
            march(3),
            march(5),
            "03-06 -5 owner, 03-11 0 owner, 03-13 2 owner, 03-18 5 manager, 03-25 10 service_manager",
        ),
        (march(10), march(12), "03-04 -5 owner, 03-13 2 owner, 03-18 5 manager, 03-25 10 service_manager"),
        (march(11), march(13), "03-04 -5 owner, 03-16 2 owner, 03-19 5 manager, 03-26 10 service_manager"),
        (march(13), march(15), f"{UP_TO_DUE}, 03-16 2 owner, 03-19 5 manager, 03-26 10 service_manager"),
        (march(18), march(20), f"{UP_TO_DUE}, 03-13 2 owner, 03-23 5 manager, 03-30 10 service_manager"),
        (march(24), march(26), f"{UP_TO_DUE}, 03-13 2 owner, 03-18 5 manager, 03-27 10 service_manager"),
        # For three weeks: one step of each, with the gaps between.
        (march(5), march(25), "03-04 -5 owner, 03-26 2 owner, 03-31 5 manager, 04-09 10 service_manager"),
        (march(2), march(22), "03-23 2 owner, 03-26 5 manager, 04-02 10 service_manager"),
        (
            march(16),
            date(2026, 4, 6),
            f"{UP_TO_DUE}, 03-13 2 owner, 04-07 5 manager, 04-14 10 service_manager",
        ),
    ],
)
def test_what_was_missed_while_the_machine_slept_is_not_made_up_for(
    first: date, last: date, told: str
) -> None:
    assert told_by(DEFAULT, due(DUE), asleep=days(first, last)) == told


def test_the_gap_to_the_managers_is_the_same_whichever_rung_the_owner_was_told_on() -> None:
    told = told_by(DEFAULT, due(DUE, works=WEDNESDAYS), asleep=[DUE])
    assert told == "02-04 -5 owner, 03-18 0 owner, 03-23 5 manager, 03-25 2 owner, 03-30 10 service_manager"


def test_a_reminder_told_late_does_not_move_the_managers_rung_of_a_silent_owner() -> None:
    silent: Changes = {DUE: {"silent_until": march(30)}}
    told = told_by(DEFAULT, due(DUE), changes=silent, asleep=days(march(4), march(9)))
    assert told == "03-10 -5 owner, 03-18 5 manager, 03-25 10 service_manager"


def test_on_the_day_after_a_missed_one_it_is_told_once() -> None:
    told = told_by(DEFAULT, due(DUE), asleep=[DUE])
    assert told.startswith("03-04 -5 owner, 03-12 0 owner, 03-13 2 owner, 03-18 5 manager")


@pytest.mark.parametrize(
    ("said_on", "until", "told"),
    [
        # Picked or paused before the first reminder, until before the due date.
        (
            march(3),
            march(9),
            "03-09 -5 owner, 03-11 0 owner, 03-13 2 owner, 03-18 5 manager, 03-25 10 service_manager",
        ),
        # Until a Monday on which two rungs have been reached, or the Saturday before it.
        (march(5), march(16), "03-04 -5 owner, 03-16 2 owner, 03-19 5 manager, 03-26 10 service_manager"),
        (march(5), march(14), "03-04 -5 owner, 03-16 2 owner, 03-19 5 manager, 03-26 10 service_manager"),
        # Until the manager's day: the owner is told on it, the manager after the gap.
        (march(5), march(18), "03-04 -5 owner, 03-18 2 owner, 03-23 5 manager, 03-30 10 service_manager"),
        # Until after it: the manager is told on their own day.
        (march(5), march(19), "03-04 -5 owner, 03-18 5 manager, 03-19 2 owner, 03-25 10 service_manager"),
        (march(5), march(20), "03-04 -5 owner, 03-18 5 manager, 03-20 2 owner, 03-25 10 service_manager"),
        (march(13), march(20), f"{UP_TO_DUE}, 03-18 5 manager, 03-20 2 owner, 03-25 10 service_manager"),
        # Until after the last rung, or for good: the owner is told nothing more.
        (march(5), date(2026, 4, 15), "03-04 -5 owner, 03-18 5 manager, 03-25 10 service_manager"),
        (march(5), FOR_GOOD, "03-04 -5 owner, 03-18 5 manager, 03-25 10 service_manager"),
        (AGREED, FOR_GOOD, "03-18 5 manager, 03-25 10 service_manager"),
        # What has passed silences nothing.
        (
            march(3),
            march(2),
            "03-04 -5 owner, 03-11 0 owner, 03-13 2 owner, 03-18 5 manager, 03-25 10 service_manager",
        ),
    ],
)
def test_a_silent_owner_holds_nobody_above_up(said_on: date, until: date, told: str) -> None:
    assert told_by(DEFAULT, due(DUE), changes={said_on: {"silent_until": until}}) == told


def test_somebody_elses_action_that_is_somebodys_again_goes_on() -> None:
    changes: Changes = {march(5): {"silent_until": FOR_GOOD}, march(13): {"silent_until": None}}
    assert told_by(DEFAULT, due(DUE), changes=changes) == (
        "03-04 -5 owner, 03-13 2 owner, 03-18 5 manager, 03-25 10 service_manager"
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        # Told on Monday 9 March: picking a day then brings the manager's no nearer.
        (
            {march(10): {"silent_until": march(27)}},
            "03-09 2 owner, 03-12 5 manager, 03-19 10 service_manager",
        ),
        ({march(10): {"silent_until": FOR_GOOD}}, "03-09 2 owner, 03-12 5 manager, 03-19 10 service_manager"),
        # Silent from the first.
        ({march(9): {"silent_until": march(27)}}, "03-09 5 manager, 03-16 10 service_manager"),
        (
            {march(9): {"silent_until": march(13)}},
            "03-09 5 manager, 03-13 2 owner, 03-16 10 service_manager",
        ),
    ],
)
def test_an_old_actions_manager_is_told_before_its_service_manager(changes: Changes, told: str) -> None:
    assert told_by(DEFAULT, due(date(2025, 11, 3), agreed=march(9)), changes=changes) == told


def test_what_was_missed_in_a_silence_waits_for_the_owner_after_it() -> None:
    changes: Changes = {march(5): {"silent_until": march(19)}}
    told = told_by(DEFAULT, due(DUE), changes=changes, asleep=days(march(17), march(19)))
    assert told == "03-04 -5 owner, 03-20 2 owner, 03-25 5 manager, 04-01 10 service_manager"


@pytest.mark.parametrize(
    ("moved_to", "told"),
    [
        (
            march(26),
            "03-19 -5 owner, 03-26 0 owner, 03-30 2 owner, 04-02 5 manager, 04-13 10 service_manager",
        ),
        (march(16), "03-16 0 owner, 03-18 2 owner, 03-23 5 manager, 03-30 10 service_manager"),
    ],
)
def test_a_date_that_was_moved_is_climbed_to_anew(moved_to: date, told: str) -> None:
    moved: Changes = {march(12): {"due_on": moved_to, "agreed_on": march(12), "told": {}}}
    assert told_by(DEFAULT, due(DUE), changes=moved) == f"03-04 -5 owner, 03-11 0 owner, {told}"


@pytest.mark.parametrize(
    ("climbed", "on", "told"),
    [
        (rungs("0 owner"), DUE, "03-11 0 owner"),
        (rungs("0 owner"), march(14), "03-13 0 owner"),
        (rungs("-5 owner"), DUE, "03-04 -5 owner"),
        (rungs("-10 owner, -1 owner, 0 owner"), DUE, "02-25 -10 owner, 03-10 -1 owner, 03-11 0 owner"),
        # Both fall on Friday, and the higher one is told.
        (rungs("-1 owner, 0 owner"), march(14), "03-13 0 owner"),
        (rungs("0 owner, 10 service_manager"), DUE, "03-11 0 owner, 03-25 10 service_manager"),
        (
            rungs("0 owner, 5 manager, 8 manager, 10 service_manager"),
            DUE,
            "03-11 0 owner, 03-18 5 manager, 03-23 8 manager, 03-25 10 service_manager",
        ),
        (rungs("0 owner, 1 manager"), DUE, "03-11 0 owner, 03-12 1 manager"),
        # Halving puts them on one day: the owner is still told first.
        (rungs("1 owner, 2 manager").halved(), DUE, "03-12 1 owner, 03-13 1 manager"),
    ],
)
def test_rungs_may_be_set_otherwise(climbed: Ladder, on: date, told: str) -> None:
    assert told_by(climbed, due(on)) == told


@pytest.mark.parametrize(
    ("text", "halved"),
    [
        (LADDER, "-3 owner, 0 owner, 1 owner, 3 manager, 5 service_manager"),
        ("-1 owner, 0 owner", "-1 owner, 0 owner"),
        ("-2 owner, -1 owner, 1 owner, 2 owner, 3 owner", "-1 owner, 1 owner, 2 owner"),
        ("60 owner", "30 owner"),
    ],
)
def test_halves_are_rounded_away_from_the_due_date(text: str, halved: str) -> None:
    assert ", ".join(map(str, rungs(text).halved().rungs)) == halved


def test_the_bot_stops_after_the_last_rung_alone() -> None:
    assert [str(rung) for rung in DEFAULT.rungs if DEFAULT.is_last(rung)] == ["10 service_manager"]
    assert [str(rung) for rung in HALVED.rungs if HALVED.is_last(rung)] == ["5 service_manager"]


def test_what_is_told_is_kept_for_each_audience() -> None:
    standing = due(DUE).telling(Rung(0, OWNER), DUE).telling(Rung(2, OWNER), march(13))
    standing = standing.telling(Rung(5, MANAGER), march(18))
    assert standing.told == {OWNER: Telling(2, march(13)), MANAGER: Telling(5, march(18))}


def test_what_was_missed_stays_reached_on_days_off() -> None:
    saturday = march(14)
    assert DEFAULT.reached(due(DUE), saturday) == (Rung(2, OWNER),)


FIVE_BEFORE, AT_DUE, TWO_LATE = Rung(-5, OWNER), Rung(0, OWNER), Rung(2, OWNER)


@pytest.mark.parametrize(
    ("standing", "today", "step"),
    [
        (due(DUE), AGREED, Step(march(4), FIVE_BEFORE)),
        (due(DUE).telling(FIVE_BEFORE, march(4)), march(4), Step(DUE, AT_DUE)),
        (due(DUE).telling(AT_DUE, DUE), DUE, Step(march(13), TWO_LATE)),
        # What the owner is told of their manager.
        (due(DUE).telling(TWO_LATE, march(13)), march(13), Step(march(18), Rung(5, MANAGER))),
        (due(DUE).telling(TWO_LATE, march(30)), march(30), Step(date(2026, 4, 2), Rung(5, MANAGER))),
        # What could not be told on Friday comes on Monday.
        (due(DUE).telling(AT_DUE, DUE), march(14), Step(march(16), TWO_LATE)),
        (due(DUE, works=WEDNESDAYS), march(12), Step(march(18), AT_DUE)),
        # Two rungs on the day on which the silence ends: the higher one is told.
        (due(DUE, silent_until=march(16)), march(9), Step(march(16), TWO_LATE)),
        (due(DUE, silent_until=march(14)), march(9), Step(march(16), TWO_LATE)),
        (due(DUE, silent_until=FOR_GOOD), march(9), Step(march(18), Rung(5, MANAGER))),
        # Missed in a silence that ends on Monday: then it is the owner's turn again.
        (due(DUE, silent_until=march(23)), march(21), Step(march(23), TWO_LATE)),
        # Both are told on Wednesday 25, the owner first.
        (
            due(DUE, works=WEDNESDAYS).telling(AT_DUE, DUE).telling(Rung(5, MANAGER), march(18)),
            march(18),
            Step(march(25), TWO_LATE),
        ),
        (due(DUE).telling(Rung(10, SERVICE_MANAGER), march(25)), march(25), None),
    ],
)
def test_what_comes_next_is_known_beforehand(standing: Standing, today: date, step: Step | None) -> None:
    assert DEFAULT.upcoming(standing, today) == step


@pytest.mark.parametrize("works", [MONDAY_TO_FRIDAY, WEDNESDAYS])
def test_nothing_comes_next_for_an_owner_who_is_silent_for_good(works: frozenset[int]) -> None:
    assert rungs("0 owner").upcoming(due(DUE, works=works, silent_until=FOR_GOOD), march(2)) is None


def test_of_two_rungs_on_one_day_the_higher_one_comes_next() -> None:
    step = rungs("-1 owner, 0 owner").upcoming(due(march(14)), march(2))
    assert step == Step(march(13), AT_DUE)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (LADDER, LADDER),
        ("0 owner", "0 owner"),
        ("-5 owner", "-5 owner"),
        (" 10  service_manager ,+5 manager,-0 owner ", "0 owner, 5 manager, 10 service_manager"),
        ("60 manager, 0 owner, -60 owner", "-60 owner, 0 owner, 60 manager"),
        ("1 owner, 2 service_manager", "1 owner, 2 service_manager"),
    ],
)
def test_rungs_are_read_in_the_order_in_which_they_are_climbed(text: str, read: str) -> None:
    assert ", ".join(map(str, ladder.read(text))) == read


NOT_A_LADDER = (
    "is not a ladder: working days from the due date, at most 60, and owner, manager or service_manager, "
    "such as -5 owner, 0 owner, 2 owner, 5 manager, 10 service_manager"
)
NOT_UPWARDS = "does not climb day by day: the owner comes first, then the manager, then the service manager"
NOT_THE_OWNER = "does not tell the owner on the due date or after it, before others are told"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", NOT_A_LADDER),
        ("owner", NOT_A_LADDER),
        ("5", NOT_A_LADDER),
        ("owner 5", NOT_A_LADDER),
        ("0 owner,", NOT_A_LADDER),
        ("0 owner; 5 manager", NOT_A_LADDER),
        ("0 owner 5 manager", NOT_A_LADDER),
        ("0 Owner", NOT_A_LADDER),
        ("0 boss", NOT_A_LADDER),
        ("0 service manager", NOT_A_LADDER),
        ("0.5 owner", NOT_A_LADDER),
        ("٣ owner", NOT_A_LADDER),
        ("- 5 owner", NOT_A_LADDER),
        ("61 owner", NOT_A_LADDER),
        ("-61 owner", NOT_A_LADDER),
        ("1000 owner", NOT_A_LADDER),
        ("0 owner, 0 owner", "holds the same rung twice"),
        ("0 owner, 5 manager, +5 manager", "holds the same rung twice"),
        ("0 manager, 5 owner", NOT_UPWARDS),
        ("0 owner, 5 manager, 7 owner", NOT_UPWARDS),
        ("0 owner, 5 service_manager, 10 manager", NOT_UPWARDS),
        ("0 owner, 0 manager", NOT_UPWARDS),
        ("0 owner, 2 owner, 2 manager", NOT_UPWARDS),
        ("0 owner, 5 manager, 5 service_manager", NOT_UPWARDS),
        ("5 manager", NOT_THE_OWNER),
        ("5 manager, 10 service_manager", NOT_THE_OWNER),
        ("-5 owner, 5 manager", NOT_THE_OWNER),
        ("-5 owner, -2 manager", NOT_THE_OWNER),
    ],
)
def test_what_cannot_be_climbed_is_refused_with_the_reason(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        ladder.read(text)
    assert str(refused.value) == sentence


FIRST = date(2026, 3, 2)
# Halved to 1 owner, 1 manager, 2 service_manager: it takes longer than it says.
ON_ONE_DAY = rungs("1 owner, 2 manager, 3 service_manager").halved()
LADDERS = st.sampled_from(
    [
        *(
            DEFAULT,
            HALVED,
            rungs("0 owner"),
            rungs("2 owner, 5 manager"),
            rungs("0 owner, 3 service_manager"),
        ),
        *(ON_ONE_DAY, rungs("-2 owner, -1 owner, 0 owner")),
        rungs("-1 owner, 0 owner, 5 manager, 8 manager, 10 service_manager, 15 service_manager"),
    ]
)
LATER = st.integers(0, 119).map(lambda n: FIRST + timedelta(n))
STANDINGS = st.builds(
    due,
    st.integers(-60, 90).map(lambda n: FIRST + timedelta(n)),
    agreed=st.just(FIRST),
    works=st.just(MONDAY_TO_FRIDAY) | st.frozensets(st.integers(0, 6), min_size=1),
)
SILENCES = st.dictionaries(
    LATER, st.fixed_dictionaries({"silent_until": st.none() | st.just(FOR_GOOD) | LATER}), max_size=4
)
CLOSED = st.frozensets(LATER, max_size=8)
ASLEEP = st.lists(st.tuples(LATER, st.integers(0, 25)), max_size=4).map(
    lambda spans: frozenset().union(*(days(first, first + timedelta(n)) for first, n in spans))
)
ALL_NIGHTS = 120


def closing(climbed: Ladder, closures: frozenset[date]) -> Ladder:
    return replace(climbed, calendar=Calendar.of("GB-ENG", closures))


def own_day(climbed: Ladder, standing: Standing, rung: Rung) -> date:
    """The rung's day when nothing comes between."""
    own = standing.owner_days if rung.tells is OWNER else MONDAY_TO_FRIDAY
    back = rung.offset == 0 and not climbed.calendar.is_working_day(standing.due_on, own)
    return climbed.calendar.after(standing.due_on, -1 if back else rung.offset, own)


def was_told_in_order(climbed: Ladder, told: Told) -> bool:
    """Whether those right below were told long enough before; a silent owner needs not have been."""
    lower = [rung for rung in climbed.rungs if rung.tells.height < told.rung.tells.height]
    below = told.before.told.get(lower[-1].tells)
    if below is None:
        return lower[-1].tells is OWNER and told.before.is_silent(told.on)
    gap = max(told.rung.offset - lower[-1].offset, 1)
    return climbed.calendar.between(below.on, told.on) >= gap


@given(LADDERS, STANDINGS, SILENCES, ASLEEP, CLOSED)
def test_whatever_comes_between_the_ladder_is_climbed_in_order(
    climbed: Ladder, standing: Standing, silences: Changes, asleep: frozenset[date], closed: frozenset[date]
) -> None:
    climbed = closing(climbed, closed)
    nights = day_by_day(climbed, standing, silences, asleep, ALL_NIGHTS)
    tellings = [told for _, _, night in nights for told in night]
    for who in Audience:
        offsets = [told.rung.offset for told in tellings if told.rung.tells is who]
        assert offsets == sorted(set(offsets))
    for told in tellings:
        assert told.on >= own_day(climbed, standing, told.rung)
        assert told.rung.tells is not OWNER or not told.before.is_silent(told.on)
        assert told.rung.tells is OWNER or was_told_in_order(climbed, told)
    ends = [told.on for told in tellings if climbed.is_last(told.rung)]
    assert not ends or ends == [max(told.on for told in tellings)]


@given(LADDERS, STANDINGS, SILENCES, ASLEEP, CLOSED)
def test_what_comes_next_is_what_is_told_next(
    climbed: Ladder, standing: Standing, silences: Changes, asleep: frozenset[date], closed: frozenset[date]
) -> None:
    climbed = closing(climbed, closed)
    foretold: Step | None = None
    for day, tonight, told in day_by_day(climbed, standing, silences, asleep, ALL_NIGHTS):
        if day != FIRST and day not in silences and day not in asleep:
            # Nothing is told that was not foretold the night before, and nothing foretold is left out.
            assert foretold is None or foretold.on >= day
            comes = foretold is not None and foretold.on == day
            assert comes == bool(told)
            assert not comes or (foretold is not None and foretold.rung == told[0].rung)
        foretold = climbed.upcoming(tonight, day)
        assert foretold is None or works_on(climbed, standing, foretold.rung.tells, foretold.on)


@given(LADDERS.filter(lambda climbed: climbed != ON_ONE_DAY), st.integers(60, 120), CLOSED)
def test_when_nothing_comes_between_every_rung_has_its_own_day(
    climbed: Ladder, later: int, closed: frozenset[date]
) -> None:
    climbed = closing(climbed, closed)
    standing = due(FIRST + timedelta(later), agreed=FIRST)
    nights = day_by_day(climbed, standing, {}, frozenset(), later + 60)
    own_days = {rung: own_day(climbed, standing, rung) for rung in climbed.rungs}
    assert {told.on: told.rung for _, _, night in nights for told in night} == {
        day: rung for rung, day in own_days.items()
    }
