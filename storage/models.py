"""The tables: what is remembered about people, cases, audits and what was agreed to do about them."""

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    MappedColumn,
    Relationship,
    declared_attr,
    mapped_column,
    relationship,
)

from storage.words import Basis, Cohort, Door, Grade, Origin, Role, Source, Status, Word

UNFINISHED_SQL = "status IN ('open', 'started')"

# An undone audit takes its rows away; a later one must not be mistaken for it in the journal.
NEVER_REUSE_AN_ID = {"sqlite_autoincrement": True}


class Instant(sa.types.TypeDecorator[datetime]):
    """A moment in UTC. Refuses a datetime without a zone; gives back one with it, on every database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Instant, str: sa.Text}  # noqa: RUF012 - SQLAlchemy reads it by this name


class Record(Base):
    """A row that people edit. `version` counts its edits, so that an edit of an old one is refused."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)
    version: Mapped[int] = mapped_column(sort_order=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


def word(kind: type[Word], name: str, **options: Any) -> MappedColumn[Any]:
    """A column that holds one of the trade's words as text, checked by the database."""
    values = sa.Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=30,
        values_callable=lambda words: [entry.value for entry in words],
    )
    return mapped_column(values, **options)


def link(target: str, **options: Any) -> MappedColumn[Any]:
    """A foreign key to `target`'s id."""
    return mapped_column(sa.ForeignKey(f"{target}.id"), **options)


def related(**options: Any) -> Relationship[Any]:
    """A relationship that must be loaded by the query that needs it."""
    return relationship(lazy="raise", **options)


class Team(Record):
    __tablename__ = "teams"

    name: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[str | None]


class Person(Record):
    """Somebody who audits, owns actions or reads. `slack_id` is empty for people without Slack."""

    __tablename__ = "people"

    slack_id: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(index=True)
    role: Mapped[Role] = word(Role, "role", index=True)
    administrator: Mapped[bool] = mapped_column(default=False)
    team_id: Mapped[int | None] = link("teams", index=True)
    working_days: Mapped[str] = mapped_column(default="mon-fri")
    cover_id: Mapped[int | None] = link("people")
    active: Mapped[bool] = mapped_column(default=True)

    team: Mapped[Team | None] = related()
    posts: Mapped[list["Post"]] = related(back_populates="person")

    @property
    def roles(self) -> frozenset[Role]:
        """The person's role, and administrator beside it where they are both."""
        return frozenset({self.role, Role.ADMINISTRATOR} if self.administrator else {self.role})

    @property
    def organisation(self) -> str | None:
        """The outside organisation an auditor audits for: their team's name."""
        return self.team.name if self.role is Role.AUDITOR and self.team else None


class Post(Base):
    """Who leads a team: its manager and its service manager. One person may lead several teams."""

    __tablename__ = "posts"

    team_id: Mapped[int] = link("teams", primary_key=True)
    post: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = link("people", index=True)

    person: Mapped[Person] = related(back_populates="posts")

    __table_args__ = (sa.CheckConstraint("post IN ('manager', 'service_manager')", name="post"),)


class Case(Record):
    """A child's case, by the bot's own reference. The case system's number is kept and never shown."""

    __tablename__ = "cases"

    reference: Mapped[str] = mapped_column(unique=True)
    system_number: Mapped[str | None] = mapped_column(unique=True)
    cohort: Mapped[Cohort] = word(Cohort, "cohort", index=True)
    team_id: Mapped[int | None] = link("teams", index=True)
    worker_id: Mapped[int | None] = link("people", index=True)
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]

    team: Mapped[Team | None] = related()
    worker: Mapped[Person | None] = related()


class Round(Record):
    """One cycle of audits."""

    __tablename__ = "rounds"

    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str | None]
    theme: Mapped[str | None]
    basis: Mapped[Basis] = word(Basis, "basis")
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date | None]
    organisation: Mapped[str | None] = mapped_column(index=True)
    planned: Mapped[int | None]


