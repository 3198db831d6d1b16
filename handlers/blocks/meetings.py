"""Meetings: when the next one is and what one may do for it, and the form that plans it."""

from collections.abc import Iterator, Sequence

from bot.invitations import FOR_MEMBERS, FOR_OWNERS
from bot.meetings import NONE_PLANNED, Outlook
from bot.rules import dates, wording
from bot.visit import Day
from handlers.blocks import chairing, minutes, parts
from handlers.blocks.parts import Block, Message, View, escape
from storage.models import Meeting, Member
from storage.words import MeetingState


def outlook(shown: Outlook, name: str, day: Day, note: str = "") -> Message:
    """The next meeting, and what the person may do for it; one that is under way stands at its item."""
    above = [parts.section(note)] if note else []
    if shown.meeting is None:
        blocks = [*above, parts.section(f"*{escape(name)}*\n{NONE_PLANNED}"), *_buttons(_to_do(shown))]
        return Message(f"{note} {escape(name)}: {NONE_PLANNED}".strip(), blocks)
    if shown.current is not None:
        return chairing.item(shown, shown.current, name, day, note)
    said = when(shown, day)
    blocks = [*above, parts.section(f"*{escape(name)}*\n{said}"), *_members(shown.members)]
    return Message(f"{note} {escape(name)}. {said}".strip(), [*blocks, *_buttons(_to_do(shown))])


def when(shown: Outlook, day: Day) -> str:
    """Which day it is on and who chairs, in a sentence or two."""
    meeting = shown.meeting
    if meeting is None:
        return NONE_PLANNED
    on = dates.in_words(meeting.held_on)
    chair = f" {minutes.chair(meeting)} chairs." if meeting.chair else ""
    if meeting.state is MeetingState.OPEN:
        at = f" at item {shown.current.item.position} of {shown.current.total:,}" if shown.current else ""
        return f"The meeting of {on} is under way{at}.{chair}"
    if meeting.held_on < day.date:
        return f"The meeting that was planned for {on} has not begun.{chair}"
    today = "today, " if meeting.held_on == day.date else "on "
    return f"The next meeting is {today}{on}.{chair}"


def buttons_for_home(shown: Outlook) -> Sequence[Block]:
    """What a chair presses in Home on the day."""
    meeting = shown.meeting
    if meeting is None:
        return []
    number = str(meeting.id)
    if meeting.state is MeetingState.OPEN:
        return [parts.button("Go on", "show_meeting", number, label="Go on with the meeting")]
    begin = [parts.button("Begin", "begin_meeting", number, label="Begin the meeting")]
    return [*(begin if shown.may_begin else []), parts.button("The pack", "see_pack", "pack")]


def planned(meeting: Meeting, day: Day) -> str:
    """What is said to who planned it."""
    calendar = day.calendar
    owners, pack_on = (calendar.after(meeting.held_on, -days) for days in (FOR_OWNERS, FOR_MEMBERS))
    told = (
        f"Owners are told on {dates.in_words(owners)} which of their actions will be before it, and members "
        f"get the pack on {dates.in_words(pack_on)}."
    )
    soon = "Owners and members are told in their next letters."
    return told if owners > day.date else soon


def plan_form(meeting: Meeting | None, members: Sequence[Member], *, is_new: bool, carried: str) -> View:
    """Day, chair and members: as they are, and of a new meeting those of the one before."""
    others = [member.person for member in members if meeting is None or member.person_id != meeting.chair_id]
    in_slack = [person.slack_id for person in others if person.slack_id]
    named = ", ".join(person.name for person in others if not person.slack_id)
    chair = meeting.chair.slack_id if meeting and meeting.chair else None
    return View(
        title="Plan a meeting" if is_new else "Change the meeting",
        callback_id="plan_meeting" if is_new else "change_meeting",
        submit="Plan" if is_new else "Save",
        carried=carried,
        blocks=[
            parts.question(
                "day",
                "Day",
                parts.date_input(meeting.held_on.isoformat() if meeting and not is_new else None),
                hint="A working day. Members get the pack three working days before it.",
            ),
            parts.question("chair", "Chair", parts.person_input(chair)),
            parts.question(
                "members", "Members", parts.people_input(in_slack), hint="They see the pack.", optional=True
            ),
            parts.question(
                "named",
                "Members without Slack",
                parts.text_input(named, longest=1000),
                hint="Their names as they were added to the bot, with commas between.",
                optional=True,
            ),
        ],
    )


def _to_do(shown: Outlook) -> Iterator[Block]:
    meeting = shown.meeting
    if meeting is not None and shown.may_begin:
        yield parts.button("Begin", "begin_meeting", str(meeting.id))
    if meeting is not None and shown.sees_pack:
        yield parts.button("The pack", "see_pack", "pack")
    if shown.may_run:
        yield parts.button("Plan a meeting", "plan_meeting", "new")
        if meeting is not None and meeting.state is MeetingState.PLANNED:
            yield parts.button("Change", "change_meeting", str(meeting.id))
        if meeting is not None and meeting.state is MeetingState.OPEN:
            yield from chairing.at_its_end(meeting)
    if shown.last is not None:
        on = shown.last.held_on
        label = f"Minutes of the meeting of {dates.in_words(on)}"
        yield parts.button("Minutes", "see_minutes", on.isoformat(), label=label)


def _buttons(buttons: Iterator[Block]) -> Sequence[Block]:
    made = list(buttons)
    return [parts.actions(*made)] if made else []


def _members(members: Sequence[Member]) -> Sequence[Block]:
    if not members:
        return []
    names = [parts.mention(member.person) for member in members]
    return [parts.context(f"Members: {wording.names(names)}")]
