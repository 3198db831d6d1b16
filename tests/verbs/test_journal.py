"""What the verbs write in the journal: one row for every changed record, none for what was refused."""

import json
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import actions, audits, corrections, recommendations
from bot.audits import LogAudit
from bot.errors import Conflict, Refusal
from bot.recommendations import FirstAction, NewRecommendation
from storage import chain, journal
from storage.database import Database
from storage.models import Action, Audit, JournalEntry, JournalValues
from storage.words import Door, Grade
from tests.conftest import later
from tests.council import TOMAS, Council, case_of
from tests.verbs.steps import agreed, amendment, journal_of, logged

WITH_ACTION = NewRecommendation("Visit weekly.", FirstAction(TOMAS))
LOGGED = ("audit logged", "audits")
RECOMMENDED = ("recommendation added", "recommendations")
AGREED = ("action agreed", "actions")


def newest(session: Session) -> tuple[JournalEntry, JournalValues]:
    entry = session.scalars(sa.select(JournalEntry).order_by(JournalEntry.number.desc())).first()
    assert entry is not None
    return entry, session.get_one(JournalValues, entry.number)


def as_stored(session: Session, record: Audit | Action) -> dict[str, object]:
    """The record's row as the database holds it, written as the journal writes it."""
    session.flush()
    session.expire_all()
    return dict(json.loads(journal._canonical(journal.values_of(record))))


def test_an_audit_with_recommendation_and_action_is_three_rows(session: Session, council: Council) -> None:
    logged(session, council.manager, recommendations=(WITH_ACTION,))
    assert journal_of(session) == [LOGGED, RECOMMENDED, AGREED]


def test_a_row_tells_who_when_and_by_which_door(session: Session, council: Council) -> None:
    audit = logged(session, later(council.manager, door=Door.FORM))
    entry, values = newest(session)
    assert (entry.who_id, entry.at) == (council.manager.actor.person_id, council.manager.at)
    assert (entry.door, entry.subject_id) == (Door.FORM, audit.id)
    assert values.case_id == case_of(session, "K7Q2M").id


def test_the_values_of_what_is_new_are_those_of_the_record(session: Session, council: Council) -> None:
    audit = logged(session, council.manager, grade=Grade.INADEQUATE)
    values = newest(session)[1]
    assert values.before is None
    assert json.loads(values.after or "") == as_stored(session, audit)


def test_the_values_of_a_change_are_those_before_and_after(session: Session, council: Council) -> None:
    action = agreed(session, council.manager)
    before = as_stored(session, action)
    actions.complete(session, council.practitioner, action.id)
    entry, values = newest(session)
    after = as_stored(session, action)
    assert (entry.event, entry.subject_id) == ("action completed", action.id)
    assert json.loads(values.before or "") == before
    assert json.loads(values.after or "") == after
    assert {name for name in after if after[name] != before[name]} == {
        "status",
        "done_on",
        "done_by_id",
        "version",
    }


def test_an_undone_audit_leaves_what_it_was_in_the_journal(session: Session, council: Council) -> None:
    audit = logged(session, council.manager, recommendations=(WITH_ACTION,))
    stood = as_stored(session, audit)
    corrections.undo(session, council.manager, audit.id)
    undone = [
        ("action undone", "actions"),
        ("recommendation undone", "recommendations"),
        ("audit undone", "audits"),
    ]
    assert journal_of(session)[3:] == undone
    values = newest(session)[1]
    assert (json.loads(values.before or ""), values.after) == (stood, None)


def test_amending_completing_and_reopening_are_a_row_each(session: Session, council: Council) -> None:
    action = agreed(session, council.manager)
    audit = corrections.show(session, council.manager, 1)
    corrections.amend(session, council.manager, amendment(audit, audited_on=date(2025, 3, 3)))
    actions.complete(session, council.practitioner, action.id)
    actions.reopen(session, council.practitioner, action.id)
    assert journal_of(session) == [
        LOGGED,
        RECOMMENDED,
        AGREED,
        ("audit amended", "audits"),
        ("action completed", "actions"),
        ("action reopened", "actions"),
    ]


def test_what_changes_nothing_is_no_row(session: Session, council: Council) -> None:
    audit = logged(session, council.manager, recommendations=(WITH_ACTION,))
    corrections.amend(session, council.manager, amendment(audit))
    logged(session, council.manager, recommendations=(WITH_ACTION,))
    recommendations.add(session, council.manager, audit.id, WITH_ACTION)
    assert len(journal_of(session)) == 3


def test_reading_is_no_row(session: Session, council: Council) -> None:
    actions.overdue(session, council.manager, actions.Asked())
    assert journal_of(session) == []


@pytest.mark.parametrize("owner", ["U0NOBODY99", ""])
def test_what_was_refused_half_way_leaves_no_row(db: Database, council: Council, owner: str) -> None:
    new = LogAudit("K7Q2M", Grade.GOOD, recommendations=(NewRecommendation("Visit.", FirstAction(owner)),))
    with pytest.raises(Refusal), db.begin() as session:
        audits.log(session, council.manager, new)
    with db.reading() as session:
        assert journal_of(session) == []
        assert session.scalars(sa.select(JournalValues)).all() == []


def test_a_refused_change_leaves_the_record_as_it_was(db: Database, council: Council) -> None:
    with db.begin() as session:
        action = agreed(session, council.manager)
    with pytest.raises(Conflict), db.begin() as session:
        actions.reopen(session, council.practitioner, action.id)
    with db.reading() as session:
        assert journal_of(session) == [LOGGED, RECOMMENDED, AGREED]
        assert session.get_one(Action, action.id).version == 1


def test_a_days_work_leaves_a_chain_without_faults(db: Database, council: Council) -> None:
    with db.begin() as session:
        action = agreed(session, council.manager, "M4T9X")
    with db.begin() as session:
        actions.complete(session, council.manager, action.id)
    with db.begin() as session:
        corrections.undo(session, council.manager, logged(session, council.manager).id)
    with db.reading() as session:
        assert list(chain.faults(session)) == []
        assert journal.length(session) == 6


def test_an_undone_case_keeps_its_number_apart_from_the_next(session: Session, council: Council) -> None:
    """What the journal says of a number is never said of two records."""
    for _ in range(2):
        corrections.undo(session, council.manager, logged(session, council.manager).id)
    subjects = session.scalars(sa.select(JournalEntry.subject_id).order_by(JournalEntry.number)).all()
    assert subjects == [1, 1, 2, 2]
