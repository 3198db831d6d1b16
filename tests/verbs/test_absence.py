"""Being away: a pause of reminders, leave with somebody who covers, and one's own working days."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import absence
from bot.errors import Conflict, NotAllowed, NotUnderstood, Refusal
from bot.visit import COMMAND_LINE, Visit
from storage import people as stored_people
from storage.models import ALWAYS, Leave, Person
from storage.words import Status
from tests.conftest import later
from tests.council import ALANA, GRACE, TOMAS, Council, on, put_action
from tests.verbs.steps import journal_of

TODAY = date(2025, 3, 14)  # a Friday
MONDAY = date(2025, 3, 17)


def tomas(session: Session) -> Person:
    person = stored_people.by_slack_id(session, TOMAS)
    assert person is not None
    return person


# --- a pause


def test_a_pause_lasts_five_working_days_unless_it_is_said_otherwise(
    session: Session, council: Council
) -> None:
    assert absence.pause(session, council.practitioner).paused_until == date(2025, 3, 21)
    assert absence.pause(session, council.practitioner, date(2025, 3, 18)).paused_until == date(2025, 3, 18)
    assert journal_of(session) == [("reminders paused", "people")] * 2


def test_the_working_days_are_the_persons_own(session: Session, council: Council) -> None:
    absence.set_working_days(session, council.practitioner, "mon, tue")
    assert absence.pause(session, council.practitioner).paused_until == date(2025, 3, 31)


@pytest.mark.parametrize(("until", "is_taken"), [(date(2025, 4, 11), True), (date(2025, 4, 12), False)])
def test_a_pause_lasts_twenty_working_days_at_most(
    session: Session, council: Council, until: date, *, is_taken: bool
) -> None:
    if is_taken:
        assert absence.pause(session, council.practitioner, until).paused_until == until
    else:
        with pytest.raises(Refusal, match="20 working days at most, so until Friday 11 April 2025"):
            absence.pause(session, council.practitioner, until)


@pytest.mark.parametrize("until", [TODAY, TODAY - timedelta(days=1)])
def test_a_pause_ends_after_today(session: Session, council: Council, until: date) -> None:
    with pytest.raises(Refusal, match="is not ahead"):
        absence.pause(session, council.practitioner, until)


def test_a_pause_is_ended_and_what_is_not_there_is_not(session: Session, council: Council) -> None:
    absence.pause(session, council.practitioner)
    assert absence.resume(session, council.practitioner).paused_until is None
    with pytest.raises(Conflict, match="are not paused"):
        absence.resume(session, council.practitioner)


# --- leave


def test_leave_is_noted_with_somebody_who_covers(session: Session, council: Council) -> None:
    leave = absence.take_leave(session, council.practitioner, MONDAY, date(2025, 3, 21), cover="grace obi")
    cover = absence.cover_of(session, leave)
    assert (leave.starts_on, leave.ends_on) == (MONDAY, date(2025, 3, 21))
    assert cover is not None
    assert cover.slack_id == GRACE


@pytest.mark.parametrize(
    ("cover", "reason"),
    [(TOMAS, "Nobody covers for themselves"), (ALANA, "could not see"), ("Jane Roe", "do not know")],
)
def test_who_covers_is_somebody_else_who_may_see_it(
    session: Session, council: Council, cover: str, reason: str
) -> None:
    with pytest.raises(Refusal, match=reason) as caught:
        absence.take_leave(session, council.practitioner, MONDAY, MONDAY, cover=cover)
    assert "Jane" not in caught.value.message


@pytest.mark.parametrize(
    ("starts", "ends", "reason"),
    [
        (MONDAY, TODAY, "lies before"),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), "has passed"),
        (MONDAY, date(2027, 1, 1), "check the year"),
    ],
)
def test_leave_lies_ahead_or_runs_and_is_in_order(
    session: Session, council: Council, starts: date, ends: date, reason: str
) -> None:
    with pytest.raises(Refusal, match=reason):
        absence.take_leave(session, council.practitioner, starts, ends)


def test_leave_does_not_overlap_leave(session: Session, council: Council) -> None:
    absence.take_leave(session, council.practitioner, MONDAY, date(2025, 3, 21))
    with pytest.raises(Conflict, match="from Monday 17 March 2025 to Friday 21 March 2025 already"):
        absence.take_leave(session, council.practitioner, date(2025, 3, 21), date(2025, 3, 28))
    absence.take_leave(session, council.practitioner, date(2025, 3, 22), date(2025, 3, 28))


def test_a_manager_notes_leave_for_somebody_in_their_team_who_is_ill(
    session: Session, council: Council
) -> None:
    leave = absence.take_leave(session, council.manager, TODAY, MONDAY, whose="Tomas Reid")
    assert leave.person_id == tomas(session).id
    assert absence.somebody_else(session, council.manager, leave) == tomas(session)
    assert absence.end_leave(session, council.manager, TOMAS) == leave


@pytest.mark.parametrize("who", ["practitioner", "other_manager", "auditor"])
def test_nobody_notes_leave_for_those_they_do_not_lead(session: Session, council: Council, who: str) -> None:
    visit: Visit = getattr(council, who)
    with pytest.raises(NotAllowed):
        absence.take_leave(session, visit, TODAY, MONDAY, whose="Priya Shah")


def test_an_administrator_notes_leave_for_anybody(session: Session, council: Council) -> None:
    leave = absence.take_leave(session, council.administrator, TODAY, MONDAY, whose=TOMAS)
    assert leave.person_id == tomas(session).id


def test_who_is_back_early_ends_their_leave_and_keeps_what_was(session: Session, council: Council) -> None:
    absence.take_leave(session, council.practitioner, MONDAY, date(2025, 3, 28))
    back = on(council.practitioner, date(2025, 3, 20))
    assert absence.end_leave(session, back).ends_on == date(2025, 3, 19)
    with pytest.raises(Conflict, match="no leave noted"):
        absence.end_leave(session, back)


def test_leave_that_has_not_begun_is_taken_away(session: Session, council: Council) -> None:
    absence.take_leave(session, council.practitioner, MONDAY, date(2025, 3, 28))
    absence.end_leave(session, council.practitioner)
    assert session.scalars(sa.select(Leave)).all() == []


# --- working days


@pytest.mark.parametrize(
    ("text", "kept"), [("mon-thu", "mon-thu"), ("Monday, Wed and fri", "mon,wed,fri"), ("Tuesdays", "tue")]
)
def test_working_days_are_kept_in_one_form(session: Session, council: Council, text: str, kept: str) -> None:
    assert absence.set_working_days(session, council.practitioner, text).working_days == kept


@pytest.mark.parametrize("text", ["", "Jane's days"])
def test_what_is_no_days_is_refused_with_the_right_form(
    session: Session, council: Council, text: str
) -> None:
    with pytest.raises(NotUnderstood, match="`/g2o days mon-thu`") as caught:
        absence.set_working_days(session, council.practitioner, text)
    assert "Jane" not in caught.value.message


# --- all of them

Change = Callable[[Session, Visit], object]
CHANGES: dict[str, Change] = {
    "a pause": absence.pause,
    "leave": lambda session, visit: absence.take_leave(session, visit, MONDAY, MONDAY),
    "working days": lambda session, visit: absence.set_working_days(session, visit, "mon-thu"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_ones_own_reminders_are_reckoned_anew(session: Session, council: Council, change: Change) -> None:
    quiet = date(2025, 4, 1)
    own, done, of_another = (
        put_action(session, "K7Q2M", owner, TODAY, quiet_until=quiet, status=status)
        for owner, status in ((TOMAS, Status.OPEN), (TOMAS, Status.DONE), (GRACE, Status.OPEN))
    )
    change(session, council.practitioner)
    session.expire_all()
    assert (own.quiet_until, done.quiet_until, of_another.quiet_until) == (ALWAYS, quiet, quiet)
    assert own.version == 1


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_command_line_is_nobody_to_be_away(session: Session, council: Council, change: Change) -> None:
    with pytest.raises(Refusal, match="for people to say for themselves"):
        change(session, later(council.manager, actor=COMMAND_LINE))


def test_a_pause_is_ones_own(session: Session, council: Council) -> None:
    absence.pause(session, council.practitioner)
    assert tomas(session).paused_until == date(2025, 3, 21)
    others = session.scalars(sa.select(Person).where(Person.paused_until.is_not(None))).all()
    assert [person.slack_id for person in others] == [TOMAS]
