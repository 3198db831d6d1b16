"""Holds: what is held on a case stays until somebody releases it, in the record and in Slack."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot import case_file, cases, holds, purging, sent_files
from bot.errors import Conflict, NotAllowed, NotFound, PersonalDetails, Refusal
from bot.purging import Purge
from bot.visit import Moment, Visit
from storage import holds as stored
from storage import letters
from storage.models import Action, Hold, Letter, Notice, SentFile
from storage.words import LetterKind, LetterState, Told
from tests.conftest import NOW, TODAY, later
from tests.council import TOMAS, Council, case_of, person_id, put_action
from tests.verbs.steps import journal_of

COMPLAINT = "A complaint of 3 March."


def held(session: Session, council: Council, reference: str = "K7Q2M") -> None:
    holds.hold(session, council.quality, reference, COMPLAINT)


# --- putting on hold, and releasing


def test_who_when_and_why_are_kept_and_in_the_journal(session: Session, council: Council) -> None:
    held(session, council)
    hold = stored.of_case(session, case_of(session, "K7Q2M").id)
    assert hold is not None
    assert hold.held_by is not None
    assert (hold.because, hold.held_by.name, hold.held_at) == (COMPLAINT, "Grace Obi", council.quality.at)
    assert journal_of(session) == [("case put on hold", "holds")]


def test_a_case_is_found_by_the_case_systems_number(session: Session, council: Council) -> None:
    assert holds.hold(session, council.leader, "1001", COMPLAINT).reference == "K7Q2M"
    assert holds.release(session, council.leader, "1001").reference == "K7Q2M"


def test_once_released_it_is_on_hold_no_more_and_can_be_held_again(
    session: Session, council: Council
) -> None:
    held(session, council)
    holds.release(session, council.leader, "K7Q2M")
    assert stored.of_case(session, case_of(session, "K7Q2M").id) is None
    (hold,) = session.scalars(sa.select(Hold))
    assert hold.released_by_id == council.leader.actor.person_id
    assert hold.released_at == council.leader.at
    held(session, council)
    events = ["case put on hold", "case released", "case put on hold"]
    assert [event for event, _ in journal_of(session)] == events


def test_a_second_hold_says_that_there_is_one(session: Session, council: Council) -> None:
    held(session, council)
    with pytest.raises(Conflict, match="on hold since Friday 14 March 2025, put there by Grace Obi"):
        holds.hold(session, council.leader, "K7Q2M", "A court case.")


def test_the_database_takes_one_hold_at_a_time(session: Session, council: Council) -> None:
    held(session, council)
    session.add(Hold(case_id=case_of(session, "K7Q2M").id, because="Again.", held_at=NOW))
    with pytest.raises(IntegrityError, match=r"holds.case_id|uq_holds_one_at_a_time"):
        session.flush()


def test_a_case_that_is_on_none_is_not_released(session: Session, council: Council) -> None:
    with pytest.raises(Refusal, match="K7Q2M is not on hold, so nothing was changed"):
        holds.release(session, council.quality, "K7Q2M")


@pytest.mark.parametrize("role", ["practitioner", "manager", "auditor", "administrator"])
def test_it_is_for_the_quality_team_and_leaders(session: Session, council: Council, role: str) -> None:
    held(session, council, "M4T9X")
    visit: Visit = getattr(council, role)
    with pytest.raises(NotAllowed, match="Putting a case on hold is for the quality team and leaders"):
        holds.hold(session, visit, "K7Q2M", COMPLAINT)
    with pytest.raises(NotAllowed):
        holds.release(session, visit, "M4T9X")


def test_a_case_that_is_not_there_is_said_so(session: Session, council: Council) -> None:
    with pytest.raises(NotFound):
        holds.hold(session, council.quality, "Z9Z9Z", COMPLAINT)


@pytest.mark.parametrize("why", ["Complaint 07700 900123", "About 1002", "Number 1000123"])
def test_a_reason_that_identifies_somebody_is_refused(session: Session, council: Council, why: str) -> None:
    with pytest.raises(PersonalDetails):
        holds.hold(session, council.quality, "K7Q2M", why)
    assert session.scalars(sa.select(Hold)).all() == []


def test_a_hold_has_a_reason(session: Session, council: Council) -> None:
    with pytest.raises(Refusal, match="The reason is empty"):
        holds.hold(session, council.quality, "K7Q2M", " ")


# --- what it forbids


def test_a_case_on_hold_is_not_purged_and_says_why_since_when_and_how_to_end_it(
    session: Session, council: Council
) -> None:
    held(session, council)
    for attempt in (
        lambda: purging.look(session, council.leader, "K7Q2M"),
        lambda: purging.carry_out(session, council.leader, Purge("K7Q2M", asked_by="Grace Obi")),
    ):
        with pytest.raises(Refusal) as caught:
            attempt()
        assert caught.value.message == (
            "Case K7Q2M has been on hold since Friday 14 March 2025, put there by Grace Obi. The reason: "
            "A complaint of 3 March. While it is on hold it cannot be purged, so nothing was deleted. "
            "Once the reason has passed, somebody of the quality team or a leader ends the hold: "
            "`/g2o release K7Q2M`."
        )
    assert case_of(session, "K7Q2M").reference == "K7Q2M"


def test_at_the_command_line_it_is_not_purged_either(
    session: Session, council: Council, visit: Visit
) -> None:
    holds.hold(session, visit, "K7Q2M", COMPLAINT)
    with pytest.raises(Refusal, match="put there by whoever ran the command line"):
        purging.carry_out(session, visit, Purge("K7Q2M", "Helen Marsh"))


def test_once_released_it_is_purged_and_its_holds_with_it(session: Session, council: Council) -> None:
    held(session, council)
    holds.release(session, council.leader, "K7Q2M")
    purged = purging.carry_out(session, council.leader, Purge("K7Q2M", asked_by="Grace Obi"))
    assert purged.rows["holds"] == 1
    assert session.scalars(sa.select(Hold)).all() == []


def test_another_case_can_be_purged_meanwhile(session: Session, council: Council) -> None:
    held(session, council)
    assert purging.carry_out(session, council.leader, Purge("M4T9X", asked_by="Grace Obi")).rows["cases"] == 1


# --- where it is told


def test_the_cases_page_says_since_when_and_by_whom_and_why_to_those_who_may_hold(
    session: Session, council: Council
) -> None:
    held(session, council)
    said = "This case has been on hold since Friday 14 March 2025, put there by Grace Obi."
    assert (
        cases.page(session, council.leader, "K7Q2M").on_hold == f"{said} The reason: A complaint of 3 March."
    )
    assert cases.page(session, council.practitioner, "K7Q2M").on_hold == said
    assert cases.page(session, council.manager, "M4T9X").on_hold == ""


def test_the_cases_file_has_a_sheet_of_its_holds(session: Session, council: Council) -> None:
    held(session, council)
    sheets = case_file.read(session, council.quality, "K7Q2M").sheets
    (sheet,) = (one for one in sheets if one.title == "Holds")
    (row,) = sheet.rows
    told = dict(zip(sheet.headings, row, strict=True))
    assert (told["Because"], told["Held by"], told["Released at"]) == (COMPLAINT, "Grace Obi", None)


# --- what was written of it in Slack


@pytest.fixture
def sent(session: Session, council: Council) -> dict[str, int]:
    """Letters of long ago, by the case that each tells of; and files."""
    day = TODAY - timedelta(days=60)
    owner = person_id(session, TOMAS)
    there = {}
    for number, reference in enumerate(("K7Q2M", "M4T9X")):
        letter = Letter(
            key=reference,
            kind=LetterKind.DAILY,
            person_id=owner,
            day=day,
            until=day,
            state=LetterState.SENT,
            channel="D1",
            ts=f"{number}.0",
            made_at=NOW,
            not_before=NOW,
        )
        session.add(letter)
        session.flush()
        action = put_action(session, reference, TOMAS, TODAY)
        session.add(
            Notice(
                key=reference,
                person_id=owner,
                told=Told.REMINDER,
                action_id=action.id,
                made_on=day,
                letter_id=letter.id,
            )
        )
        there[reference] = letter.id
    for paper, wanted in (("case", "K7Q2M"), ("case", "M4T9X"), ("actions", "all")):
        asked = sent_files.digest(paper, wanted)
        at = NOW - timedelta(days=60)
        session.add(
            SentFile(person_id=owner, paper=paper, asked=asked, asked_at=at, sent_at=at, file_id=wanted)
        )
    session.flush()
    return there


def due_back(session: Session, council: Council) -> tuple[set[int], set[str | None]]:
    moment = Moment(NOW, council.leader.terms)
    written = {letter.id for letter in sent_files.letters_due_back(session, moment)}
    return written, {file.file_id for file in sent_files.due_back(session, moment)}


def test_letters_that_told_of_it_and_its_files_are_not_taken_back_until_it_is_released(
    session: Session, council: Council, sent: dict[str, int]
) -> None:
    held(session, council)
    assert due_back(session, council) == ({sent["M4T9X"]}, {"M4T9X", "all"})
    holds.release(session, council.leader, "K7Q2M")
    assert due_back(session, council) == (set(sent.values()), {"K7Q2M", "M4T9X", "all"})


def test_a_letter_that_tells_of_another_case_as_well_stays(
    session: Session, council: Council, sent: dict[str, int]
) -> None:
    owner = person_id(session, TOMAS)
    of_held = session.scalars(
        sa.select(Action.id).where(Action.case_id == case_of(session, "K7Q2M").id)
    ).one()
    both = Notice(
        key="both",
        person_id=owner,
        told=Told.ENDED,
        action_id=of_held,
        made_on=TODAY,
        letter_id=sent["M4T9X"],
    )
    session.add(both)
    held(session, council)
    assert due_back(session, council)[0] == set()


def test_a_hold_that_comes_later_than_a_letter_holds_it_as_well(
    session: Session, council: Council, sent: dict[str, int]
) -> None:
    holds.hold(session, later(council.quality, today=TODAY), "M4T9X", COMPLAINT)
    assert [letter.id for letter in letters.still_there(session, TODAY, 10)] == [sent["K7Q2M"]]
