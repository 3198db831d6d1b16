"""Meetings: planned, begun, gone through item by item, and ended; what they decide, and their minutes.

Where a meeting stands is in the record alone: a restart loses nothing, and everybody sees the same item.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot import (
    actions,
    endings,
    extensions,
    free_text,
    invitations,
    notices,
    owners,
    packs,
    paging,
    people,
    record,
)
from bot.endings import Approval
from bot.errors import Conflict, NotFound, Refusal
from bot.packs import Entry, Section
from bot.paging import PAGE
from bot.rules import dates, rights
from bot.rules.lifecycle import Move
from bot.rules.rights import Right
from bot.visit import Visit
from storage import meetings as stored
from storage import people as stored_people
from storage.models import Action, Item, Meeting, Member, Person
from storage.words import Decision, MeetingState, Told

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
class Current:
    """The item that is before the meeting: which of how many, and what there is to say of it."""

    item: Item
    entry: Entry
    total: int


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
class Seen:
    """An item as the person saw it who decides on it."""

    item_id: int
    version: int


@dataclass(frozen=True)
class Minutes:
    """What a meeting decided, page by page: `first` is its first entry's position, counted from 1."""

    meeting: Meeting
    members: Sequence[Member]
    decided: Sequence[Item]
    first: int
    total: int
    items: int
    next_day: date | None = None


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
        current=_current(session, visit, meeting) if sees_pack else None,
        counts=_counts(session, meeting) if may_run else (),
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
    meeting = to_run(session, visit, meeting_id)
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


def begin(session: Session, visit: Visit, meeting_id: int) -> Meeting:
    """Begins the meeting with its first item, on its day or later. Raises Conflict where it has begun."""
    meeting = to_run(session, visit, meeting_id)
    if meeting.state is MeetingState.OPEN:
        raise Conflict("The meeting has begun already. `/g2o meeting` shows where it is.")
    _refuse_if_over(meeting)
    if meeting.held_on > visit.today:
        raise Refusal(f"The meeting is on {dates.in_words(meeting.held_on)}, and can begin on that day.")
    packs.lay_down(session, visit, meeting)
    first = stored.first(session, meeting.id)
    with record.change(session, visit, "meeting begun", meeting):
        meeting.state, meeting.opened_at = MeetingState.OPEN, visit.at
        meeting.item_id = first.id if first else None
    return meeting


def move(session: Session, visit: Visit, from_item_id: int, step: int) -> bool:
    """Goes on to the next item, or back; False where the meeting was at another one by then."""
    item, meeting = _under_way(session, visit, from_item_id)
    if not _is_before(session, meeting, item):
        return False
    beside = stored.beside(session, item, step)
    if beside is not None:
        _go_to(session, visit, meeting, beside)
    return True


def go_to(session: Session, visit: Visit, from_item_id: int, section: Section) -> bool:
    """Goes on to the first item of a section; False where the meeting was at another one by then."""
    item, meeting = _under_way(session, visit, from_item_id)
    if not _is_before(session, meeting, item):
        return False
    first = stored.first_of(session, meeting.id, section.value)
    if first is not None:
        _go_to(session, visit, meeting, first)
    return True


# --- what it decides


def to_decide(session: Session, visit: Visit, seen: Seen) -> tuple[Item, Meeting]:
    """The item, if the meeting is under way and nobody has decided on it since the person saw it."""
    item, meeting = _under_way(session, visit, seen.item_id)
    if item.version != seen.version:
        raise Conflict(f"Somebody was quicker: {_as_decided(session, item)} Nothing was changed by you.")
    return item, meeting


