"""A meeting as it is run: begun on its day, gone through item by item, and ended.

Where a meeting stands is in the record alone: a restart loses nothing, and everybody sees the same item.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import invitations, packs, people, record
from bot.errors import Conflict, NotFound, Refusal
from bot.packs import Entry, Section
from bot.rules import dates
from bot.rules.rights import Right
from bot.visit import Visit
from storage import meetings as stored
from storage.models import Item, Meeting
from storage.words import MeetingState


@dataclass(frozen=True)
class Current:
    """The item that is before the meeting: which of how many, and what there is to say of it.

    `elsewhere`: another item about the same, on which this meeting has decided.
    """

    meeting: Meeting
    item: Item
    entry: Entry
    total: int
    elsewhere: Item | None = None


def to_run(session: Session, visit: Visit, meeting_id: int) -> Meeting:
    """The meeting, for who runs it. Raises NotAllowed or NotFound."""
    people.require(session, visit, Right.RUN_MEETING)
    meeting = stored.get(session, meeting_id)
    if meeting is None:
        raise NotFound("That meeting is no longer there; nothing was changed.")
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


def now(session: Session, visit: Visit, meeting: Meeting) -> Current | None:
    """The item that is before the meeting; None where it has not begun."""
    item = _before_it(session, meeting) if meeting.state is MeetingState.OPEN else None
    return current(session, visit, meeting, item) if item else None


def current(session: Session, visit: Visit, meeting: Meeting, item: Item) -> Current:
    """The item as it stands, and how many there are beside it."""
    return Current(
        meeting,
        item,
        packs.entry_of(session, visit, item),
        total=stored.count_items(session, meeting.id),
        elsewhere=stored.decided_elsewhere(session, item),
    )


def counts(session: Session, meeting: Meeting) -> Sequence[tuple[Section, int]]:
    """How many items each section has, of those that have any."""
    there = stored.count_by_section(session, meeting.id)
    return [(section, there[section.value]) for section in Section if section.value in there]


def move(session: Session, visit: Visit, from_item_id: int, step: int) -> bool:
    """Goes on to the next item, or back; False where the meeting was at another one by then."""
    item, meeting = under_way(session, visit, from_item_id)
    if not _is_before(session, meeting, item):
        return False
    beside = stored.beside(session, item, step)
    if beside is not None:
        _go_to(session, visit, meeting, beside)
    return True


def go_to(session: Session, visit: Visit, from_item_id: int, section: Section) -> bool:
    """Goes on to the first item of a section; False where the meeting was at another one by then."""
    item, meeting = under_way(session, visit, from_item_id)
    if not _is_before(session, meeting, item):
        return False
    first = stored.first_of(session, meeting.id, section.value)
    if first is not None:
        _go_to(session, visit, meeting, first)
    return True


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


def under_way(session: Session, visit: Visit, item_id: int) -> tuple[Item, Meeting]:
    """The item and its meeting, for who runs it. Raises NotAllowed, NotFound, or Conflict."""
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


def _before_it(session: Session, meeting: Meeting) -> Item | None:
    """The item that is before the meeting; where that was taken away since, as by an undo, the first."""
    return stored.item(session, meeting.item_id) or stored.first(session, meeting.id)


def _is_before(session: Session, meeting: Meeting, item: Item) -> bool:
    before = _before_it(session, meeting)
    return before is not None and before.id == item.id


def _go_to(session: Session, visit: Visit, meeting: Meeting, item: Item) -> None:
    with record.change(session, visit, "meeting went on", meeting):
        meeting.item_id = item.id