class Audit(Record):
    """One audit of one case. Without a round it counts among the single audits."""

    __tablename__ = "audits"

    case_id: Mapped[int] = link("cases", index=True)
    round_id: Mapped[int | None] = link("rounds", index=True)
    audited_on: Mapped[date]
    auditor_name: Mapped[str]
    auditor_id: Mapped[int | None] = link("people")
    organisation: Mapped[str | None]
    from_file: Mapped[bool] = mapped_column(default=False)
    from_worker: Mapped[bool] = mapped_column(default=False)
    from_manager: Mapped[bool] = mapped_column(default=False)
    from_family: Mapped[bool] = mapped_column(default=False)
    grade: Mapped[Grade] = word(Grade, "grade")
    moderated_grade: Mapped[Grade | None] = word(Grade, "moderated_grade")
    moderator_name: Mapped[str | None]
    moderated_on: Mapped[date | None]
    logged_by_id: Mapped[int | None] = link("people")
    logged_at: Mapped[datetime]

    case: Mapped[Case] = related()
    round: Mapped[Round | None] = related()
    __table_args__ = (
        sa.Index(
            "uq_audits_once_in_a_round",
            "case_id",
            "round_id",
            "audited_on",
            "auditor_name",
            unique=True,
            sqlite_where=sa.text("round_id IS NOT NULL"),
            postgresql_where=sa.text("round_id IS NOT NULL"),
        ),
        sa.Index(
            "uq_audits_once_alone",
            "case_id",
            "audited_on",
            "auditor_name",
            unique=True,
            sqlite_where=sa.text("round_id IS NULL"),
            postgresql_where=sa.text("round_id IS NULL"),
        ),
        NEVER_REUSE_AN_ID,
    )

    @property
    def sources(self) -> frozenset[Source]:
        """Which of the four sources the grade rests on."""
        return frozenset(source for source in Source if getattr(self, f"from_{source.value}"))

    @sources.setter
    def sources(self, sources: frozenset[Source]) -> None:
        for source in Source:
            setattr(self, f"from_{source.value}", source in sources)

    @property
    def reported_grade(self) -> Grade:
        """The moderated grade where there is one, else the auditor's."""
        return self.moderated_grade or self.grade


class Recommendation(Record):
    """A change asked for: of one case, or (without a case) of the service."""

    __tablename__ = "recommendations"

    number: Mapped[str | None] = mapped_column(unique=True)
    case_id: Mapped[int | None] = link("cases", index=True)
    round_id: Mapped[int | None] = link("rounds", index=True)
    audit_id: Mapped[int | None] = link("audits", index=True)
    text: Mapped[str]
    theme: Mapped[str | None]
    origin: Mapped[Origin] = word(Origin, "origin")
    made_by_id: Mapped[int | None] = link("people")
    made_at: Mapped[datetime]

    case: Mapped[Case | None] = related()

    __table_args__ = (NEVER_REUSE_AN_ID,)


class Action(Record):
    """A step with an owner and a date. `first_due_on` never changes; lateness is told against it."""

    __tablename__ = "actions"

    recommendation_id: Mapped[int | None] = link("recommendations", index=True)
    case_id: Mapped[int | None] = link("cases", index=True)
    text: Mapped[str]
    owner_id: Mapped[int] = link("people", index=True)
    first_due_on: Mapped[date]
    due_on: Mapped[date]
    status: Mapped[Status] = word(Status, "status")
    agreed_by_id: Mapped[int | None] = link("people")
    agreed_at: Mapped[datetime]
    done_on: Mapped[date | None]
    done_by_id: Mapped[int | None] = link("people")

    case: Mapped[Case | None] = related()
    owner: Mapped[Person] = related(foreign_keys=[owner_id])
    recommendation: Mapped[Recommendation | None] = related()
    __table_args__ = (
        sa.CheckConstraint("recommendation_id IS NOT NULL OR case_id IS NOT NULL", name="for_something"),
        sa.CheckConstraint("due_on >= first_due_on", name="first_date_first"),
        sa.Index(
            "ix_actions_unfinished",
            "first_due_on",
            "id",
            sqlite_where=sa.text(UNFINISHED_SQL),
            postgresql_where=sa.text(UNFINISHED_SQL),
        ),
        NEVER_REUSE_AN_ID,
    )

    @property
    def name(self) -> str:
        """How people refer to it: "A17"."""
        return f"A{self.id}"


class InboxEvent(Base):
    """An event of Slack's that was taken in, kept so that its repetition is known."""

    __tablename__ = "inbox"

    event_id: Mapped[str] = mapped_column(primary_key=True)
    received_at: Mapped[datetime] = mapped_column(index=True)


class JournalEntry(Base):
    """Who did what to which record, when and by which door. Each row carries the hash of the one before."""

    __tablename__ = "journal"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    who_id: Mapped[int | None] = link("people")
    door: Mapped[Door] = word(Door, "door")
    event: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int]
    before_digest: Mapped[str | None]
    after_digest: Mapped[str | None]
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)

    __table_args__ = (sa.Index("ix_journal_subject", "subject", "subject_id"),)


class JournalValues(Base):
    """The values before and after a change, apart from the chain so that a purge can delete them."""

    __tablename__ = "journal_values"

    number: Mapped[int] = mapped_column(
        sa.ForeignKey("journal.number"), primary_key=True, autoincrement=False
    )
    case_id: Mapped[int | None] = link("cases", index=True)
    salt: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]
