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

from storage.words import (
    Basis,
    Cohort,
    Decision,
    Door,
    FindingKind,
    Grade,
    Impact,
    LetterKind,
    LetterState,
    MeetingState,
    Origin,
    Position,
    Role,
    Source,
    Status,
    Told,
    Word,
)

UNFINISHED_SQL = "status IN ('open', 'started')"
UNCHECKED_SQL = "status = 'done'"
UNDECIDED_SQL = "is_granted IS NULL"
UNMODERATED_SQL = "moderated_grade IS NULL"
ON_ITS_WAY_SQL = "state IN ('waiting', 'sending', 'unknown')"
HELD_SQL = "released_at IS NULL"
NOT_TAKEN_BACK_SQL = "taken_back_at IS NULL"
STILL_THERE_SQL = f"state = 'sent' AND kind = 'daily' AND {NOT_TAKEN_BACK_SQL}"

# The first day of all: whoever waits until then waits no longer.
ALWAYS = date.min

# Marks a column that no person changes, and that the journal says nothing of.
NOT_IN_THE_JOURNAL = "not in the journal"

# Marks a column of people's own words: whatever is stored there is checked for personal details.
WRITTEN = "written by people"

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


def written(**options: Any) -> MappedColumn[Any]:
    """A column of people's own words."""
    return mapped_column(info={WRITTEN: True}, **options)


def link(target: str, *, goes_with_it: bool = False, **options: Any) -> MappedColumn[Any]:
    """A foreign key to `target`'s id; the row may go with the one it points to."""
    ondelete = "CASCADE" if goes_with_it else None
    return mapped_column(sa.ForeignKey(f"{target}.id", ondelete=ondelete), **options)


def related(**options: Any) -> Relationship[Any]:
    """A relationship that must be loaded by the query that needs it."""
    return relationship(lazy="raise", **options)


class Team(Record):
    __tablename__ = "teams"

    name: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[str | None]


class Person(Record):
    """Somebody who audits, owns actions or reads. `slack_id` is empty for people without Slack.

    `paused_until` is the day on which reminders begin again. The clock's own are `unreachable_since`, when
    Slack said that there is no such user any more, and `home_shown_on`, when their Home was last drawn: what
    stands there stays in Slack.
    """

    __tablename__ = "people"

    slack_id: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(index=True)
    role: Mapped[Role] = word(Role, "role", index=True)
    administrator: Mapped[bool] = mapped_column(default=False)
    team_id: Mapped[int | None] = link("teams", index=True)
    working_days: Mapped[str] = mapped_column(default="mon-fri")
    cover_id: Mapped[int | None] = link("people")
    active: Mapped[bool] = mapped_column(default=True)
    paused_until: Mapped[date | None]
    unreachable_since: Mapped[date | None] = mapped_column(info={NOT_IN_THE_JOURNAL: True})
    home_shown_on: Mapped[date | None] = mapped_column(info={NOT_IN_THE_JOURNAL: True})

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


class Leave(Record):
    """Days on which a person is away, the last one included; their letters go to whoever covers."""

    __tablename__ = "leave"

    person_id: Mapped[int] = link("people", index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    cover_id: Mapped[int | None] = link("people")

    __table_args__ = (sa.CheckConstraint("ends_on >= starts_on", name="in_order"),)


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


class Hold(Record):
    """What keeps a case from being purged, such as a complaint or a court case, until it is released."""

    __tablename__ = "holds"

    case_id: Mapped[int] = link("cases", index=True)
    because: Mapped[str] = written()
    held_by_id: Mapped[int | None] = link("people")
    held_at: Mapped[datetime]
    released_by_id: Mapped[int | None] = link("people")
    released_at: Mapped[datetime | None]

    held_by: Mapped[Person | None] = related(foreign_keys=[held_by_id])

    __table_args__ = (
        sa.Index(
            "uq_holds_one_at_a_time",
            "case_id",
            unique=True,
            sqlite_where=sa.text(HELD_SQL),
            postgresql_where=sa.text(HELD_SQL),
        ),
    )


class Round(Record):
    """One cycle of audits."""

    __tablename__ = "rounds"

    name: Mapped[str] = written(unique=True)
    kind: Mapped[str | None] = written()
    theme: Mapped[str | None] = written()
    basis: Mapped[Basis] = word(Basis, "basis")
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date | None]
    organisation: Mapped[str | None] = written(index=True)
    planned: Mapped[int | None]
    domains: Mapped[str | None] = written()
    comparable_id: Mapped[int | None] = link("rounds")


