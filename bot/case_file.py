"""The file of a case: everything that is held on it, for the child's record or for who asks for it.

It is read column by column from the tables themselves, so that a new column is in it from the day on which
there is one.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import cases, people, record
from bot.documents import EXCEL, Document
from bot.reports import imprint
from bot.reports.imprint import Imprint
from bot.rules import dates
from bot.rules.rights import Right
from bot.visit import Visit
from storage import holdings
from storage.holdings import Entry, Written
from storage.models import (
    Action,
    Audit,
    Base,
    Case,
    Challenge,
    Check,
    Draw,
    Ending,
    Extension,
    Finding,
    FollowUp,
    Hold,
    Item,
    Notice,
    Pick,
    Recommendation,
    Review,
)
from storage.words import Door, Word

Cell = str | int | date | datetime | None

TITLES: Mapping[type[Base], str] = {
    Case: "The case",
    Hold: "Holds",
    Pick: "Draws",
    Audit: "Audits",
    FollowUp: "Follow-up audits",
    Finding: "Findings",
    Challenge: "Challenges",
    Recommendation: "Recommendations",
    Action: "Actions",
    Extension: "More time",
    Check: "Checks and impact",
    Ending: "Ended undone",
    Item: "Meetings",
    Review: "Plan reviews",
    Notice: "What people were told",
}
LETTERS, JOURNAL = "Letters", "Who did what"

# What is not in the file, and why. By column, or by table and column.
LEFT_OUT: Mapping[str, str] = {
    "version": "counts edits, so that two people do not overwrite each other; the edits are in the journal",
    "actions.quiet_until": "the clock's own note of when to look at the action next",
    "notices.key": "keeps the same thing from being told twice; made of what stands in the other columns",
}

_HEADINGS: Mapping[str, str] = {
    "id": "Number",
    "system_number": "Case-system number",
    "text": "Text as written",
    "why": "Why",
    "from_file": "Rests on the case file",
    "from_worker": "Rests on an interview with the worker",
    "from_manager": "Rests on a discussion with the team manager",
    "from_family": "Rests on feedback of the child, young person or carers",
    "audits.grade": "Auditor's grade",
    "is_later": "Kept for the next round",
    "is_granted": "Granted",
    "is_done": "Found done",
    "wanted_on": "Until when",
    "first_id": "Follows up",
    "rung": "Working days from the due date",
    "told": "Told of",
    "note": "Note as written",
    "notices.note": "Words that were told",
    "notices.person_id": "For whom",
    "disowned_on": "Said not to be theirs on",
    "evidence": "Where it can be seen",
    "picked_on": "Means to do it on",
    "due_on": "Due on",
}
_BOOLEANS = {True: "yes", False: "no"}


NUMBER_NOTE = (
    "This file holds the case system's number, as it is for the child's record. Keep it where the record is "
    "kept, and send it nowhere else."
)
NO_NUMBER_NOTE = (
    "It goes through Slack, where the case system's number is never told, so that is left out of it. Keep it "
    "where the record is kept, and send it nowhere else."
)
OTHERS_NOTE = (
    "It is complete and as written: who answers a request looks through it for what is about other people "
    "before anything is handed over. docs/records.md says how."
)

NUMBER = "system_number"
KEPT_OUTSIDE = "kept outside Slack"


@dataclass(frozen=True)
class Sheet:
    """What is held of one subject."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class CaseFile:
    """All that is held on a case, by subject; a subject of which nothing is held has no rows.

    `tells_number`: the case system's number is in it, as it is where it does not go through Slack.
    """

    reference: str
    sheets: Sequence[Sheet]
    imprint: Imprint
    tells_number: bool
    file_title = "Everything held on a case"

    @property
    def title(self) -> str:
        return f"Everything held on case {self.reference}"

    @property
    def notes(self) -> Sequence[str]:
        """What whoever hands it on must know."""
        return NUMBER_NOTE if self.tells_number else NO_NUMBER_NOTE, OTHERS_NOTE


def make(session: Session, visit: Visit, typed: str) -> Document:
    """The file of the case of a reference or case-system number, as a workbook; that it was made is noted.

    Raises NotAllowed or NotFound.
    """
    from bot.reports import case_book  # noqa: PLC0415 - what writes workbooks is heavy

    held = read(session, visit, typed)
    return Document(f"case-file-{visit.today}{EXCEL}", "Everything held on a case", case_book.written(held))


def read(session: Session, visit: Visit, typed: str) -> CaseFile:
    """Reads it, and notes in the journal that it was. Raises NotAllowed or NotFound."""
    people.require(session, visit, Right.EXPORT_CASE)
    record.require_all_known(session)
    case = cases.find(session, visit, typed)
    record.note(session, visit, "case written out", case)
    reading = Reading(session, visit)
    rows = holdings.rows(session, case.id)
    return CaseFile(
        reference=case.reference,
        sheets=[
            *(reading.sheet(kind, rows[kind]) for kind in holdings.HELD),
            reading.letters(holdings.letters(session, case.id)),
            reading.journal(holdings.journal(session, case.id)),
        ],
        imprint=imprint.of(visit, "Everything that the record of the audits holds on the case."),
        tells_number=reading.tells_number,
    )


