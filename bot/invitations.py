"""What people are told of a meeting, before it and after it: each thing once, in their letters.

Owners are told five working days before which of their actions will be before it, members three working days
before that the pack is there; and owners afterwards what was decided. The notes are known by their keys, so
that looking again, after a restart or by another replica, tells nobody twice.
"""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from bot import packs
from bot.packs import Section
from bot.visit import Moment, Visit
from storage import actions as stored_actions
from storage import meetings as stored
from storage import notices, remembered
from storage.models import Action, Meeting
from storage.words import Told

FOR_OWNERS, FOR_MEMBERS = 5, 3
TOLD_OF_MEETINGS = "told of meetings"

# Of these an owner may want to say something beforehand.
OF_OWNERS = (Section.MORE_TIME, Section.NOT_THEIRS, Section.LATE)


def is_anything_due(session: Session, moment: Moment) -> bool:
    """Whether today's look at the meetings to come is still to be taken, or was before one was changed."""
    mark = _mark(session, moment)
    return bool(mark) and remembered.get(session, TOLD_OF_MEETINGS) != mark


def look(session: Session, moment: Moment) -> None:
    """Notes what owners and members are to be told today, and lays packs down in time."""
    if not is_anything_due(session, moment):
        return
    for meeting in _soon(session, moment):
        if _is_within(moment, meeting, FOR_MEMBERS):
            packs.lay_down(session, moment, meeting)
            notices.put(session, list(_to_members(session, moment, meeting)))
        if moment.today < meeting.held_on:
            notices.put(session, list(_to_owners(session, moment, meeting)))
    remembered.keep(session, TOLD_OF_MEETINGS, _mark(session, moment))


def tell_what_was_decided(session: Session, visit: Visit, meeting: Meeting) -> None:
    """Tells each owner of what was decided on their actions; who noted it themselves knows."""
    decided = stored.decided(session, meeting.id, offset=0, limit=None)
    by = {item.action_id: item.decided_by_id for item in decided if item.action_id is not None}
    theirs = [
        action for action in stored_actions.of_ids(session, by.keys()) if action.owner_id != by[action.id]
    ]
    notices.put(session, [_of_action(Told.AFTER_MEETING, meeting, action, visit) for action in theirs])


def _to_owners(session: Session, moment: Moment, meeting: Meeting) -> Iterator[dict[str, object]]:
    lines = [line for line in packs.lines_of(session, moment, meeting) if line.section in OF_OWNERS]
    ids = {line.action_id for line in lines if line.action_id is not None}
    for action in stored_actions.of_ids(session, ids):
        yield _of_action(Told.BEFORE_MEETING, meeting, action, moment)


def _to_members(session: Session, moment: Moment, meeting: Meeting) -> Iterator[dict[str, object]]:
    for member in stored.members(session, meeting.id):
        yield {
            "key": f"{Told.PACK}:{meeting.id}:{meeting.held_on}:{member.person_id}",
            "person_id": member.person_id,
            "told": Told.PACK,
            "due_on": meeting.held_on,
            "made_on": moment.today,
        }


def _of_action(told: Told, meeting: Meeting, action: Action, at: Moment | Visit) -> dict[str, object]:
    """Known by the meeting, its day and the owner: put off, or given to somebody, it is told anew."""
    return {
        "key": f"{told}:{meeting.id}:{meeting.held_on}:{action.id}:{action.owner_id}",
        "person_id": action.owner_id,
        "told": told,
        "action_id": action.id,
        "due_on": meeting.held_on,
        "made_on": at.today,
    }


def _soon(session: Session, moment: Moment) -> list[Meeting]:
    last = moment.terms.calendar.after(moment.today, FOR_OWNERS)
    return [
        meeting
        for meeting in stored.planned(session, moment.today, last)
        if _is_within(moment, meeting, FOR_OWNERS)
    ]


def _is_within(moment: Moment, meeting: Meeting, working_days: int) -> bool:
    return moment.today >= moment.terms.calendar.after(meeting.held_on, -working_days)


def _mark(session: Session, moment: Moment) -> str:
    """What changes with the day, and whenever one of the meetings does; empty where none is near."""
    meetings = _soon(session, moment)
    if not meetings:
        return ""
    each = (
        f"{meeting.id} {meeting.version} {sorted(m.person_id for m in stored.members(session, meeting.id))}"
        for meeting in meetings
    )
    return "; ".join([moment.today.isoformat(), *each])
