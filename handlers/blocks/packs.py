"""The pack of a meeting, a page of one of its sections, and each thing that is before the meeting."""

from collections.abc import Iterator, Sequence

from bot.packs import WANTED, Entry, Grades, Pack, PackPage, Section
from bot.rules import dates, lifecycle, wording
from bot.rules.grades import WORST_TO_BEST
from bot.visit import Day
from handlers.blocks import actions, endings, extensions, minutes, parts
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Block, Message, escape
from storage.models import Action
from storage.words import FindingKind, Status

MOST_THEMES = 6
MOST_ROWS = 12
_OF_ENDINGS = (Section.LOOK_AGAIN, Section.NOT_DOING)


def pack(shown: Pack, name: str, day: Day) -> Message:
    """The whole pack: each section with its count and its first few rows, the rest a click away."""
    meeting = shown.meeting
    title = f"Pack: {name}"
    about = (
        f"{dates.in_words(meeting.held_on)} · {minutes.chair(meeting)} chairs · as it "
        f"{'was laid down for the meeting' if shown.is_laid_down else 'stands today'}. "
        f"Figures and themes are as of today; closed is what was closed since {dates.in_words(shown.since)}."
    )
    blocks = [parts.header(title), parts.context(about), *_sections_of(shown, day)]
    said = "; ".join(f"{section.label}: {shown.counts[section]:,}" for section in Section)
    return Message(
        parts.shorten(f"{escape(title)}. {dates.in_words(meeting.held_on)}. {said}.", parts.LONGEST_TEXT),
        blocks,
    )


def page(listing: Listing, shown: PackPage, day: Day) -> Message:
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
        *(parts.section("\n".join(entry(one, day))) for one in shown.entries),
        *actions.pager(listing, shown.first, shown.total),
        parts.actions(parts.button("The pack", "see_pack", "pack")),
    ]
    return Message(f"{title}. {span}", blocks)


def entry(shown: Entry, day: Day) -> Iterator[str]:
    """What the meeting needs to know of an item, in lines."""
    if shown.action is not None:
        yield actions.line(shown.action, day)
        yield from _of_action(shown, shown.action)
    elif shown.audit is not None:
        audit, by = shown.audit, shown.by
        yield f"*{audit.case.reference}* · {audit.reported_grade.label}"
        yield f"Audited {dates.in_words(audit.audited_on)} by {escape(audit.auditor_name)}"
        if by is not None:
            yield f"A follow-up audit is due by {dates.in_words(by)}."
    elif shown.recommendation is not None:
        yield f"*For the service:* {parts.quote(shown.recommendation.text, 500)}"
        yield _to_do_for(shown)


def _sections_of(shown: Pack, day: Day) -> Iterator[Block]:
    wanted = sum(shown.counts[section] for section in WANTED)
    yield parts.section(f"*Decisions wanted: {wording.many(wanted, 'item') if wanted else 'none'}*")
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
        owner = parts.mention(action.owner)
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
        yield f"more time given {wording.times(len(entry.given))}"
    if entry.request:
        yield f"wanted until {dates.in_words(entry.request.wanted_on)}"
    if entry.section in _OF_ENDINGS and entry.ending and entry.ending.review_on:
        yield f"to be looked at again on {dates.in_words(entry.ending.review_on)}"
    if entry.section is Section.CLOSED:
        impact = entry.check.impact if entry.check else None
        yield f"made a difference: {impact.label.lower() if impact else 'not said yet'}"


def _of_action(entry: Entry, action: Action) -> Iterator[str]:
    if entry.given:
        times = wording.times(len(entry.given))
        yield f"More time was given {times}; the last time: {parts.quote(entry.given[-1].reason, 200)}"
    if entry.request:
        yield extensions.request(entry.request)
    if action.disowned_on and entry.why_disowned:
        yield f"Not theirs, they say: {parts.quote(entry.why_disowned, 200)}"
    if entry.ending and not lifecycle.is_unfinished(action.status) and entry.section in _OF_ENDINGS:
        yield endings.outcome(entry.ending)
    if action.status is Status.DONE:
        yield from actions.where_to_look(action)
    if action.status is Status.CHECKED:
        yield _difference(entry)


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


def _grades(shown: Pack) -> str:
    span = f"rounds that began in {shown.years.first} or {shown.years.last}, and single audits"
    lines = [line for cohort in shown.grades for line in _of_cohort(cohort)]
    shortened = [*lines[:MOST_ROWS], *(["…and more: `/g2o grades`"] if len(lines) > MOST_ROWS else [])]
    rows = "\n".join(shortened) or "No audits."
    return f"*Grades by cohort and round*, {span}\n{rows}"


def _of_cohort(grades: Grades) -> Iterator[str]:
    for row in grades.rows:
        awaiting = f"; {row.awaiting:,} awaiting moderation" if row.awaiting else ""
        both = f"auditors {_counts(row.by_auditors)}; moderated {_counts(row.counts)}"
        said = both if sum(row.counts) else "no moderated grades yet"
        yield f"• {grades.cohort.plural}, {parts.quote(row.name, 60)}: {said}{awaiting}"


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
        f"{escape(entry.theme or 'without a theme')} ({entry.found_in:,})" for entry in found[:MOST_THEMES]
    ]
    more = [f"{len(found) - MOST_THEMES} more themes"] if len(found) > MOST_THEMES else []
    return ", ".join([*named, *more]) or "nothing was noted"