class Draw(Record):
    """A sample of cases drawn for a round. The same seed and cases give the same sample again.

    `first`: the cohort that was chosen before the others. `with_closed`: closed cases were drawn from, too.
    """

    __tablename__ = "draws"

    round_id: Mapped[int] = link("rounds", index=True)
    seed: Mapped[str]
    size: Mapped[int]
    first: Mapped[Cohort | None] = word(Cohort, "first")
    with_closed: Mapped[bool] = mapped_column(default=False)
    drawn_on: Mapped[date]
    drawn_by_id: Mapped[int | None] = link("people")


class Pick(Record):
    """A case that was drawn, and why; who audits it, and what took its place where it was swapped.

    `is_later`: it is of the other half, which the next round takes.
    """

    __tablename__ = "picks"

    draw_id: Mapped[int] = link("draws", goes_with_it=True, index=True)
    case_id: Mapped[int] = link("cases", index=True)
    why: Mapped[str]
    is_later: Mapped[bool] = mapped_column(default=False)
    auditor_id: Mapped[int | None] = link("people", index=True)
    auditor_name: Mapped[str | None] = written()
    swapped_on: Mapped[date | None]
    swapped_why: Mapped[str | None] = written()
    in_place_of_id: Mapped[int | None] = link("picks")

    case: Mapped["Case"] = related()
    draw: Mapped[Draw] = related()
    __table_args__ = (sa.UniqueConstraint("draw_id", "case_id"),)


class Activity(Record):
    """Something of the year's programme beside the audits of cases: planned for a month, and done on a day.

    `year` is that in which the programme year begins: 2015 for 2015-16. `by`: who does it. `done_undated`: it
    was done, on a day that nobody recorded.
    """

    __tablename__ = "activities"

    year: Mapped[int] = mapped_column(index=True)
    kind: Mapped[str] = written()
    theme: Mapped[str | None] = written()
    by: Mapped[str | None] = written()
    month: Mapped[date | None]
    done_on: Mapped[date | None]
    done_undated: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None] = written()

    @property
    def is_done(self) -> bool:
        """Whether somebody has said that it was done."""
        return self.done_on is not None or bool(self.done_undated)


