"""Storing a change together with its row in the journal."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy.orm import Session

from bot import free_text
from bot.errors import Refusal
from bot.visit import Visit
from storage import actions, additions, contents, journal
from storage.models import (
    ALWAYS,
    Action,
    Audit,
    Base,
    Case,
    Challenge,
    Check,
    Ending,
    Extension,
    Finding,
    FollowUp,
    Hold,
    Item,
    Person,
    Pick,
    Recommendation,
    Record,
    Review,
)


def require_all_known(session: Session) -> None:
    """For what must reach everything that is held. Raises Refusal while a newer bot is being brought in."""
    if not contents.is_all_known(session):
        raise Refusal(
            "A newer version of the bot is being brought in, and may hold more on the case than this one "
            "knows, so nothing was done. Please try again once that is finished."
        )


def add(session: Session, visit: Visit, event: str, record: Base) -> None:
    """Stores a new record. Raises PersonalDetails where what was written in it identifies somebody."""
    free_text.require_safe(session, type(record), vars(record))
    session.add(record)
    session.flush()
    _remind_anew(session, record)
    _write(session, visit, event, record, before=None, after=journal.values_of(record))


def add_all(
    session: Session, visit: Visit, event: str, kind: type[Record], rows: Sequence[journal.Values]
) -> list[int]:
    """Stores many new records of a kind at once; gives their ids. They are no objects of the session.

    What is written in them was checked as the file was read.
    """
    whole = [additions.whole(kind, row) for row in rows]
    additions.add(session, kind, whole)
    said = [
        journal.Said(
            row["id"], None, journal.values_in(kind, row), row["id"] if kind is Case else row.get("case_id")
        )
        for row in whole
    ]
    journal.append_all(
        session,
        said,
        at=visit.at,
        who_id=visit.actor.person_id,
        door=visit.door,
        event=event,
        subject=kind.__tablename__,
    )
    if kind is Audit:
        actions.look_again_at_cases(session, {row["case_id"] for row in whole})
    return [row["id"] for row in whole]


@contextmanager
def change(session: Session, visit: Visit, event: str, record: Base) -> Iterator[None]:
    """Around the lines that change a record. Where they change nothing, nothing is written.

    Raises PersonalDetails as `add` does.
    """
    before = journal.values_of(record)
    yield
    now = journal.values_of(record)
    changed = {name: value for name, value in now.items() if value != before[name]}
    with session.no_autoflush:
        free_text.require_safe(session, type(record), changed)
    if isinstance(record, Action) and changed:
        record.quiet_until = ALWAYS  # the reminders are reckoned anew
    if isinstance(record, Person) and record.slack_id != before["slack_id"]:
        record.unreachable_since = None  # that was said of another account
    session.flush()
    after = journal.values_of(record)
    if before != after:
        _remind_anew(session, record)
        _write(session, visit, event, record, before=before, after=after)


def remove(session: Session, visit: Visit, event: str, record: Base) -> None:
    """Takes a record away; the journal keeps what it was."""
    _write(session, visit, event, record, before=journal.values_of(record), after=None)
    session.delete(record)
    session.flush()
    _remind_anew(session, record)


def note(session: Session, visit: Visit, event: str, record: Base) -> None:
    """Writes down what was done with a record that changes nothing of it."""
    _write(session, visit, event, record, before=None, after=None)


def gone(session: Session, visit: Visit, event: str, record: Base, said: journal.Values) -> None:
    """Writes down that a record goes for good: what is `said` of that, and nothing of what it was."""
    _write(session, visit, event, record, before=None, after=said, is_of_case=False)


def _remind_anew(session: Session, record: Base) -> None:
    """What people own is reminded of by their days, and what is agreed for a case by its grade."""
    if isinstance(record, Person):
        actions.look_again_at_owners(session, record.id)
    elif isinstance(record, Audit):
        actions.look_again_at_cases(session, {record.case_id})


def _write(
    session: Session,
    visit: Visit,
    event: str,
    record: Base,
    *,
    before: journal.Values | None,
    after: journal.Values | None,
    is_of_case: bool = True,
) -> None:
    journal.append(
        session,
        at=visit.at,
        who_id=visit.actor.person_id,
        door=visit.door,
        event=event,
        record=record,
        before=before,
        after=after,
        case_id=_case_of(session, record) if is_of_case else None,
    )


def _case_of(session: Session, record: Base) -> int | None:
    if isinstance(record, Review) and record.finding_id is not None:
        record = session.get_one(Finding, record.finding_id)
    if isinstance(record, Case):
        return record.id
    if isinstance(record, Audit | Recommendation | Action | Pick | Hold):
        return record.case_id
    if isinstance(record, Check | Extension | Ending):
        return session.get_one(Action, record.action_id).case_id
    if isinstance(record, Item) and record.action_id is not None:
        return session.get_one(Action, record.action_id).case_id
    if isinstance(record, Challenge | Finding | FollowUp | Item) and record.audit_id is not None:
        return session.get_one(Audit, record.audit_id).case_id
    return None
