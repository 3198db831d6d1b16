"""What a meeting decides on the item that is before it; who is told of it once the meeting ends."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot import actions, chairing, checks, endings, extensions, free_text, notices, owners, record
from bot.endings import Approval
from bot.errors import Conflict
from bot.packs import Section
from bot.rules import dates
from bot.rules.lifecycle import Move
from bot.visit import Visit
from storage import people as stored_people
from storage.models import Action, Item, Meeting
from storage.words import Decision, Impact, Told

# How the minutes, and the letter to an owner, begin to say what was decided.
LEADS = {
    Decision.NEW_DATE: "New date agreed:",
    Decision.GIVEN: "Given to",
    Decision.NOT_DOING: "Agreed not to do.",
    Decision.NOTED: "Noted:",
}


@dataclass(frozen=True)
class Seen:
    """An item as the person saw it who decides on it."""

    item_id: int
    version: int


def to_decide(session: Session, visit: Visit, seen: Seen) -> tuple[Item, Meeting]:
    """The item, if the meeting is under way and nobody has decided on it since the person saw it."""
    item, meeting = chairing.under_way(session, visit, seen.item_id)
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


def check(session: Session, visit: Visit, seen: Seen) -> Item:
    """What its owner says is done is done, says the meeting; nobody checks their own."""
    item, _ = to_decide(session, visit, seen)
    checks.check(session, visit, _action(session, visit, item).id, is_done=True)
    return _decide(session, visit, item, Decision.NOTED, said="Checked: it is done.")


def not_yet(session: Session, visit: Visit, seen: Seen, note: str) -> Item:
    """What its owner says is done is not, and is open again; the note says what is still to be done."""
    item, _ = to_decide(session, visit, seen)
    action = _action(session, visit, item)
    made = checks.check(session, visit, action.id, is_done=False, note=note)
    said = f"Not yet done, so it is open again, due {dates.in_words(action.due_on)}."
    return _decide(session, visit, item, Decision.NOTED, said=said, note=made.note or "")


def take_up_again(session: Session, visit: Visit, seen: Seen) -> Item:
    """What ended undone is to be done after all."""
    item, _ = to_decide(session, visit, seen)
    action = actions.reopen(session, visit, _action(session, visit, item).id)
    said = f"It is open again, due {dates.in_words(action.due_on)}."
    return _decide(session, visit, item, Decision.NOTED, said=said)


def say_impact(session: Session, visit: Visit, seen: Seen, impact: Impact) -> Item:
    """Whether what was closed made a difference."""
    item, _ = to_decide(session, visit, seen)
    checks.say_impact(session, visit, _action(session, visit, item).id, impact)
    said = f"Did it make a difference? {impact.label}."
    return _decide(session, visit, item, Decision.NOTED, said=said)


def note(session: Session, visit: Visit, seen: Seen, text: str) -> Item:
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
