"""The pack of a meeting as a Word document, in the order in which the meeting goes through it."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from bot import meetings, packs
from bot.documents import WORD, Document, Wanted
from bot.errors import NotFound
from bot.packs import Entry, Pack, Section
from bot.reports import imprint
from bot.reports.grades_tables import by_grade
from bot.reports.word import Sheet
from bot.rules import dates
from bot.rules.wording import many, times
from bot.visit import Visit
from storage import meetings as stored
from storage.models import Action
from storage.words import ENDED, FindingKind, Status

MOST_THEMES = 10
WIDTHS = (2.3, 4.7, 2.6, 3.4, 3.5)


def make(session: Session, visit: Visit, wanted: Wanted) -> Document:
    """The pack of the meeting that is asked for, else of the one to come. Raises NotFound, NotAllowed."""
    meeting = stored.get(session, wanted.meeting_id) if wanted.meeting_id else meetings.pack_ahead(session)
    if meeting is None:
        raise NotFound("That meeting is no longer there.")
    pack = packs.of(session, visit, meeting, shown=None)
    title = f"{visit.terms.meeting_name}: pack for {dates.in_words(meeting.held_on)}"
    basis = "As laid down for the meeting." if pack.is_laid_down else "As it stands today."
    sheet = Sheet(title, imprint.of(visit, basis), visit.terms.template)
    _write(sheet, pack, visit)
    return Document(f"meeting-pack-{meeting.held_on.isoformat()}{WORD}", title, sheet.content())


def _write(sheet: Sheet, pack: Pack, visit: Visit) -> None:
    entries = pack.first
    chair = f"{pack.meeting.chair.name} chairs. " if pack.meeting.chair else ""
    sheet.text(f"{chair}What was closed is told since {dates.in_words(pack.since)}.")
    sheet.heading("Decisions wanted")
    wanted = [section for section in packs.WANTED if entries[section]]
    if not wanted:
        sheet.text("None.")
    for section in wanted:
        _section(sheet, section, entries[section], visit, level=2)
    for section in (Section.LATE, Section.INADEQUATE, Section.UNCHECKED, Section.NOT_DOING):
        _section(sheet, section, entries[section], visit)
    _grades(sheet, pack)
    _section(sheet, Section.SERVICE, entries[Section.SERVICE], visit)
    _themes(sheet, pack)
    _section(sheet, Section.CLOSED, entries[Section.CLOSED], visit)


def _section(sheet: Sheet, section: Section, entries: Sequence[Entry], visit: Visit, level: int = 1) -> None:
    sheet.heading(f"{section.label}: {len(entries):,}", level)
    if not entries:
        sheet.text("None.")
        return
    sheet.table(
        ["Item", "What it is", "Whose", "Dates", "Where it stands"],
        [_row(entry, visit) for entry in entries],
        caption=section.label,
        widths=WIDTHS,
        is_told=False,
    )


def _row(entry: Entry, visit: Visit) -> list[str]:
    if entry.action is not None:
        return _of_action(entry, entry.action, visit)
    if entry.audit is not None:
        by = f"To be followed up by {dates.in_words(entry.by)}" if entry.by else ""
        on = dates.in_words(entry.audit.audited_on)
        return [entry.audit.case.reference, f"Audit of {on}", entry.audit.auditor_name, by, "Inadequate"]
    text = entry.recommendation.text if entry.recommendation else ""
    to_do = f"{many(entry.to_do, 'action')} still to be done" if entry.to_do else "No action agreed yet"
    return ["The service", text, "", "", to_do]


def _of_action(entry: Entry, action: Action, visit: Visit) -> list[str]:
    about = action.case.reference if action.case else "the service"
    first = f"First due {dates.in_words(action.first_due_on)}"
    now = f"; now {dates.in_words(action.due_on)}" if action.due_on != action.first_due_on else ""
    return [
        f"{action.name}, {about}",
        action.text,
        action.owner.name,
        f"{first}{now}",
        "; ".join(_stands(entry, action, visit)),
    ]


def _stands(entry: Entry, action: Action, visit: Visit) -> Iterator[str]:
    yield action.status.label
    late = visit.terms.calendar.between(action.first_due_on, visit.today)
    if entry.section is Section.LATE and late:
        yield f"late by {many(late, 'working day')}"
    if entry.given:
        yield f"more time given {times(len(entry.given))}, the last time: {entry.given[-1].reason}"
    if entry.request:
        yield f"wanted until {dates.in_words(entry.request.wanted_on)}: {entry.request.reason}"
    if entry.section is Section.NOT_THEIRS and entry.why_disowned:
        yield f"not theirs, says the owner: {entry.why_disowned}"
    yield from _came_of(entry, action)


def _came_of(entry: Entry, action: Action) -> Iterator[str]:
    """Why it ended undone, or what is to be seen of it."""
    if entry.ending and action.status in ENDED:
        yield entry.ending.why
        if entry.ending.review_on:
            yield f"to be looked at again on {dates.in_words(entry.ending.review_on)}"
    if action.status is Status.DONE and action.evidence:
        yield f"where to look: {action.evidence}"
    if entry.section is Section.CLOSED:
        impact = entry.check.impact if entry.check else None
        yield f"made a difference: {impact.label.lower() if impact else 'not said yet'}"


def _grades(sheet: Sheet, pack: Pack) -> None:
    """Both grades, cohort by cohort."""
    sheet.heading("Grades by cohort and round")
    if not pack.grades:
        sheet.text("No audits.")
    for grades in pack.grades:
        by_grade(sheet, grades.cohort.plural, grades.rows)
    moved = pack.moderation
    sheet.heading("Moderation")
    sheet.text(f"{moved.unchanged:,} unchanged, {moved.raised:,} raised, {moved.lowered:,} lowered.")


def _themes(sheet: Sheet, pack: Pack) -> None:
    sheet.heading(f"Themes since {dates.in_words(pack.since)}")
    for kind, words in (
        (FindingKind.AREA, "Areas for development"),
        (FindingKind.STRENGTH, "What went well"),
    ):
        found = [one for one in pack.themes if one.kind is kind]
        named = [f"{one.theme or 'without a theme'} ({one.found_in:,})" for one in found[:MOST_THEMES]]
        sheet.text(f"{words}: {', '.join(named) or 'nothing was noted'}.")
    sheet.bullets(pack.strengths)