class Audit(Record):
    """One audit of one case. Without a round it counts among the single audits."""

    __tablename__ = "audits"

    case_id: Mapped[int] = link("cases", index=True)
    round_id: Mapped[int | None] = link("rounds", index=True)
    audited_on: Mapped[date] = mapped_column(index=True)
    auditor_name: Mapped[str] = written()
    auditor_id: Mapped[int | None] = link("people")
    organisation: Mapped[str | None] = written()
    from_file: Mapped[bool] = mapped_column(default=False)
    from_worker: Mapped[bool] = mapped_column(default=False)
    from_manager: Mapped[bool] = mapped_column(default=False)
    from_family: Mapped[bool] = mapped_column(default=False)
    grade: Mapped[Grade] = word(Grade, "grade")
    moderated_grade: Mapped[Grade | None] = word(Grade, "moderated_grade")
    moderator_name: Mapped[str | None] = written()
    moderated_on: Mapped[date | None]
    moderation_note: Mapped[str | None] = written()
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
        sa.Index(
            "ix_audits_unmoderated",
            "audited_on",
            "id",
            sqlite_where=sa.text(UNMODERATED_SQL),
            postgresql_where=sa.text(UNMODERATED_SQL),
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


class Finding(Record):
    """A strength, or an area for development, that an audit or an activity of the programme found."""

    __tablename__ = "findings"

    audit_id: Mapped[int | None] = link("audits", goes_with_it=True, index=True)
    kind: Mapped[FindingKind] = word(FindingKind, "kind")
    theme: Mapped[str | None] = written()
    text: Mapped[str] = written()
    activity_id: Mapped[int | None] = link("activities", index=True)

    __table_args__ = (NEVER_REUSE_AN_ID,)


class FollowUp(Base):
    """An audit that follows up a first one of the same case."""

    __tablename__ = "follow_ups"

    audit_id: Mapped[int] = link("audits", goes_with_it=True, primary_key=True)
    first_id: Mapped[int] = link("audits", goes_with_it=True, index=True)


class Challenge(Record):
    """Somebody asks for a grade to be looked at again; it is answered by moderating the audit."""

    __tablename__ = "challenges"

    audit_id: Mapped[int] = link("audits", goes_with_it=True, index=True)
    made_by_id: Mapped[int | None] = link("people")
    made_on: Mapped[date]
    why: Mapped[str] = written()
    answered_on: Mapped[date | None]


class Recommendation(Record):
    """A change asked for: of one case, or (without a case) of the service."""

    __tablename__ = "recommendations"

    number: Mapped[str | None] = written(unique=True)
    case_id: Mapped[int | None] = link("cases", index=True)
    round_id: Mapped[int | None] = link("rounds", index=True)
    audit_id: Mapped[int | None] = link("audits", index=True)
    text: Mapped[str] = written()
    theme: Mapped[str | None] = written()
    origin: Mapped[Origin] = word(Origin, "origin")
    made_by_id: Mapped[int | None] = link("people")
    made_at: Mapped[datetime]
    activity_id: Mapped[int | None] = link("activities", index=True)

    case: Mapped[Case | None] = related()

    __table_args__ = (NEVER_REUSE_AN_ID,)


class Action(Record):
    """A step with an owner and a date. `first_due_on` never changes; lateness is told against it.

    `evidence` points to where in the case system the proof is that it was done.
    `picked_on` is the day on which the owner means to do it, `disowned_on` when they said it is not theirs.
    `quiet_until` is the clock's own: before that day there is nothing to tell of it. Every change of what the
    reminders rest on sets it back to ALWAYS.
    """

    __tablename__ = "actions"

    recommendation_id: Mapped[int | None] = link("recommendations", index=True)
    case_id: Mapped[int | None] = link("cases", index=True)
    text: Mapped[str] = written()
    owner_id: Mapped[int] = link("people", index=True)
    first_due_on: Mapped[date]
    due_on: Mapped[date]
    status: Mapped[Status] = word(Status, "status")
    agreed_by_id: Mapped[int | None] = link("people")
    agreed_at: Mapped[datetime]
    done_on: Mapped[date | None]
    done_by_id: Mapped[int | None] = link("people")
    picked_on: Mapped[date | None]
    disowned_on: Mapped[date | None]
    evidence: Mapped[str | None] = written()
    quiet_until: Mapped[date] = mapped_column(
        default=ALWAYS, server_default=str(ALWAYS), info={NOT_IN_THE_JOURNAL: True}
    )

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
        sa.Index("ix_actions_done_on", "done_on"),
        sa.Index(
            "ix_actions_unchecked",
            "done_on",
            "id",
            sqlite_where=sa.text(UNCHECKED_SQL),
            postgresql_where=sa.text(UNCHECKED_SQL),
        ),
        sa.Index(
            "ix_actions_to_look_at",
            "quiet_until",
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


class Extension(Record):
    """More time asked for. `is_granted` is None until somebody has decided."""

    __tablename__ = "extensions"

    action_id: Mapped[int] = link("actions", goes_with_it=True, index=True)
    asked_by_id: Mapped[int | None] = link("people")
    asked_at: Mapped[datetime]
    wanted_on: Mapped[date]
    reason: Mapped[str] = written()
    is_granted: Mapped[bool | None]
    decided_by_id: Mapped[int | None] = link("people")
    decided_at: Mapped[datetime | None]

    action: Mapped[Action] = related()
    __table_args__ = (
        sa.Index(
            "ix_extensions_undecided",
            "id",
            sqlite_where=sa.text(UNDECIDED_SQL),
            postgresql_where=sa.text(UNDECIDED_SQL),
        ),
    )


class Check(Record):
    """Somebody other than the owner has looked whether an action was done; and later: did it help?"""

    __tablename__ = "checks"

    action_id: Mapped[int] = link("actions", goes_with_it=True, index=True)
    checked_by_id: Mapped[int | None] = link("people")
    checked_on: Mapped[date] = mapped_column(index=True)
    is_done: Mapped[bool]
    note: Mapped[str | None] = written()
    impact: Mapped[Impact | None] = word(Impact, "impact")
    impact_on: Mapped[date | None] = mapped_column(index=True)
    impact_by_id: Mapped[int | None] = link("people")


class Ending(Record):
    """Somebody other than the owner has approved that an action ends undone; its status says how.

    `review_on` is when it is to be looked at again.
    """

    __tablename__ = "endings"

    action_id: Mapped[int] = link("actions", goes_with_it=True, index=True)
    approved_by_id: Mapped[int | None] = link("people")
    approved_on: Mapped[date]
    why: Mapped[str] = written()
    review_on: Mapped[date | None] = mapped_column(index=True)

    action: Mapped[Action] = related()


class Meeting(Record):
    """One meeting of "Getting from Good to Outstanding". `item_id` is the item that is before it now."""

    __tablename__ = "meetings"

    held_on: Mapped[date] = mapped_column(index=True)
    chair_id: Mapped[int | None] = link("people")
    state: Mapped[MeetingState] = word(MeetingState, "state", default=MeetingState.PLANNED)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    item_id: Mapped[int | None]

    chair: Mapped[Person | None] = related()


class Member(Base):
    """Who is asked to a meeting, and whether they came; None until that was noted."""

    __tablename__ = "members"

    meeting_id: Mapped[int] = link("meetings", goes_with_it=True, primary_key=True)
    person_id: Mapped[int] = link("people", primary_key=True, index=True)
    came: Mapped[bool | None]

    person: Mapped[Person] = related()


class Item(Record):
    """One thing that a meeting looks at: an action, an audit or a recommendation; and what it decided."""

    __tablename__ = "items"

    meeting_id: Mapped[int] = link("meetings", goes_with_it=True, index=True)
    position: Mapped[int]
    section: Mapped[str]
    action_id: Mapped[int | None] = link("actions", goes_with_it=True, index=True)
    audit_id: Mapped[int | None] = link("audits", goes_with_it=True, index=True)
    recommendation_id: Mapped[int | None] = link("recommendations", index=True)
    decision: Mapped[Decision | None] = word(Decision, "decision")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = link("people")
    note: Mapped[str | None] = written()

    action: Mapped[Action | None] = related()
    audit: Mapped[Audit | None] = related()
    recommendation: Mapped[Recommendation | None] = related()


class Review(Record):
    """The position of one line of the improvement plan, as a quarterly review found it.

    The line is a recommendation to the service or an area for development. `quarter` is the first day of it.
    """

    __tablename__ = "reviews"

    recommendation_id: Mapped[int | None] = link("recommendations", index=True)
    finding_id: Mapped[int | None] = link("findings", goes_with_it=True, index=True)
    quarter: Mapped[date] = mapped_column(index=True)
    position: Mapped[Position] = word(Position, "position")
    note: Mapped[str | None] = written()
    evidence: Mapped[str | None] = written()
    impact: Mapped[Impact | None] = word(Impact, "impact")
    made_on: Mapped[date]
    made_by_id: Mapped[int | None] = link("people")

    __table_args__ = (
        sa.CheckConstraint("recommendation_id IS NOT NULL OR finding_id IS NOT NULL", name="of_something"),
    )


class Letter(Base):
    """The outbox: what is to be posted to a person, or to a channel as its digest, and how far that has got.

    `key` is the same however often the letter is decided, and travels with the post, so that it is found
    again. It is posted from `day` to `until`, or not at all. `token` counts the claims: who was overtaken
    changes nothing. `slack_id` is whom the channel was opened for: the person may be given another. The
    instants are the database's, so that replicas need no clock in common. A letter to a person tells of
    cases, so its message is deleted after the days that are set, at `taken_back_at`.
    """

    __tablename__ = "letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[LetterKind] = word(LetterKind, "kind")
    person_id: Mapped[int | None] = link("people")
    team_id: Mapped[int | None] = link("teams")
    day: Mapped[date]
    until: Mapped[date]
    state: Mapped[LetterState] = word(LetterState, "state")
    channel: Mapped[str | None]
    slack_id: Mapped[str | None]
    ts: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    token: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    not_before: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    first_tried_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    taken_back_at: Mapped[datetime | None]

    person: Mapped[Person | None] = related()
    team: Mapped[Team | None] = related()

    __table_args__ = (
        sa.CheckConstraint("(state = 'sent') = (ts IS NOT NULL)", name="sent_has_ts"),
        sa.Index("ix_letters_person_id_day", "person_id", "day"),
        sa.Index("ix_letters_day", "day"),
        sa.Index(
            "ix_letters_on_their_way",
            "not_before",
            "id",
            sqlite_where=sa.text(ON_ITS_WAY_SQL),
            postgresql_where=sa.text(ON_ITS_WAY_SQL),
        ),
        sa.Index(
            "ix_letters_still_there",
            "day",
            "id",
            sqlite_where=sa.text(STILL_THERE_SQL),
            postgresql_where=sa.text(STILL_THERE_SQL),
        ),
    )


class SentFile(Base):
    """A document that somebody asked for, and the file that it went to them in by direct message.

    `paper` is the word for it, `asked` a digest of what was asked for, by which the same request is known.
    `ts` is the message that tells of it. `file_id` is Slack's, kept before the file is shared: whatever goes
    wrong then, it can be deleted. `sent_at` is empty until the person has it.
    """

    __tablename__ = "sent_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = link("people")
    paper: Mapped[str]
    asked: Mapped[str]
    asked_at: Mapped[datetime]
    channel: Mapped[str | None]
    ts: Mapped[str | None]
    file_id: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]

    person: Mapped[Person] = related()

    __table_args__ = (
        sa.Index(
            "ix_sent_files_still_there",
            "asked_at",
            "id",
            sqlite_where=sa.text(NOT_TAKEN_BACK_SQL),
            postgresql_where=sa.text(NOT_TAKEN_BACK_SQL),
        ),
    )


class Notice(Base):
    """One thing that a person is to be told of, once, in a letter; before that `letter_id` is empty.

    Rungs of the ladder carry their offset and what they were reckoned from: another date or owner begins
    anew. Trouble with somebody's account has that person as its `owner_id`.
    """

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = link("people", index=True)
    told: Mapped[Told] = word(Told, "told")
    action_id: Mapped[int | None] = link("actions", goes_with_it=True, index=True)
    audit_id: Mapped[int | None] = link("audits", goes_with_it=True, index=True)
    extension_id: Mapped[int | None] = link("extensions", goes_with_it=True, index=True)
    about_letter_id: Mapped[int | None] = link("letters")
    rung: Mapped[int | None]
    due_on: Mapped[date | None]
    owner_id: Mapped[int | None] = link("people")
    note: Mapped[str | None] = written()
    made_on: Mapped[date]
    letter_id: Mapped[int | None] = link("letters", index=True)

    __table_args__ = (
        sa.Index(
            "ix_notices_waiting",
            "person_id",
            sqlite_where=sa.text("letter_id IS NULL"),
            postgresql_where=sa.text("letter_id IS NULL"),
        ),
    )


class Remembered(Base):
    """A few words that the bot keeps for itself, by name."""

    __tablename__ = "remembered"

    name: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[str]


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
