"""A record whose every text was typed by somebody who means harm."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import (
    Action,
    Audit,
    Base,
    Case,
    Challenge,
    Check,
    Draw,
    Ending,
    Extension,
    Finding,
    Person,
    Pick,
    Review,
    Round,
    Team,
)
from storage.words import Position, Status
from tests.hostile.scene import START, fill_session
from tests.hostile.texts import PINGED

POISON = (
    f"=1+1 <@{PINGED}> <!here> <http://evil.example/a|the form> <#C0GENERAL1> @channel https://evil.example "
    f'&lt;!channel&gt; \u202etxt\u2066 *b* {{ INCLUDETEXT "/etc/passwd" }} '
)
# Names and the like are as short as they have to be when they are stored.
SHORT = f"=<@{PINGED}> <!here>&@channel "
SHORTEST = "=<!here>"
_LONG = {"text", "note", "why", "reason", "moderation_note", "swapped_why", "evidence"}
# What nobody types: ids, keys, the bot's own words, and what is held to a form when it is stored.
_NOT_TYPED = {
    "posts", "letters", "notices", "sent_files", "remembered", "inbox", "journal", "journal_values",
    "slack_id", "channel", "working_days", "reference", "system_number", "domains", "section",
}  # fmt: skip


def _poison(name: str) -> str:
    return POISON if name in _LONG else SHORTEST if name == "number" else SHORT


def poison(session: Session) -> list[str]:
    """Makes every text in the record hostile; gives the columns that it was done to."""
    done = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            is_typed = isinstance(column.type, sa.Text) and not isinstance(column.type, sa.Enum)
            if is_typed and not column.foreign_keys and not {table.name, column.name} & _NOT_TYPED:
                number = sa.cast(table.c.id, sa.Text)
                session.execute(
                    sa.update(table)
                    .where(column.is_not(None))
                    .values({column.name: _poison(column.name) + number})
                )
                done.append(f"{table.name}.{column.name}")
    # Whoever audits from outside goes on auditing in the rounds of their organisation.
    team_id = sa.select(Person.team_id).where(Person.slack_id == "U0ALANA05").scalar_subquery()
    own = sa.select(Team.name).where(Team.id == team_id).scalar_subquery()
    session.execute(sa.update(Round).where(Round.organisation.is_not(None)).values(organisation=own))
    return done


def add_what_is_missing(session: Session) -> None:
    """A sample, a challenge, a request, a check, an ending and a review, which the demo begins without."""
    today = START.date()
    grace, priya = (people_id(session, one) for one in ("U0GRACE03", "U0PRIYA01"))
    round_ = session.scalars(sa.select(Round).order_by(Round.id.desc()).limit(1)).one()
    cases = session.scalars(sa.select(Case.id).where(Case.closed_on.is_(None)).limit(3)).all()
    draw = Draw(round_id=round_.id, seed="x", size=3, drawn_on=today, drawn_by_id=grace)
    session.add(draw)
    session.flush()
    session.add_all(Pick(draw_id=draw.id, case_id=one, why="x", auditor_name="x") for one in cases)
    audit_id = session.scalars(sa.select(Audit.id).where(Audit.moderated_grade.is_(None))).first()
    open_ids = session.scalars(sa.select(Action.id).where(Action.status == Status.OPEN)).all()
    done_id = session.scalars(sa.select(Action.id).where(Action.status == Status.CHECKED)).first()
    session.add_all(
        (
            Challenge(audit_id=audit_id, made_by_id=priya, made_on=today, why="x"),
            Extension(action_id=open_ids[0], asked_by_id=priya, asked_at=START, wanted_on=today, reason="x"),
            Check(action_id=done_id, checked_by_id=grace, checked_on=today, is_done=True, note="x"),
            Ending(action_id=open_ids[1], approved_by_id=grace, approved_on=today, why="x", review_on=today),
        )
    )
    session.execute(sa.update(Action).where(Action.id == open_ids[1]).values(status=Status.NOT_DOING))
    finding_id = session.scalars(sa.select(Finding.id)).first()
    session.add(
        Review(
            finding_id=finding_id,
            quarter=date(2025, 1, 1),
            position=Position.IN_PROGRESS,
            note="x",
            evidence="x",
            made_on=today,
            made_by_id=grace,
        )
    )
    session.flush()


def people_id(session: Session, slack_id: str) -> int:
    return session.scalars(sa.select(Person.id).where(Person.slack_id == slack_id)).one()


def fill(session: Session) -> None:
    """The demo's record, more of it, and all of it hostile."""
    fill_session(session)
    add_what_is_missing(session)
    poison(session)
