"""The item that is before a meeting, with the buttons and forms of whoever runs it."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.chairing import Current
from bot.meetings import Outlook
from bot.packs import Entry, Section
from bot.rules import dates, lifecycle
from bot.visit import Day
from handlers.blocks import minutes, packs, parts
from handlers.blocks.parts import Block, Message, View, escape
from storage.models import Action, Meeting, Member
from storage.words import Impact, Status

# Slack takes ten ticks in a row and no more.
TICKS = 10


def current_line(current: Current) -> str:
    """Which item is before the meeting, in a line."""
    action, audit = current.entry.action, current.entry.audit
    about = action.name if action else audit.case.reference if audit else "a recommendation to the service"
    return f"Before it now: {about} ({current.entry.section.label.lower()})."


def item(shown: Outlook, current: Current, name: str, day: Day, note: str = "") -> Message:
    """The item that is before the meeting, with its buttons for whoever runs it."""
    meeting = current.meeting
    at = f"Item {current.item.position} of {current.total:,} · {current.entry.section.label}"
    lines = "\n".join([*packs.entry(current.entry, day), *_said_of(current)])
    blocks = [
        *([parts.section(note)] if note else []),
        parts.context(f"{escape(name)}, {dates.in_words(meeting.held_on)}. {minutes.chair(meeting)} chairs."),
        parts.section(f"*{at}*\n{lines}"),
    ]
    if shown.may_run:
        blocks += [parts.actions(*_decisions(current)), *_ways_on(shown, current, meeting)]
    else:
        blocks.append(parts.actions(*_looking_on(meeting)))
    return Message(parts.shorten(f"{note} {at}. {lines}".strip(), parts.LONGEST_TEXT), blocks)


def _looking_on(meeting: Meeting) -> Sequence[Block]:
    return [
        parts.button("Where it is now", "show_meeting", str(meeting.id)),
        parts.button("The pack", "see_pack", "pack"),
    ]


def _said_of(current: Current) -> Sequence[str]:
    if current.item.decision:
        return [f"*Decided:* {minutes.decision(current.item)}"]
    if current.elsewhere:
        return [f"*Decided at item {current.elsewhere.position}:* {minutes.decision(current.elsewhere)}"]
    return []


def _decisions(current: Current) -> Iterator[Block]:
    seen = f"{current.item.id} {current.item.version}"
    entry, action = current.entry, current.entry.action
    if action is not None:
        yield from _to_be_done(entry, action, seen)
        yield from _done_or_ended(entry, action, seen)
    yield parts.button("Note a decision", "meeting_note", seen)
    if entry.recommendation is not None:
        yield parts.button("Agree an action", "agree_action", str(entry.recommendation.id))
    case = action.case if action is not None else entry.audit.case if entry.audit else None
    if case is not None:
        yield parts.button("Open case", "open_case", case.reference)


def _to_be_done(entry: Entry, action: Action, seen: str) -> Iterator[Block]:
    if not lifecycle.is_unfinished(action.status):
        return
    yield parts.button("Agree new date", "meeting_date", seen)
    yield parts.button("Give to somebody", "meeting_give", seen)
    yield parts.button("Agree not to do", "meeting_not_to_do", seen)
    if entry.section is Section.MORE_TIME and entry.request:
        yield parts.button("Keep the date", "meeting_keep", seen)
    if entry.section is Section.NOT_THEIRS and action.disowned_on:
        yield parts.button("Still theirs", "meeting_keep", seen)


def _done_or_ended(entry: Entry, action: Action, seen: str) -> Iterator[Block]:
    if action.status is Status.DONE:
        yield parts.button("Yes, it is done", "meeting_check", seen)
        yield parts.button("Not yet", "meeting_not_yet", seen)
    elif action.status is Status.CHECKED:
        options = [(answer.label, f"{seen} {answer.value}") for answer in Impact]
        yield parts.select("meeting_impact", "Did it make a difference?", options)
    elif entry.section is Section.LOOK_AGAIN and entry.ending:
        yield parts.button("Still not to be done", "meeting_not_to_do", seen)
        yield parts.button("Take up again", "meeting_take_up", seen)


def _ways_on(shown: Outlook, current: Current, meeting: Meeting) -> Iterator[Block]:
    number = str(current.item.id)
    yield (
        parts.actions(
            *([parts.button("Back", "meeting_back", number)] if current.item.position > 1 else []),
            *(
                [parts.button("Next", "meeting_next", number)]
                if current.item.position < current.total
                else []
            ),
            *([_sections(shown, number)] if len(shown.counts) > 1 else []),
        )
        if current.total > 1
        else parts.context("There is one item.")
    )
    yield parts.actions(*at_its_end(meeting))


def at_its_end(meeting: Meeting) -> Sequence[Block]:
    """What ends it: who came, and the end itself."""
    return [
        parts.button("Who came", "who_came", str(meeting.id)),
        parts.asking_first(
            parts.button("End the meeting", "end_meeting", str(meeting.id)),
            "End the meeting?",
            "Nothing can be decided in it after that, and owners are told what was.",
            "End it",
        ),
    ]


def _sections(shown: Outlook, number: str) -> Block:
    options = [
        (f"{section.label} ({count:,})", f"{number} {section.value}") for section, count in shown.counts
    ]
    return parts.select("meeting_section", "Go to", options)


def date_form(current: Current, day: Day, carried: str) -> View:
    """Until when? The day that was asked for stands in it already."""
    request = current.entry.request
    wanted = request.wanted_on.isoformat() if request and request.wanted_on >= day.date else None
    return _form(
        ("Agree new date", "meeting_date", "Agree"),
        current,
        day,
        carried,
        parts.question(
            "day", "New date", parts.date_input(wanted), hint="It counts as more time given by the chair."
        ),
        _note("Anything to note with it?", optional=True),
    )


def give_form(current: Current, day: Day, carried: str) -> View:
    """To whom?"""
    return _form(
        ("Give to somebody", "meeting_give", "Give"),
        current,
        day,
        carried,
        parts.question("owner", "Who is to do it?", parts.person_input(None), optional=True),
        parts.question(
            "owner_name",
            "Or an owner without Slack",
            parts.text_input(None, longest=80),
            hint="The name, as it was added to the bot.",
            optional=True,
        ),
        _note("Anything to note with it?", optional=True),
    )


def not_to_do_form(current: Current, day: Day, carried: str) -> View:
    """Why, and when is it looked at again?"""
    return _form(
        ("Agree not to do", "meeting_not_to_do", "Approve"),
        current,
        day,
        carried,
        parts.question(
            "why",
            "Why?",
            parts.text_input(None, longest=1000, multiline=True),
            hint="Its owner reads this. No names of children, no addresses.",
        ),
        parts.question("review", "When is this looked at again?", parts.date_input(None)),
    )


def not_yet_form(current: Current, day: Day, carried: str) -> View:
    """What is still to be done?"""
    return _form(
        ("Not yet done", "meeting_not_yet", "Open it again"),
        current,
        day,
        carried,
        _note("What is still to be done?"),
    )


def note_form(current: Current, day: Day, carried: str) -> View:
    """What was decided?"""
    note = _note("What was decided?")
    return _form(("Note a decision", "meeting_note", "Save"), current, day, carried, note)


FORMS: Mapping[str, Callable[[Current, Day, str], View]] = {
    "date": date_form,
    "give": give_form,
    "not_to_do": not_to_do_form,
    "not_yet": not_yet_form,
    "note": note_form,
}


def _form(words: tuple[str, str, str], current: Current, day: Day, carried: str, *questions: Block) -> View:
    title, callback_id, submit = words
    about = parts.section("\n".join(packs.entry(current.entry, day)))
    return View(
        title=title, callback_id=callback_id, submit=submit, carried=carried, blocks=[about, *questions]
    )


def _note(label: str, *, optional: bool = False) -> Block:
    return parts.question(
        "note",
        label,
        parts.text_input(None, longest=1000, multiline=True),
        hint="It is in the minutes, and its owner reads it. No names of children, no addresses.",
        optional=optional,
    )


def who_came_form(members: Sequence[Member], carried: str) -> View:
    """A tick for each member who came."""
    rows = [members[begin : begin + TICKS] for begin in range(0, len(members), TICKS)]
    return View(
        title="Who came",
        callback_id="who_came",
        submit="Save",
        carried=carried,
        blocks=[_ticks(row, position) for position, row in enumerate(rows)],
    )


def _ticks(members: Sequence[Member], position: int) -> Block:
    options = [parts.option(member.person.name, str(member.person_id)) for member in members]
    ticked = [str(member.person_id) for member in members if member.came]
    label = "Who came?" if position == 0 else "And of these?"
    return parts.question(came_field(position), label, parts.ticks_input(ticked, options), optional=True)


def came_field(position: int) -> str:
    """The field of the n-th row of ticks, counted from 0."""
    return f"came_{position}"
