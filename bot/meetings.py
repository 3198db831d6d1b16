"""Meetings: planned for a day with a chair and members, looked at, and remembered by their minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot import actions, chairing, packs, paging, people, record
from bot.chairing import Current
from bot.errors import Conflict, NotFound, Refusal
from bot.packs import Section
from bot.paging import PAGE
from bot.rules import dates, rights
from bot.rules.rights import Right
from bot.visit import Visit
from storage import meetings as stored
from storage.models import Item, Meeting, Member, Person
from storage.words import MeetingState

NONE_PLANNED = "No meeting is planned."


@dataclass(frozen=True)
class Plan:
    """A meeting to be: its day, and who chairs and who is asked to it, by Slack user id or name.

    `named` are members that were written by name, which a refusal says in another field of the form.
    """

    day: date
    chair: str
    members: Sequence[str] = ()
    named: Sequence[str] = ()


@dataclass(frozen=True)
class Outlook:
    """The meeting under way or to come, as somebody sees it; `last` is the one before, if they see that.

    `may_run`: they plan it and go through it. `may_begin`: it is time, too. `counts`: the items of each
    section, for whoever runs it.
    """

    meeting: Meeting | None
    members: Sequence[Member] = ()
    may_run: bool = False
    may_begin: bool = False
    sees_pack: bool = False
    current: Current | None = None
    counts: Sequence[tuple[Section, int]] = ()
    last: Meeting | None = None


@dataclass(frozen=True)
class Minutes:
    """What a meeting decided, page by page: `first` is its first entry's position, counted from 1.

    `may_plan`: who looks plans the next one, too.
    """

    meeting: Meeting
    members: Sequence[Member]
    decided: Sequence[Item]
    first: int
    total: int
    items: int
    next_day: date | None = None
    may_plan: bool = False


def outlook(session: Session, visit: Visit) -> Outlook:
    """Where the meetings stand, for anybody who sees actions. Raises NotAllowed."""
    people.require(session, visit, Right.SEE_ACTIONS)
    meeting = stored.ahead(session)
    last = stored.last_held(session)
    if last is not None and not packs.may_see(session, visit, last):
        last = None
    may_run = bool(visit.reaches(Right.RUN_MEETING))
    if meeting is None:
        return Outlook(None, may_run=may_run, last=last)
    sees_pack = packs.may_see(session, visit, meeting)
    return Outlook(
        meeting,
        members=stored.members(session, meeting.id),
        may_run=may_run,
        may_begin=may_run and meeting.state is MeetingState.PLANNED and meeting.held_on <= visit.today,
        sees_pack=sees_pack,
        current=chairing.now(session, visit, meeting) if sees_pack else None,
        counts=chairing.counts(session, meeting) if may_run else (),
        last=last,
    )


def before(session: Session, visit: Visit) -> tuple[Meeting | None, Sequence[Member]]:
    """The meeting that was planned last and its members, who are likely to be those of a new one.

    Raises NotAllowed.
    """
    people.require(session, visit, Right.RUN_MEETING)
    newest = stored.newest(session)
    return newest, stored.members(session, newest.id) if newest else ()


def members_of(session: Session, meeting: Meeting) -> Sequence[Member]:
    """Who is asked to the meeting, by name."""
    return stored.members(session, meeting.id)


def plan(session: Session, visit: Visit, new: Plan) -> Meeting:
    """Plans a meeting. Raises NotAllowed, Refusal, or Conflict where there is one on that day."""
    people.require(session, visit, Right.RUN_MEETING)
    day = _day(session, visit, new.day, besides=None)
    chair = _chair(session, new.chair)
    members = _members(session, new)
    meeting = Meeting(held_on=day, chair_id=chair.id, state=MeetingState.PLANNED)
    meeting.chair = chair
    record.add(session, visit, "meeting planned", meeting)
    _ask(session, visit, meeting, members)
    return meeting


def to_change(session: Session, visit: Visit, meeting_id: int) -> Meeting:
    """The meeting, if the person may change it and it has not begun."""
    meeting = chairing.to_run(session, visit, meeting_id)
    if meeting.state is not MeetingState.PLANNED:
        raise Conflict("This meeting has begun, so its day and members stay as they are.")
    return meeting


def change(session: Session, visit: Visit, meeting_id: int, version: int, new: Plan) -> Meeting:
    """Another day, chair or members. What was laid down for another day is looked for anew."""
    meeting = to_change(session, visit, meeting_id)
    if meeting.version != version:
        raise Conflict(
            "The meeting was changed while your form was open, so yours was not stored. Please open it again."
        )
    day = _day(session, visit, new.day, besides=meeting) if new.day != meeting.held_on else meeting.held_on
    chair = _chair(session, new.chair)
    members = _members(session, new)
    if day != meeting.held_on:
        stored.take_up(session, meeting.id)
    with record.change(session, visit, "meeting changed", meeting):
        meeting.held_on, meeting.chair_id, meeting.chair = day, chair.id, chair
    _ask(session, visit, meeting, members)
    return meeting


def minutes(session: Session, visit: Visit, day: date | None, page: int = 0) -> Minutes:
    """The minutes of the meeting of the day, else of the last one. Raises NotAllowed or NotFound."""
    people.require(session, visit, Right.SEE_PACK)
    meeting = stored.on(session, day) if day else stored.last_held(session)
    if meeting is None or not packs.may_see(session, visit, meeting):
        when = f"on {dates.in_words(day)}" if day else "yet"
        raise NotFound(f"There was no meeting {when} whose minutes you may see.")
    if meeting.state is MeetingState.PLANNED:
        raise NotFound(f"The meeting of {dates.in_words(meeting.held_on)} has not begun yet.")
    total = stored.count_decided(session, meeting.id)
    page = paging.there(page, total)
    return Minutes(
        meeting,
        members=stored.members(session, meeting.id),
        decided=stored.decided(session, meeting.id, offset=page * PAGE, limit=PAGE),
        first=page * PAGE + 1,
        total=total,
        items=stored.count_items(session, meeting.id),
        next_day=stored.following(session, meeting.held_on),
        may_plan=bool(visit.reaches(Right.RUN_MEETING)),
    )


def pack_ahead(session: Session) -> Meeting:
    """The meeting whose pack is asked for: the one under way or to come. Raises NotFound."""
    meeting = stored.ahead(session)
    if meeting is None:
        raise NotFound("No meeting is planned, so there is no pack.")
    return meeting


def _day(session: Session, visit: Visit, day: date, besides: Meeting | None) -> date:
    """A working day to come on which there is no other meeting."""
    day = actions.coming(visit, day, field="day")
    if not visit.terms.calendar.is_working_day(day):
        raise Refusal(
            f"{dates.in_words(day)} is no working day. Please choose another, such as "
            f"{dates.in_words(visit.terms.calendar.after(day, 1))}.",
            field="day",
        )
    there = stored.on(session, day)
    if there is not None and there is not besides:
        raise Conflict(
            f"There is a meeting on {dates.in_words(day)} already. Please choose another day.", field="day"
        )
    return day


def _chair(session: Session, typed: str) -> Person:
    chair = people.find(session, typed, field="chair")
    if not rights.reaches(people.actor(chair).roles, Right.RUN_MEETING):
        raise Refusal(f"{chair.name} could not run it: leaders and the quality team can.", field="chair")
    return chair


def _members(session: Session, new: Plan) -> Sequence[Person]:
    """Each once, whichever way they were named."""
    found: dict[int, Person] = {}
    for field, typed in (("members", new.members), ("named", new.named)):
        for one in typed:
            person = people.find(session, one, field=field)
            if not rights.reaches(people.actor(person).roles, Right.SEE_PACK):
                raise Refusal(
                    f"{person.name} could not see the pack: it is not for auditors and administrators.",
                    field=field,
                )
            found[person.id] = person
    return list(found.values())


def _ask(session: Session, visit: Visit, meeting: Meeting, people_: Sequence[Person]) -> None:
    """These are the members, who chairs among them, and nobody else."""
    wanted = {person.id for person in people_} | ({meeting.chair_id} if meeting.chair_id else set())
    there = {member.person_id: member for member in stored.members(session, meeting.id)}
    for person_id in there.keys() - wanted:
        record.remove(session, visit, "member taken away", there[person_id])
    for person_id in sorted(wanted - there.keys()):
        record.add(
            session, visit, "member asked", Member(meeting_id=meeting.id, person_id=person_id, came=None)
        )
