"""The minutes of a meeting as a Word document: who came, what was decided, and when the next one is."""

from sqlalchemy.orm import Session

from bot import meetings
from bot.decisions import LEADS
from bot.documents import WORD, Document, Wanted
from bot.errors import NotFound
from bot.reports import imprint
from bot.reports.word import Sheet
from bot.rules import dates
from bot.rules.wording import many
from bot.visit import Visit
from storage import meetings as stored
from storage.models import Item
from storage.words import MeetingState


def make(session: Session, visit: Visit, wanted: Wanted) -> Document:
    """The minutes of the meeting that is asked for, else of the last one. Raises NotFound, NotAllowed."""
    asked = stored.get(session, wanted.meeting_id) if wanted.meeting_id else stored.last_held(session)
    if asked is None:
        raise NotFound("There was no meeting yet, so there are no minutes.")
    shown = meetings.minutes(session, visit, asked.held_on)
    decided = stored.decided(session, asked.id, offset=0, limit=None)
    title = f"{visit.terms.meeting_name}: minutes of {dates.in_words(asked.held_on)}"
    state = (
        "The meeting is over." if asked.state is MeetingState.CLOSED else "The meeting is still under way."
    )
    sheet = Sheet(title, imprint.of(visit, state), visit.terms.template)
    if asked.chair:
        sheet.text(f"Chair: {asked.chair.name}")
    came = [member.person.name for member in shown.members if member.came]
    away = [member.person.name for member in shown.members if member.came is False]
    if came or away:
        sheet.text(f"Present: {', '.join(came) or 'nobody'}")
        sheet.text(f"Not present: {', '.join(away) or 'nobody'}")
    else:
        sheet.text("Who came was not noted.")
    sheet.heading("Decisions")
    sheet.text(f"{many(len(decided), 'decision')} on {many(shown.items, 'item')}.")
    if decided:
        sheet.table(
            ["Item", "What it is", "Whose", "Decision"],
            [_row(item) for item in decided],
            caption="What the meeting decided",
            widths=(2.8, 5.6, 2.8, 5.4),
        )
    sheet.heading("Next meeting")
    sheet.text(dates.in_words(shown.next_day) if shown.next_day else "Not planned yet.")
    return Document(f"minutes-{asked.held_on.isoformat()}{WORD}", title, sheet.content())


def _row(item: Item) -> list[str]:
    said = f"{LEADS[item.decision] if item.decision else ''} {item.note or ''}".strip()
    if item.action is not None:
        about = item.action.case.reference if item.action.case else "the service"
        return [f"{item.action.name}, {about}", item.action.text, item.action.owner.name, said]
    if item.audit is not None:
        return [item.audit.case.reference, f"Audit of {dates.in_words(item.audit.audited_on)}", "", said]
    return ["The service", item.recommendation.text if item.recommendation else "", "", said]
