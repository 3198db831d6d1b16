"""A record with rows in every table, and records compared as a whole."""

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage import chain, integrity
from storage.database import Database
from storage.models import (
    Action,
    Activity,
    Audit,
    Base,
    Challenge,
    Check,
    Draw,
    Ending,
    Extension,
    Finding,
    FollowUp,
    Hold,
    InboxEvent,
    Item,
    Leave,
    Letter,
    Meeting,
    Member,
    Notice,
    Pick,
    Recommendation,
    Remembered,
    Review,
    Round,
    SentFile,
)
from storage.people import by_slack_id
from storage.words import (
    Basis,
    Cohort,
    Decision,
    FindingKind,
    Impact,
    LetterKind,
    LetterState,
    MeetingState,
    Origin,
    Position,
    Told,
)
from tests.council import GRACE, PRIYA, TOMAS, Council, put_action
from tests.verbs.steps import agreed

Rows = dict[str, list[tuple[Any, ...]]]

DAY = date(2025, 3, 14)
AT = datetime(2025, 3, 14, 10, 0, tzinfo=UTC)


# What a newer version may do to the tables while this one is at work: it only adds.
NEWER = "9999"
_NEWER_STEP = (
    "ALTER TABLE actions ADD COLUMN weight INTEGER",
    "CREATE TABLE visits (id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases (id))",
    "UPDATE alembic_version SET version_num = '9999'",
)


def make_newer(db: Database) -> None:
    """Takes the one step that this version does not know."""
    with db.begin() as session:
        for statement in _NEWER_STEP:
            session.execute(sa.text(statement))


def fill(session: Session, council: Council) -> None:
    """Adds to the council what it lacks, and takes the newest action away again."""
    agreed(session, council.manager, text="Ring the school: “Łódź”.")
    session.add(InboxEvent(event_id="Ev1", received_at=council.manager.at))
    # Of two who cover for each other one was stored first.
    priya, grace = by_slack_id(session, PRIYA), by_slack_id(session, GRACE)
    assert priya is not None
    assert grace is not None
    priya.cover_id, grace.cover_id = grace.id, priya.id
    put_letters(session, put_action(session, "M4T9X", TOMAS, DAY))
    audit = session.scalars(sa.select(Audit)).one()
    put_findings(session, audit.id, audit.id)
    put_cycle(session, put_action(session, "M4T9X", PRIYA, DAY))
    session.delete(put_action(session, "K7Q2M", TOMAS, date(2025, 3, 20)))


def put_letters(session: Session, action: Action) -> None:
    """Puts a letter about the action, and all else that waits or was said of it."""
    owner = action.owner_id
    letter = Letter(
        key="a-letter",
        kind=LetterKind.DAILY,
        person_id=owner,
        day=DAY,
        until=DAY,
        state=LetterState.WAITING,
        made_at=AT,
        not_before=AT,
    )
    session.add_all(
        (
            letter,
            Leave(person_id=owner, starts_on=DAY, ends_on=DAY),
            Extension(action_id=action.id, asked_by_id=owner, asked_at=AT, wanted_on=DAY, reason="A strike."),
            Check(action_id=action.id, checked_on=DAY, is_done=True, impact=Impact.PARTLY),
            Ending(action_id=action.id, approved_on=DAY, why="The case has moved to another council."),
            Remembered(name="the ladder", words="-5 owner"),
            SentFile(
                person_id=owner, paper="report", asked="a-digest", asked_at=AT, file_id="F1", sent_at=AT
            ),
        )
    )
    session.flush()
    session.add(
        Notice(
            key="a-notice",
            person_id=owner,
            told=Told.REMINDER,
            action_id=action.id,
            rung=-5,
            due_on=DAY,
            made_on=DAY,
            letter_id=letter.id,
        )
    )
    session.flush()


def put_findings(session: Session, audit_id: int, earlier_id: int) -> None:
    """Puts what an audit may have beside its grade."""
    session.add_all(
        (
            Finding(audit_id=audit_id, kind=FindingKind.STRENGTH, text="The child's voice is heard."),
            FollowUp(audit_id=audit_id, first_id=earlier_id),
            Challenge(audit_id=audit_id, made_on=DAY, why="The plan was updated in time."),
        )
    )
    session.flush()


def put_cycle(session: Session, action: Action) -> None:
    """Puts a sample, an activity, a meeting that looked at the action, and a review of the plan."""
    round_ = Round(name="Spring", basis=Basis.HALF, starts_on=DAY)
    meeting = Meeting(held_on=DAY, chair_id=action.owner_id, state=MeetingState.OPEN, opened_at=AT)
    service = Recommendation(text="Train the team.", origin=Origin.CONSULTATION, made_at=AT)
    activity = Activity(year=2025, kind="Dip sample", month=DAY)
    session.add_all((round_, meeting, service, activity))
    session.flush()
    draw = Draw(round_id=round_.id, seed="spring", size=1, first=Cohort.CARE_LEAVER, drawn_on=DAY)
    session.add(draw)
    session.flush()
    session.add_all(
        (
            Pick(draw_id=draw.id, case_id=action.case_id, why="One of two care leavers."),
            Hold(case_id=action.case_id, because="A complaint.", held_at=AT),
            Member(meeting_id=meeting.id, person_id=action.owner_id, came=True),
            Item(
                meeting_id=meeting.id,
                position=1,
                section="late",
                action_id=action.id,
                decision=Decision.NOTED,
                decided_at=AT,
            ),
            Finding(activity_id=activity.id, kind=FindingKind.AREA, text="Notes are late."),
            Review(
                recommendation_id=service.id,
                quarter=DAY,
                position=Position.ACTIONED,
                impact=Impact.YES,
                made_on=DAY,
            ),
        )
    )
    session.flush()


def everything(db: Database) -> Rows:
    """Every row of every table."""
    with db.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(sa.select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


def faults(db: Database) -> list[str]:
    """What `verify` would find."""
    with db.reading() as session:
        return [*integrity.faults(session), *map(str, chain.faults(session))]


def close(db: Database) -> str:
    """Closes the database as a bot that is stopped; gives its address."""
    db.close()
    return db.engine.url.render_as_string(hide_password=False)
