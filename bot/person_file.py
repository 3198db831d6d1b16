"""The file of a person who works here: their own in Slack, all that is held at the command line."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import case_file, own_history, record
from bot.case_file import TITLES, Cell, Reading, Sheet
from bot.documents import EXCEL, Document
from bot.own_history import OwnHistory
from bot.reports import imprint
from bot.reports.imprint import Imprint
from bot.rules import wording
from bot.visit import Visit
from storage import person_holdings
from storage.models import Base, Letter, Person

WHOLE_NOTE = (
    "It is complete and as written: who answers a request looks through it for what is about children and "
    "other people before anything is handed over. docs/journal.md says how."
)
OWN_NOTE = (
    "It tells what was done, when and by whom. Of cases that you may not see now it says no more than that. "
    "For all that is held on you, with what was written, ask whoever answers requests for access."
)
_TITLES = {
    "people": "The person",
    "activities": "Programme",
    "sent_files": "Documents asked for",
    "members": "Meetings asked to",
    "posts": "Teams led",
}
# Of a person's file alone: where in Slack a thing is, and a digest that keeps it from being made twice.
LEFT_OUT = frozenset({"system_number", "asked", "channel", "ts", "file_id"})


@dataclass(frozen=True)
class PersonFile:
    """What is held on a person, by subject."""

    title: str
    notes: Sequence[str]
    sheets: Sequence[Sheet]
    imprint: Imprint
    file_title = "Everything held on a person"


def own(session: Session, visit: Visit) -> Document:
    """The history of whoever asks, whole, as they may see it. Raises NotFound."""
    shown = own_history.whole(session, visit)
    basis = "What you did in the record of the audits, and what others recorded that concerns you."
    held = PersonFile("Your history", (OWN_NOTE,), _own_sheets(visit, shown), imprint.of(visit, basis))
    return _document(visit, held)


def everything(session: Session, visit: Visit, person: Person) -> Document:
    """All that is held on the person, for a request for access, and notes that it was written out.

    For the command line alone.
    """
    record.note(session, visit, "person written out", person)
    reading = Reading(session, visit, is_of_case=False)
    rows = person_holdings.rows(session, person)
    basis = "Everything that the record of the audits holds on somebody who works or worked here."
    sheets = [
        *(_without(reading.sheet(kind, found, _title(kind)), kind) for kind, found in rows.items()),
        _letters(person_holdings.letters(session, person.id)),
        reading.journal(person_holdings.journal(session, person.id)),
    ]
    title = f"Everything held on {person.name}"
    return _document(visit, PersonFile(title, (WHOLE_NOTE,), sheets, imprint.of(visit, basis)))


def _document(visit: Visit, held: PersonFile) -> Document:
    from bot.reports import case_book  # noqa: PLC0415 - what writes workbooks is heavy

    return Document(f"history-{visit.today}{EXCEL}", held.title, case_book.written(held))


def _own_sheets(visit: Visit, shown: OwnHistory) -> Sequence[Sheet]:
    person, zone = shown.person, visit.terms.zone
    facts: list[Sequence[Cell]] = [
        ["Name", person.name],
        ["Role", wording.listed(sorted(role.label for role in person.roles))],
        ["Team", person.team.name if person.team else None],
        ["Leads", ", ".join(post.post.replace("_", " ") for post in person.posts)],
        ["Working days", person.working_days],
        ["Reminders paused until", person.paused_until],
        ["Open actions", shown.open_actions],
    ]
    done: list[Sequence[Cell]] = [
        [
            line.at.astimezone(zone).replace(tzinfo=None),
            "you" if line.is_theirs else line.by,
            wording.capital(line.event),
            ", ".join(line.about),
        ]
        for line in shown.lines
    ]
    return [
        Sheet("You", ["What", "As recorded"], facts),
        Sheet("Leave", ["From", "To"], [[leave.starts_on, leave.ends_on] for leave in shown.leave]),
        Sheet("What was done", ["When", "By", "What", "About"], done),
    ]


def _title(kind: type[Base]) -> str:
    name = str(kind.__tablename__)
    return TITLES.get(kind) or _TITLES.get(name) or wording.capital(name.replace("_", " "))


def _without(sheet: Sheet, kind: type[Base]) -> Sheet:
    """Without the columns that say nothing of the person."""
    keys = [column.key for column in case_file.shown(kind)]
    kept = [place for place, key in enumerate(keys) if key not in LEFT_OUT]
    return Sheet(
        sheet.title,
        [sheet.headings[place] for place in kept],
        [[row[place] for place in kept] for row in sheet.rows],
    )


def _letters(found: Sequence[Letter]) -> Sheet:
    rows: list[Sequence[Cell]] = [
        [letter.id, letter.day, letter.state.label, "taken back" if letter.taken_back_at else None]
        for letter in found
    ]
    return Sheet("Letters", ["Number", "Day", "What became of it", "Since"], rows)