def agree_date(session: Session, visit: Visit, seen: Seen, day: date, note: str = "") -> Item:
    """A new date for the action. It counts as more time given by the chair; the first date stays.

    Raises NotAllowed, PersonalDetails, Refusal or Conflict.
    """
    item, meeting = to_decide(session, visit, seen)
    action = _action(session, visit, item)
    note = _noted(note)
    why = f"agreed at the meeting of {dates.in_words(meeting.held_on)}"
    by_id = _in_whose_name(visit, meeting, action)
    extensions.agree(session, visit, action, day, why=why, by_id=by_id)
    return _decide(session, visit, item, Decision.NEW_DATE, said=f"{dates.in_words(day)}.", note=note)


def give(session: Session, visit: Visit, seen: Seen, owner: str, note: str = "") -> Item:
    """Another owner for the action; its dates stay."""
    item, _ = to_decide(session, visit, seen)
    note = _noted(note)
    action, before = owners.hand_over(session, visit, _action(session, visit, item).id, owner)
    notices.tell(session, visit, Told.GIVEN_AWAY, before, action=action)
    return _decide(session, visit, item, Decision.GIVEN, said=f"{action.owner.name}.", note=note)


def agree_not_to_do(session: Session, visit: Visit, seen: Seen, why: str, review_on: date | None) -> Item:
    """The action ends undone, and is looked at again on that day; who runs the meeting approves it."""
    item, _ = to_decide(session, visit, seen)
    approval = Approval(Move.AGREE_NOT_TO_DO, why, review_on)
    ending = endings.approve(session, visit, _action(session, visit, item).id, approval)
    again = f"To be looked at again on {dates.in_words(ending.review_on)}." if ending.review_on else ""
    return _decide(session, visit, item, Decision.NOT_DOING, said=again, note=ending.why)


def note_decision(session: Session, visit: Visit, seen: Seen, text: str) -> Item:
    """Whatever else was decided, in free text."""
    item, _ = to_decide(session, visit, seen)
    note = free_text.accept(text, "The decision", field="note")
    return _decide(session, visit, item, Decision.NOTED, note=note)


def keep(session: Session, visit: Visit, seen: Seen) -> Item:
    """What was asked for is not agreed: the date stays, or the owner stays.

    Raises Conflict where nothing is asked for any more.
    """
    item, meeting = to_decide(session, visit, seen)
    action = _action(session, visit, item)
    if item.section == Section.MORE_TIME:
        extensions.keep_the_date(session, visit, action, _in_whose_name(visit, meeting, action))
        said = f"The date stays: {dates.in_words(action.due_on)}."
    else:
        owners.keep(session, visit, action.id)
        said = f"It stays with {action.owner.name}."
    return _decide(session, visit, item, Decision.NOTED, said=said)


def note_who_came(session: Session, visit: Visit, meeting_id: int, person_ids: Collection[int]) -> Meeting:
    """Which of the members came; it may be noted anew."""
    meeting = to_run(session, visit, meeting_id)
    if meeting.state is MeetingState.PLANNED:
        raise Conflict("This meeting has not begun yet. Who came can be noted once it has.")
    for member in stored.members(session, meeting.id):
        with record.change(session, visit, "attendance noted", member):
            member.came = member.person_id in person_ids
    return meeting


def end(session: Session, visit: Visit, meeting_id: int) -> Meeting:
    """Ends the meeting. Whose actions it decided on is told in their next letter, once for each action."""
    meeting = to_run(session, visit, meeting_id)
    _refuse_if_over(meeting)
    if meeting.state is not MeetingState.OPEN:
        raise Conflict("This meeting has not begun yet, so there is nothing to end.")
    with record.change(session, visit, "meeting ended", meeting):
        meeting.state, meeting.closed_at = MeetingState.CLOSED, visit.at
        meeting.item_id = None
    invitations.tell_what_was_decided(session, visit, meeting)
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
        next_day=stored.next_day(session, visit.today),
    )


def pack_ahead(session: Session) -> Meeting:
    """The meeting whose pack is asked for: the one under way or to come. Raises NotFound."""
    meeting = stored.ahead(session)
    if meeting is None:
        raise NotFound(f"{NONE_PLANNED} So there is no pack.")
    return meeting


