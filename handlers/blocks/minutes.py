"""The minutes of a meeting: who came, what it decided, and when the next one is."""

from collections.abc import Sequence

from bot.decisions import LEADS
from bot.meetings import Minutes
from bot.rules import dates, wording
from handlers.blocks import actions, parts
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Block, Message, escape
from storage.models import Item, Meeting, Member
from storage.words import MeetingState

LONGEST_MINUTE = 700
NEXT_NOT_PLANNED = "The next meeting is not planned yet."


def minutes(listing: Listing, shown: Minutes, name: str, note: str = "") -> Message:
    """What the meeting decided, who came, and when the next one is."""
    meeting = shown.meeting
    title = f"Minutes: {name}"
    chaired = f"{chair(meeting)} chaired." if meeting.chair else ""
    how_many = f"{wording.many(shown.total, 'decision')} on {wording.many(shown.items, 'item')}."
    state = "" if meeting.state is MeetingState.CLOSED else " It is still under way."
    about = f"{dates.in_words(meeting.held_on)}. {chaired} {how_many}{state}"
    then = f"Next meeting: {dates.in_words(shown.next_day)}." if shown.next_day else NEXT_NOT_PLANNED
    blocks = [
        *([parts.section(note)] if note else []),
        parts.header(title),
        parts.section(f"{about}\n{_who_came(shown.members)}"),
        *(parts.section(_minute(decided)) for decided in shown.decided),
        *actions.pager(listing, shown.first, shown.total),
        parts.context(then),
        *([] if shown.next_day or not shown.may_plan else [parts.actions(_plan_the_next())]),
    ]
    said = " ".join(f"{_about(decided)}: {decision(decided)}" for decided in shown.decided)
    text = " ".join(part for part in (note, f"{escape(title)}.", about, said, then) if part)
    return Message(parts.shorten(text, parts.LONGEST_TEXT), blocks)


def _plan_the_next() -> Block:
    return parts.button("Plan the next meeting", "plan_meeting", "new")


def ended(meeting: Meeting, decisions: int) -> str:
    """What is said above the minutes."""
    told = " Owners are told what was decided in their next letters." if decisions else ""
    return f"The meeting of {dates.in_words(meeting.held_on)} is ended.{told}"


def chair(meeting: Meeting) -> str:
    """Who chairs it, as a mention."""
    return parts.mention(meeting.chair) if meeting.chair else "Nobody"


def decision(item: Item, longest: int = 500) -> str:
    """What was decided on an item: "New date agreed: Friday 28 March 2025."."""
    lead = LEADS[item.decision] if item.decision else ""
    return f"{lead} {parts.quote(item.note or '', longest)}".strip()


def _who_came(members: Sequence[Member]) -> str:
    if all(member.came is None for member in members):
        return "Who came was not noted."
    came, not_there = (
        [escape(member.person.name) for member in members if bool(member.came) is there]
        for there in (True, False)
    )
    sorry = f" Not present: {wording.names(not_there)}." if not_there else ""
    return f"Present: {wording.names(came) or 'nobody'}.{sorry}"


def _minute(decided: Item) -> str:
    text = ""
    if decided.action is not None:
        text = parts.quote(decided.action.text, 200)
    elif decided.recommendation is not None:
        text = parts.quote(decided.recommendation.text, 200)
    return "\n".join(
        part for part in (f"*{_about(decided)}*", text, decision(decided, LONGEST_MINUTE)) if part
    )


def _about(decided: Item) -> str:
    if decided.action is not None:
        case = decided.action.case
        return f"{decided.action.name} · {case.reference if case else 'the service'}"
    return f"Audit of {decided.audit.case.reference}" if decided.audit else "For the service"
