"""Meetings: when the next one is, its pack, the item that is before it, its forms and its minutes."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.meetings import NONE_PLANNED, Current, Minutes, Outlook
from bot.packs import WANTED, Entry, Grades, Pack, PackPage, Section
from bot.rules import dates, lifecycle
from bot.rules.grades import WORST_TO_BEST
from bot.visit import Day
from handlers.blocks import actions, endings, extensions, parts
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Block, Message, View, escape
from storage.models import Action, Item, Meeting, Member
from storage.words import Decision, FindingKind, MeetingState, Status

MOST_THEMES = 6
MOST_NAMED = 30
LONGEST_MINUTE = 700
# Slack takes ten ticks in a row and no more.
TICKS = 10

_LEADS = {
    Decision.NEW_DATE: "New date agreed:",
    Decision.GIVEN: "Given to",
    Decision.NOT_DOING: "Agreed not to do.",
    Decision.NOTED: "Noted:",
}


def decision(item: Item, longest: int = 500) -> str:
    """What was decided on an item: "New date agreed: Friday 28 March 2025."."""
    lead = _LEADS[item.decision] if item.decision else ""
    return f"{lead} {parts.quote(item.note or '', longest)}".strip()


# --- when it is


def outlook(shown: Outlook, name: str, day: Day, note: str = "") -> Message:
    """The next meeting, and what the person may do for it; one that is under way stands at its item."""
    above = [parts.section(note)] if note else []
    if shown.meeting is None:
        text = f"{NONE_PLANNED}"
        blocks = [*above, parts.section(f"*{escape(name)}*\n{text}"), *_buttons(_to_do(shown))]
        return Message(f"{note} {escape(name)}: {text}".strip(), blocks)
    if shown.current is not None:
        return item(shown, name, day, note)
    said = when(shown, day)
    blocks = [*above, parts.section(f"*{escape(name)}*\n{said}"), *_members(shown.members)]
    return Message(f"{note} {escape(name)}. {said}".strip(), [*blocks, *_buttons(_to_do(shown))])


def when(shown: Outlook, day: Day) -> str:
    """Which day it is on and who chairs, in a sentence or two."""
    meeting = shown.meeting
    if meeting is None:
        return NONE_PLANNED
    on = dates.in_words(meeting.held_on)
    chair = f" {_chair(meeting)} chairs." if meeting.chair else ""
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
            yield from _at_its_end(meeting)
    if shown.last is not None:
        on = shown.last.held_on
        label = f"Minutes of the meeting of {dates.in_words(on)}"
        yield parts.button("Minutes", "see_minutes", on.isoformat(), label=label)


def _at_its_end(meeting: Meeting) -> Sequence[Block]:
    return [
        parts.button("Who came", "who_came", str(meeting.id)),
        parts.asking_first(
            parts.button("End the meeting", "end_meeting", str(meeting.id)),
            "End the meeting?",
            "Nothing can be decided in it after that, and owners are told what was.",
            "End it",
        ),
    ]


def _buttons(buttons: Iterator[Block]) -> Sequence[Block]:
    made = list(buttons)
    return [parts.actions(*made)] if made else []


def _members(members: Sequence[Member]) -> Sequence[Block]:
    if not members:
        return []
    names = [parts.mention(member.person.name, member.person.slack_id) for member in members[:MOST_NAMED]]
    more = [f"{len(members) - MOST_NAMED} more"] if len(members) > MOST_NAMED else []
    return [parts.context(f"Members: {', '.join([*names, *more])}")]


def _chair(meeting: Meeting) -> str:
    return parts.mention(meeting.chair.name, meeting.chair.slack_id) if meeting.chair else "Nobody"


# --- the item that is before it


def current_line(current: Current) -> str:
    """Which item is before the meeting, in a line."""
    action, audit = current.entry.action, current.entry.audit
    about = action.name if action else audit.case.reference if audit else "a recommendation to the service"
    return f"Before it now: {about} ({current.entry.section.label.lower()})."


def item(shown: Outlook, name: str, day: Day, note: str = "") -> Message:
    """The item that is before the meeting, with its buttons for whoever runs it."""
    current, meeting = shown.current, shown.meeting
    if current is None or meeting is None:
        return outlook(shown, name, day, note)
    at = f"Item {current.item.position} of {current.total:,} · {current.entry.section.label}"
    lines = "\n".join([*_entry(current.entry, day), *_said_of(current)])
    blocks = [
        *([parts.section(note)] if note else []),
        parts.context(f"{escape(name)}, {dates.in_words(meeting.held_on)}. {_chair(meeting)} chairs."),
        parts.section(f"*{at}*\n{lines}"),
    ]
    if shown.may_run:
        blocks += [parts.actions(*_decisions(current)), *_ways_on(shown, current, meeting)]
    return Message(parts.shorten(f"{note} {at}. {lines}".strip(), parts.LONGEST_TEXT), blocks)


def _said_of(current: Current) -> Sequence[str]:
    return [f"*Decided:* {decision(current.item)}"] if current.item.decision else []


def _decisions(current: Current) -> Iterator[Block]:
    seen = f"{current.item.id} {current.item.version}"
    entry, action = current.entry, current.entry.action
    if action is not None and lifecycle.is_unfinished(action.status):
        yield parts.button("Agree new date", "meeting_date", seen)
        yield parts.button("Give to somebody", "meeting_give", seen)
        yield parts.button("Agree not to do", "meeting_not_to_do", seen)
        if entry.section is Section.MORE_TIME and entry.request:
            yield parts.button("Keep the date", "meeting_keep", seen)
        if entry.section is Section.NOT_THEIRS and action.disowned_on:
            yield parts.button("Still theirs", "meeting_keep", seen)
    elif action is not None and entry.section is Section.LOOK_AGAIN and entry.ending:
        yield parts.button("Still not to be done", "meeting_not_to_do", seen)
    yield parts.button("Note a decision", "meeting_note", seen)
    if entry.recommendation is not None:
        yield parts.button("Agree an action", "agree_action", str(entry.recommendation.id))
    case = action.case if action is not None else entry.audit.case if entry.audit else None
    if case is not None:
        yield parts.button("Open case", "open_case", case.reference)


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
    yield parts.actions(*_at_its_end(meeting))


def _sections(shown: Outlook, number: str) -> Block:
    options = [
        (f"{section.label} ({count:,})", f"{number} {section.value}") for section, count in shown.counts
    ]
    return parts.select("meeting_section", "Go to", options)


def _entry(entry: Entry, day: Day) -> Iterator[str]:
    """What the meeting needs to know of an item, in lines."""
    if entry.action is not None:
        yield actions.line(entry.action, day)
        yield from _of_action(entry, entry.action)
    elif entry.audit is not None:
        audit, by = entry.audit, entry.by
        yield f"*{audit.case.reference}* · {audit.reported_grade.label}"
        yield f"Audited {dates.in_words(audit.audited_on)} by {escape(audit.auditor_name)}"
        if by is not None:
            yield f"A follow-up audit is due by {dates.in_words(by)}."
    elif entry.recommendation is not None:
        yield f"*For the service:* {parts.quote(entry.recommendation.text, 500)}"
        yield _to_do_for(entry)


def _of_action(entry: Entry, action: Action) -> Iterator[str]:
    if entry.given:
        times = "once" if len(entry.given) == 1 else f"{len(entry.given)} times"
        yield f"More time was given {times}; the last time: {parts.quote(entry.given[-1].reason, 200)}"
    if entry.request:
        yield extensions.request(entry.request)
    if action.disowned_on and entry.why_disowned:
        yield f"Not theirs, they say: {parts.quote(entry.why_disowned, 200)}"
    if entry.ending and not lifecycle.is_unfinished(action.status) and entry.section in _OF_ENDINGS:
        yield endings.outcome(entry.ending)
    if action.status is Status.CHECKED:
        yield _difference(entry)


_OF_ENDINGS = (Section.LOOK_AGAIN, Section.NOT_DOING)


def _difference(entry: Entry) -> str:
    impact = entry.check.impact if entry.check else None
    return f"Did it make a difference? {impact.label if impact else 'Nobody has said yet'}."


def _to_do_for(entry: Entry) -> str:
    if not entry.to_do:
        return "No action is agreed for it yet."
    return (
        "1 action is still to be done."
        if entry.to_do == 1
        else f"{entry.to_do:,} actions are still to be done."
    )


# --- the pack


def pack(shown: Pack, name: str, day: Day) -> Message:
    """The whole pack: each section with its count and its first few rows, the rest a click away."""
    meeting = shown.meeting
    title = f"Pack: {name}"
    about = (
        f"{dates.in_words(meeting.held_on)} · {_chair(meeting)} chairs · as it "
        f"{'was laid down for the meeting' if shown.is_laid_down else 'stands today'}. "
        f"Figures and themes are as of today; closed is what was closed since {dates.in_words(shown.since)}."
    )
    blocks = [parts.header(title), parts.context(about), *_sections_of(shown, day)]
    said = "; ".join(f"{section.label}: {shown.counts[section]:,}" for section in Section)
    return Message(
        parts.shorten(f"{escape(title)}. {dates.in_words(meeting.held_on)}. {said}.", parts.LONGEST_TEXT),
        blocks,
    )


def _sections_of(shown: Pack, day: Day) -> Iterator[Block]:
    wanted = sum(shown.counts[section] for section in WANTED)
    yield parts.section(f"*Decisions wanted: {_many(wanted, 'item')}*")
    for section in WANTED:
        if shown.counts[section]:
            yield _part(shown, section, day)
    for section in (Section.LATE, Section.INADEQUATE, Section.UNCHECKED, Section.NOT_DOING):
        yield _part(shown, section, day)
    yield parts.section(_grades(shown))
    yield parts.section(_moderation(shown))
    yield _part(shown, Section.SERVICE, day)
    yield parts.section(_themes(shown))
    yield _part(shown, Section.CLOSED, day)


def _part(shown: Pack, section: Section, day: Day) -> Block:
    count, first = shown.counts[section], shown.first[section]
    lines = [f"*{section.label}: {count:,}*", *(_row(entry, day) for entry in first)]
    if not count:
        return parts.section(f"*{section.label}:* none")
    listing = str(Listing("pack", section.value))
    return parts.section(
        "\n".join(lines),
        parts.button("See all", "see_list", listing, label=f"See all: {section.label}"),
    )


def _row(entry: Entry, day: Day) -> str:
    """One item in two short lines."""
    action = entry.action
    if action is not None:
        about = action.case.reference if action.case else "the service"
        owner = parts.mention(action.owner.name, action.owner.slack_id)
        more = [*_briefly(entry, action)]
        facts = " · ".join([f"*{action.name}*", about, actions.lateness(action, day), owner, *more])
        return f"• {facts}\n   {parts.quote(action.text, 90)}"
    if entry.audit is not None:
        by = f" · follow-up audit due by {dates.in_words(entry.by)}" if entry.by else ""
        return f"• *{entry.audit.case.reference}* · audited {dates.in_words(entry.audit.audited_on)}{by}"
    text = parts.quote(entry.recommendation.text, 90) if entry.recommendation else ""
    return f"• {text} {_to_do_for(entry)}"


def _briefly(entry: Entry, action: Action) -> Iterator[str]:
    if entry.section is Section.LATE:
        yield f"first due {dates.in_words(action.first_due_on)}"
    if entry.given:
        yield f"more time given {'once' if len(entry.given) == 1 else f'{len(entry.given)} times'}"
    if entry.request:
        yield f"wanted until {dates.in_words(entry.request.wanted_on)}"
    if entry.section in _OF_ENDINGS and entry.ending and entry.ending.review_on:
        yield f"to be looked at again on {dates.in_words(entry.ending.review_on)}"
    if entry.section is Section.CLOSED:
        impact = entry.check.impact if entry.check else None
        yield f"made a difference: {impact.label.lower() if impact else 'not said yet'}"


def _grades(shown: Pack) -> str:
    span = f"rounds that began in {shown.years.first} or {shown.years.last}, and single audits"
    lines = [line for cohort in shown.grades for line in _of_cohort(cohort)]
    shortened = [*lines[:MOST_ROWS], *(["…and more: `/g2o grades`"] if len(lines) > MOST_ROWS else [])]
    rows = "\n".join(shortened) or "No audits."
    return f"*Grades by cohort and round*, {span}\n{rows}"


MOST_ROWS = 12


def _of_cohort(grades: Grades) -> Iterator[str]:
    for row in grades.rows:
        awaiting = f"; {row.awaiting:,} awaiting moderation" if row.awaiting else ""
        both = f"auditors {_counts(row.by_auditors)}; moderated {_counts(row.counts)}"
        yield f"• {grades.cohort.plural}, {parts.quote(row.name, 60)}: {both}{awaiting}"


def _counts(counts: Sequence[int]) -> str:
    """The counts from worst to best, of those grades that there are: "2 Good, 1 Outstanding"."""
    pairs = zip(counts, WORST_TO_BEST, strict=True)
    return ", ".join(f"{count:,} {grade.label}" for count, grade in pairs if count) or "none"


def _moderation(shown: Pack) -> str:
    moved = shown.moderation
    return (
        f"*Moderation*\n{moved.unchanged:,} unchanged, {moved.raised:,} raised, {moved.lowered:,} lowered, "
        "of these audits."
    )


def _themes(shown: Pack) -> str:
    areas, well = (_of_kind(shown, kind) for kind in (FindingKind.AREA, FindingKind.STRENGTH))
    quoted = [f"• {parts.quote(text, 150)}" for text in shown.strengths]
    return "\n".join(
        [
            f"*Themes since {dates.in_words(shown.since)}*",
            f"Areas for development: {areas}",
            f"What went well: {well}",
            *quoted,
        ]
    )


def _of_kind(shown: Pack, kind: FindingKind) -> str:
    found = [entry for entry in shown.themes if entry.kind is kind]
    named = [
        f"{escape(entry.theme or 'without a theme')} {entry.findings:,}" for entry in found[:MOST_THEMES]
    ]
    more = [f"{len(found) - MOST_THEMES} more themes"] if len(found) > MOST_THEMES else []
    return ", ".join([*named, *more]) or "nothing was noted"


def pack_page(listing: Listing, shown: PackPage, day: Day) -> Message:
    """One page of a section of the pack."""
    title = f"{shown.section.label}: {shown.total:,}"
    if not shown.entries:
        return Message.plain(f"{shown.section.label}: none.")
    last = shown.first + len(shown.entries) - 1
    on = dates.in_words(shown.meeting.held_on)
    span = f"{shown.first} to {last} of {shown.total:,}, for the meeting of {on}."
    blocks = [
        parts.header(title),
        parts.context(span),
        *(parts.section("\n".join(_entry(entry, day))) for entry in shown.entries),
        *actions.pager(listing, shown.first, shown.total),
        parts.actions(parts.button("The pack", "see_pack", "pack")),
    ]
    return Message(f"{title}. {span}", blocks)


# --- the minutes


def minutes(listing: Listing, shown: Minutes, name: str, note: str = "") -> Message:
    """What the meeting decided, who came, and when the next one is."""
    meeting = shown.meeting
    title = f"Minutes: {name}"
    chair = f"{_chair(meeting)} chaired." if meeting.chair else ""
    how_many = f"{_many(shown.total, 'decision')} on {_many(shown.items, 'item')}."
    state = "" if meeting.state is MeetingState.CLOSED else " It is still under way."
    about = f"{dates.in_words(meeting.held_on)}. {chair} {how_many}{state}"
    then = f"Next meeting: {dates.in_words(shown.next_day)}." if shown.next_day else NONE_PLANNED
    blocks = [
        *([parts.section(note)] if note else []),
        parts.header(title),
        parts.section(f"{about}\n{_who_came(shown.members)}"),
        *(parts.section(_minute(decided)) for decided in shown.decided),
        *actions.pager(listing, shown.first, shown.total),
        parts.context(then),
    ]
    said = " ".join(f"{_about(decided)}: {decision(decided)}" for decided in shown.decided)
    text = f"{note} {escape(title)}. {about} {said} {then}".strip()
    return Message(parts.shorten(text, parts.LONGEST_TEXT), blocks)


def _who_came(members: Sequence[Member]) -> str:
    if all(member.came is None for member in members):
        return "Who came was not noted."
    came, not_there = (
        [escape(member.person.name) for member in members if bool(member.came) is there]
        for there in (True, False)
    )
    sorry = f" Not there: {_names(not_there)}." if not_there else ""
    return f"There: {_names(came) or 'nobody'}.{sorry}"


def _names(names: Sequence[str]) -> str:
    more = [f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    return ", ".join([*names[:MOST_NAMED], *more])


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


# --- the forms


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


def date_form(current: Current, day: Day, carried: str) -> View:
    """Until when?"""
    return _form(
        ("Agree new date", "meeting_date", "Agree"),
        current,
        day,
        carried,
        parts.question(
            "day", "New date", parts.date_input(None), hint="It counts as more time given by the chair."
        ),
        _note(),
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
        _note(),
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


def note_form(current: Current, day: Day, carried: str) -> View:
    """What was decided?"""
    return _form(("Note a decision", "meeting_note", "Save"), current, day, carried, _note(is_decision=True))


def _form(words: tuple[str, str, str], current: Current, day: Day, carried: str, *questions: Block) -> View:
    title, callback_id, submit = words
    about = parts.section("\n".join(_entry(current.entry, day)))
    return View(
        title=title, callback_id=callback_id, submit=submit, carried=carried, blocks=[about, *questions]
    )


def _note(*, is_decision: bool = False) -> Block:
    return parts.question(
        "note",
        "What was decided?" if is_decision else "Anything to note with it?",
        parts.text_input(None, longest=1000, multiline=True),
        hint="It is in the minutes, and its owner reads it. No names of children, no addresses.",
        optional=not is_decision,
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


FORMS: Mapping[str, Callable[[Current, Day, str], View]] = {
    "date": date_form,
    "give": give_form,
    "not_to_do": not_to_do_form,
    "note": note_form,
}


def planned(meeting: Meeting, day: Day) -> str:
    """What is said to who planned it."""
    calendar = day.calendar
    owners, pack_on = (calendar.after(meeting.held_on, -days) for days in (5, 3))
    told = (
        f"Owners are told on {dates.in_words(owners)} which of their actions will be before it, and members "
        f"get the pack on {dates.in_words(pack_on)}."
    )
    soon = "Owners and members are told in their next letters."
    return (
        f"The meeting is on {dates.in_words(meeting.held_on)}; {_chair(meeting)} chairs. "
        f"{told if owners > day.date else soon}"
    )


def ended(meeting: Meeting, decisions: int) -> str:
    """What is said above the minutes."""
    told = " Whose actions these are is told in the next letter." if decisions else ""
    return f"The meeting of {dates.in_words(meeting.held_on)} is ended.{told}"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