def current(session: Session, visit: Visit, item: Item) -> Current:
    """The item as it stands, and how many there are beside it."""
    return Current(item, packs.entry_of(session, visit, item), stored.count_items(session, item.meeting_id))


def _current(session: Session, visit: Visit, meeting: Meeting) -> Current | None:
    item = _before_it(session, meeting) if meeting.state is MeetingState.OPEN else None
    return current(session, visit, item) if item else None


def _before_it(session: Session, meeting: Meeting) -> Item | None:
    """The item that is before the meeting; where that was taken away since, as by an undo, the first."""
    return stored.item(session, meeting.item_id) or stored.first(session, meeting.id)


def _is_before(session: Session, meeting: Meeting, item: Item) -> bool:
    before = _before_it(session, meeting)
    return before is not None and before.id == item.id


def _counts(session: Session, meeting: Meeting) -> Sequence[tuple[Section, int]]:
    there = stored.count_by_section(session, meeting.id)
    return [(section, there[section.value]) for section in Section if section.value in there]


def to_run(session: Session, visit: Visit, meeting_id: int) -> Meeting:
    """The meeting, for who runs it. Raises NotAllowed or NotFound."""
    people.require(session, visit, Right.RUN_MEETING)
    meeting = stored.get(session, meeting_id)
    if meeting is None:
        raise NotFound("That meeting is no longer there; nothing was changed.")
    return meeting


def _under_way(session: Session, visit: Visit, item_id: int) -> tuple[Item, Meeting]:
    people.require(session, visit, Right.RUN_MEETING)
    item = stored.item(session, item_id)
    if item is None:
        raise NotFound("That item is no longer there: `/g2o meeting` shows where the meeting is.")
    meeting = to_run(session, visit, item.meeting_id)
    _refuse_if_over(meeting)
    return item, meeting


def _refuse_if_over(meeting: Meeting) -> None:
    if meeting.state is MeetingState.CLOSED:
        raise Conflict(
            f"The meeting of {dates.in_words(meeting.held_on)} is over, so nothing was changed. "
            "`/g2o meeting minutes` has what it decided."
        )


def _go_to(session: Session, visit: Visit, meeting: Meeting, item: Item) -> None:
    with record.change(session, visit, "meeting went on", meeting):
        meeting.item_id = item.id


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
                    f"{person.name} could not see the pack: managers, the quality team and leaders can.",
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


def _action(session: Session, visit: Visit, item: Item) -> Action:
    if item.action_id is None:
        raise Conflict("This item is no action, so a decision on it can only be noted.")
    return actions.show(session, visit, item.action_id)


def _in_whose_name(visit: Visit, meeting: Meeting, action: Action) -> int | None:
    """The chair's; of the chair's own action, whoever notes it."""
    return meeting.chair_id if meeting.chair_id != action.owner_id else visit.actor.person_id


def _noted(note: str) -> str:
    return free_text.accept_any(note, "The note", field="note") or ""


def _decide(
    session: Session, visit: Visit, item: Item, decision: Decision, *, said: str = "", note: str = ""
) -> Item:
    """What is noted stands beside what was decided; another decision takes the place of one."""
    kept = item.note if item.note and Decision.NOTED in (decision, item.decision) else ""
    text = f"{said} {note}".strip()
    is_beside = decision is Decision.NOTED and item.decision is not None
    with record.change(session, visit, "meeting decided", item):
        item.decision = item.decision if is_beside else decision
        item.note = " ".join(part for part in ((kept, text) if is_beside else (text, kept)) if part)
        item.decided_at, item.decided_by_id = visit.at, visit.actor.person_id
    return item


def _as_decided(session: Session, item: Item) -> str:
    by = stored_people.get(session, item.decided_by_id) if item.decided_by_id else None
    label = item.decision.label.lower() if item.decision else "changed"
    return f"this item now says {label}{f', by {by.name}' if by else ''}."
