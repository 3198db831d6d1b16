"""Queries for meetings: when they are, who is asked to them, what is before them, and what they decided."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVarTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from storage.actions import UNFINISHED
from storage.models import (
    Action,
    Activity,
    Audit,
    Check,
    Ending,
    Extension,
    Finding,
    Item,
    Meeting,
    Member,
    Person,
    Recommendation,
)
from storage.plan import named
from storage.words import FindingKind, MeetingState, Status

Columns = TypeVarTuple("Columns")


def get(session: Session, meeting_id: int) -> Meeting | None:
    """The meeting with who chairs it."""
    return session.scalar(_MEETING.where(Meeting.id == meeting_id))


def on(session: Session, day: date) -> Meeting | None:
    """The meeting of the day: there is one at most."""
    return session.scalar(_MEETING.where(Meeting.held_on == day).limit(1))


def ahead(session: Session) -> Meeting | None:
    """The one that is under way, else the first of those that have not begun."""
    return session.scalar(
        _MEETING.where(Meeting.state != MeetingState.CLOSED)
        .order_by(sa.case((Meeting.state == MeetingState.OPEN, 0), else_=1), Meeting.held_on, Meeting.id)
        .limit(1)
    )


def next_day(session: Session, today: date) -> date | None:
    """The day of the next meeting that is not over, today's included."""
    to_come = (Meeting.state != MeetingState.CLOSED, Meeting.held_on >= today)
    return session.scalar(sa.select(sa.func.min(Meeting.held_on)).where(*to_come))


def following(session: Session, day: date) -> date | None:
    """The day of the meeting after that one."""
    return session.scalar(sa.select(sa.func.min(Meeting.held_on)).where(Meeting.held_on > day))


def planned(session: Session, first: date, last: date) -> Sequence[Meeting]:
    """The meetings on these days, both included, that have not begun; the soonest first."""
    within = (Meeting.state == MeetingState.PLANNED, Meeting.held_on.between(first, last))
    return session.scalars(_MEETING.where(*within).order_by(Meeting.held_on)).all()


def last_held(session: Session, before: date | None = None) -> Meeting | None:
    """The last meeting that is over, of those before the day where one is given."""
    over = _MEETING.where(Meeting.state == MeetingState.CLOSED)
    if before is not None:
        over = over.where(Meeting.held_on < before)
    return session.scalar(over.order_by(Meeting.held_on.desc(), Meeting.id.desc()).limit(1))


def newest(session: Session) -> Meeting | None:
    """The meeting of the latest day."""
    return session.scalar(_MEETING.order_by(Meeting.held_on.desc(), Meeting.id.desc()).limit(1))


def members(session: Session, meeting_id: int) -> Sequence[Member]:
    """Who is asked to the meeting, by name."""
    return session.scalars(
        sa.select(Member)
        .join(Member.person)
        .where(Member.meeting_id == meeting_id)
        .options(contains_eager(Member.person))
        .order_by(Person.name, Person.id)
    ).all()


def is_member(session: Session, meeting_id: int, person_id: int | None) -> bool:
    """Whether the person is asked to the meeting."""
    return person_id is not None and session.get(Member, (meeting_id, person_id)) is not None


# --- the items of a pack that was laid down