class Reading:
    """How rows of the tables are written for people."""

    def __init__(self, session: Session, visit: Visit, *, is_of_case: bool = True) -> None:
        self._session = session
        self._zone = visit.terms.zone
        # What is made for Slack goes through Slack, where the case system's number is never told.
        self.tells_number = is_of_case and visit.door is Door.COMMAND_LINE

    def sheet(self, kind: type[Base], rows: Sequence[Base], title: str = "") -> Sheet:
        columns = shown(kind)
        return Sheet(
            title or TITLES[kind],
            [_heading(column) for column in columns],
            [[self._cell(column, getattr(row, column.key)) for column in columns] for row in rows],
        )

    def letters(self, written: Sequence[Written]) -> Sheet:
        rows: list[Sequence[Cell]] = [
            [
                letter.id,
                letter.day,
                letter.person.name if letter.person else None,
                letter.state.label,
                self._local(letter.sent_at),
                one.notices,
            ]
            for one in written
            for letter in (one.letter,)
        ]
        headings = ["Number", "Day", "To", "What became of it", "Sent at", "Things of this case in it"]
        return Sheet(LETTERS, headings, rows)

    def journal(self, entries: Sequence[Entry]) -> Sheet:
        headings = ["Number", "When", "Who", "By", "What", "About", "Before", "After"]
        return Sheet(JOURNAL, headings, [self._entry(one) for one in entries])

    def _entry(self, one: Entry) -> Sequence[Cell]:
        entry = one.entry
        table = Base.metadata.tables[entry.subject]
        before, after = (json.loads(text or "{}") for text in (one.before, one.after))
        changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
        return [
            entry.number,
            self._local(entry.at),
            self._name("people", entry.who_id) if entry.who_id else "by an import or at the command line",
            entry.door.label,
            entry.event.capitalize(),
            f"{_subject(entry.subject)} {entry.subject_id}",
            *("\n".join(self._fields(table, values, changed)) for values in (before, after)),
        ]

    def _fields(self, table: sa.Table, values: Mapping[str, Any], changed: set[str]) -> Iterator[str]:
        for column in table.columns:
            value = values.get(column.key)
            is_told = _is_shown(column) and not column.primary_key
            if column.key in changed and is_told and value not in (None, ""):
                yield f"{_heading(column)}: {self._cell(column, _word_of(column, value))}"

    def _cell(self, column: sa.Column[Any], value: Any) -> Cell:
        if column.key == NUMBER and value is not None and not self.tells_number:
            return KEPT_OUTSIDE
        if isinstance(value, bool):
            return _BOOLEANS[value]
        if isinstance(value, Word):
            return value.label
        if isinstance(value, datetime):
            return self._local(value)
        for key in column.foreign_keys:
            return self._name(key.column.table.name, value)
        known: Cell = value
        return known

    def _local(self, moment: datetime | None) -> datetime | None:
        return moment.astimezone(self._zone).replace(tzinfo=None) if moment else None

    def _name(self, table: str, row_id: int | None) -> str | None:
        """How people know what a row points to."""
        if row_id is None:
            return None
        row = holdings.row(self._session, table, row_id)
        if isinstance(row, Draw):
            return f"{self._name('rounds', row.round_id)}, drawn on {dates.in_words(row.drawn_on)}"
        name = _NAMES.get(table)
        return name(row) if name and row is not None else f"{_subject(table)} {row_id}"


# How people know a row of these tables; of others by its number.
_NAMES: Mapping[str, Callable[[Any], str]] = {
    "people": lambda person: str(person.name),
    "teams": lambda team: str(team.name),
    "rounds": lambda round_: str(round_.name),
    "cases": lambda case: str(case.reference),
    "actions": lambda action: str(action.name),
    "audits": lambda audit: f"Audit {audit.id} of {dates.in_words(audit.audited_on)}",
    "meetings": lambda meeting: f"Meeting on {dates.in_words(meeting.held_on)}",
    "activities": lambda activity: f"{activity.kind} of {activity.year}",
}


def shown(kind: type[Base]) -> Sequence[sa.Column[Any]]:
    """The columns of a table that are in the file."""
    table = Base.metadata.tables[kind.__tablename__]
    return [column for column in table.columns if _is_shown(column)]


def _is_shown(column: sa.Column[Any]) -> bool:
    return not {column.key, f"{column.table.name}.{column.key}"} & LEFT_OUT.keys()


def _heading(column: sa.Column[Any]) -> str:
    key = column.key
    plain = key.removesuffix("_id").replace("_", " ").capitalize()
    return _HEADINGS.get(f"{column.table.name}.{key}") or _HEADINGS.get(key) or plain


def _subject(table: str) -> str:
    """One row of a table, as a cell names it: "Follow up", "Recommendation"."""
    return table.removesuffix("s").replace("_", " ").capitalize()


def _word_of(column: sa.Column[Any], value: Any) -> Any:
    """The journal holds our words as text."""
    if isinstance(column.type, sa.Enum) and column.type.enum_class is not None:
        return column.type.enum_class(value)
    return value