def lay_down(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Stores the items of a pack, each with every one of its columns."""
    if rows:
        session.execute(sa.insert(Item), rows)


def take_up(session: Session, meeting_id: int) -> None:
    """Forgets the items of a meeting that was put off: they are looked for anew."""
    session.execute(sa.delete(Item).where(Item.meeting_id == meeting_id))


def item(session: Session, item_id: int | None) -> Item | None:
    """The item with what it is about."""
    return session.scalar(_ITEM.where(Item.id == item_id)) if item_id is not None else None


def items(session: Session, meeting_id: int) -> Sequence[Item]:
    """The items of the meeting in their order, without what they are about."""
    return session.scalars(sa.select(Item).where(Item.meeting_id == meeting_id).order_by(Item.position)).all()


def is_laid_down(session: Session, meeting_id: int) -> bool:
    """Whether the meeting has its items."""
    return session.scalar(sa.select(Item.id).where(Item.meeting_id == meeting_id).limit(1)) is not None


def count_items(session: Session, meeting_id: int) -> int:
    """How many items the meeting has."""
    return session.scalar(sa.select(sa.func.count(Item.id)).where(Item.meeting_id == meeting_id)) or 0


def count_by_section(session: Session, meeting_id: int) -> dict[str, int]:
    """How many items the meeting has of each section."""
    query = sa.select(Item.section, sa.func.count()).where(Item.meeting_id == meeting_id)
    return dict(session.execute(query.group_by(Item.section)).all())


def first(session: Session, meeting_id: int) -> Item | None:
    """The meeting's first item."""
    return session.scalar(_ITEM.where(Item.meeting_id == meeting_id).order_by(Item.position).limit(1))


def beside(session: Session, item: Item, step: int) -> Item | None:
    """The next item, or with a negative step the one before; what was taken away since leaves a gap."""
    of_meeting = _ITEM.where(Item.meeting_id == item.meeting_id).limit(1)
    if step > 0:
        return session.scalar(of_meeting.where(Item.position > item.position).order_by(Item.position))
    return session.scalar(of_meeting.where(Item.position < item.position).order_by(Item.position.desc()))


def first_of(session: Session, meeting_id: int, section: str) -> Item | None:
    """The first item of a section."""
    of_section = _ITEM.where(Item.meeting_id == meeting_id, Item.section == section)
    return session.scalar(of_section.order_by(Item.position).limit(1))


def decided(session: Session, meeting_id: int, offset: int, limit: int | None) -> Sequence[Item]:
    """The items on which the meeting has decided, in their order."""
    return session.scalars(
        _ITEM.where(Item.meeting_id == meeting_id, Item.decision.is_not(None))
        .order_by(Item.position)
        .offset(offset)
        .limit(limit)
    ).all()


def decided_elsewhere(session: Session, item: Item) -> Item | None:
    """Another item of the meeting that is about the same, on which it has decided."""
    about = [
        column == value
        for column, value in ((Item.action_id, item.action_id), (Item.audit_id, item.audit_id))
        if value is not None
    ]
    decided_so = (Item.meeting_id == item.meeting_id, Item.id != item.id, Item.decision.is_not(None))
    if not about:
        return None
    return session.scalar(sa.select(Item).where(*decided_so, *about).order_by(Item.position).limit(1))


def count_decided(session: Session, meeting_id: int) -> int:
    """How many of them there are."""
    of_meeting = (Item.meeting_id == meeting_id, Item.decision.is_not(None))
    return session.scalar(sa.select(sa.func.count(Item.id)).where(*of_meeting)) or 0


def decided_on(session: Session, day: date, action_ids: Collection[int]) -> Sequence[Item]:
    """What the meeting of the day decided on these actions, in the order in which it did."""
    return session.scalars(
        sa.select(Item)
        .join(Meeting, Meeting.id == Item.meeting_id)
        .where(Meeting.held_on == day, Item.action_id.in_(action_ids), Item.decision.is_not(None))
        .order_by(Item.decided_at, Item.id)
    ).all()


# --- what no other list has


def standing_endings(session: Session, after: date, limit: int) -> Sequence[Ending]:
    """How actions were agreed not to be done that are looked at again after the day, the soonest first."""
    newer = sa.exists().where(_NEWER.action_id == Ending.action_id, _NEWER.id > Ending.id)
    return session.scalars(
        sa.select(Ending)
        .join(Ending.action)
        .options(contains_eager(Ending.action))
        .where(Action.status == Status.NOT_DOING, Ending.review_on > after, sa.not_(newer))
        .order_by(Ending.review_on, Ending.id)
        .limit(limit)
    ).all()


def checked_since(session: Session, since: date, limit: int) -> Sequence[int]:
    """Actions that were checked and found done after the day, the first first."""
    found = (
        sa.select(Action.id)
        .join(Check, Check.action_id == Action.id)
        .where(Action.status == Status.CHECKED, Check.is_done, Check.checked_on > since)
        .group_by(Action.id)
        .order_by(sa.func.max(Check.checked_on), Action.id)
    )
    return session.scalars(found.limit(limit)).all()


def service_recommendations(session: Session, limit: int) -> Sequence[int]:
    """Recommendations to the service for which something is still to be done or agreed, the oldest first."""
    agreed = sa.exists().where(Action.recommendation_id == Recommendation.id)
    unfinished = agreed.where(UNFINISHED)
    to_do = sa.or_(unfinished.correlate(Recommendation), sa.not_(agreed.correlate(Recommendation)))
    query = sa.select(Recommendation.id).where(Recommendation.case_id.is_(None), to_do)
    return session.scalars(query.order_by(Recommendation.id).limit(limit)).all()


def recommendations_of_ids(session: Session, ids: Collection[int]) -> dict[int, Recommendation]:
    """These recommendations, by id."""
    found = session.scalars(sa.select(Recommendation).where(Recommendation.id.in_(ids)))
    return {entry.id: entry for entry in found}


def unfinished_for(session: Session, recommendation_ids: Collection[int]) -> dict[int, int]:
    """How many actions of each of these recommendations are still to be done."""
    query = sa.select(Action.recommendation_id, sa.func.count()).where(
        UNFINISHED, Action.recommendation_id.in_(recommendation_ids)
    )
    found = session.execute(query.group_by(Action.recommendation_id))
    return {number: count for number, count in found if number is not None}


def time_given(session: Session, action_ids: Collection[int]) -> dict[int, Sequence[Extension]]:
    """How often each of these actions was given more time, and why, the first first."""
    given: dict[int, list[Extension]] = {}
    query = sa.select(Extension).where(Extension.action_id.in_(action_ids), Extension.is_granted.is_(True))
    for extension in session.scalars(query.order_by(Extension.id)):
        given.setdefault(extension.action_id, []).append(extension)
    return dict(given)


@dataclass(frozen=True)
class ThemeCount:
    """In how many audits and activities a theme was found, as a strength or as an area for development."""

    kind: FindingKind
    theme: str | None
    found_in: int


def themes(session: Session, since: date, until: date) -> Sequence[ThemeCount]:
    """What audits and activities found after the first day and until the last, by theme, the most first."""
    # As in the plan: what one audit found twice counts once, however the theme is capitalised.
    many = sa.func.count(Finding.audit_id.distinct()) + sa.func.count(Finding.activity_id.distinct())
    theme = sa.func.min(Finding.theme)
    query = _found(sa.select(Finding.kind, theme, many), since, until)
    rows = session.execute(query.group_by(Finding.kind, named(Finding.theme)).order_by(many.desc(), theme))
    return [ThemeCount(*row) for row in rows]


def strengths(session: Session, since: date, until: date, limit: int) -> Sequence[str]:
    """The strengths that were noted last, in the words in which they were; the same words once."""
    query = _found(sa.select(Finding.text), since, until).where(Finding.kind == FindingKind.STRENGTH)
    newest = sa.func.max(Finding.id).desc()
    return session.scalars(query.group_by(Finding.text).order_by(newest).limit(limit)).all()


def _found(query: sa.Select[*Columns], since: date, until: date) -> sa.Select[*Columns]:
    on = sa.func.coalesce(Audit.audited_on, Activity.done_on)
    joined = query.outerjoin(Audit, Audit.id == Finding.audit_id)
    joined = joined.outerjoin(Activity, Activity.id == Finding.activity_id)
    return joined.where(on > since, on <= until)


_NEWER = aliased(Ending)
_MEETING = sa.select(Meeting).options(joinedload(Meeting.chair))
_ITEM = sa.select(Item).options(
    joinedload(Item.action).options(joinedload(Action.case), joinedload(Action.owner)),
    joinedload(Item.audit).options(joinedload(Audit.case)),
    joinedload(Item.recommendation),
)
