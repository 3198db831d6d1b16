"""The action tracker as a workbook: a row for each action, to be filled in and brought back."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot import people
from bot.documents import EXCEL, Document, Wanted
from bot.reports import definitions, imprint, scope, workbook
from bot.reports.workbook import Book, Cell, Column, Holds, Sheet
from bot.rules import dates
from bot.rules.rights import Right
from bot.visit import Visit
from storage import people as stored_people
from storage import tracker as stored
from storage.tracker import Tracked, Which
from storage.words import Impact, Status

SHEET = "Actions"
SERVICE = "The service"
STATUSES = tuple(status.label for status in Status)
IMPACTS = tuple(impact.label for impact in Impact)

_HOW = (
    ("Yellow headings", "These columns may be filled in; the others are for reading."),
    (
        "Bringing it back",
        "Save the workbook and bring it back to the bot. What changed is shown before it is stored.",
    ),
    (
        "Due now",
        "A later date is recorded as more time given. The first date stays, and lateness is told against it.",
    ),
    (
        "Status",
        "Started, Done, or Open again; Checked by somebody other than the owner. That an action is not to be "
        "done, or no longer applies, needs a reason and is said in Slack.",
    ),
    (
        "Done on",
        "The day on which it was done. Left blank, it is the day on which the tracker is brought back.",
    ),
    (
        "Where to look",
        "Where in the case system the proof is. Please write nothing that tells who a child is.",
    ),
    (
        "Changed meanwhile",
        "Where an action was changed in Slack since the tracker was made, the row is not stored, and you are "
        "told.",
    ),
    ("New rows", "New actions are agreed in Slack, or brought in as a file of actions: not by a row here."),
)


@dataclass(frozen=True)
class Kept:
    """What a row keeps, hidden, of when it was made: whose it is, how new it was, and what it said."""

    action_id: int
    version: int
    check_version: int
    said: str

    def __str__(self) -> str:
        return f"{self.action_id} {self.version} {self.check_version} {self.said}"


def make(session: Session, visit: Visit, wanted: Wanted) -> Document:
    """The tracker of the actions that are asked for. Raises NotFound."""
    of = scope.of(session, wanted)
    which = Which(visit.sight(Right.SEE_ACTIONS), wanted.cohort, of.round_ids)
    on = dates.in_words(visit.today)
    title = "Action tracker"
    says = "Fill in the columns with yellow headings and bring the workbook back; the second sheet says how."
    sheet = Sheet(
        SHEET,
        title,
        columns(_owners(session)),
        (cells(one) for one in stored.actions(session, which)),
        says=[*([of.words] if of.words else []), says],
    )
    how = workbook.explained("How to use it", "How to use the tracker", [*_HOW, *_defined()])
    made = imprint.of(visit, f"Actions as recorded on {on}.")
    content = workbook.write(Book(title, made, [sheet, how], is_long=True))
    return Document(f"Action tracker {visit.today.isoformat()}{EXCEL}", title, content)


def _owners(session: Session) -> Sequence[str]:
    return [person.name for person in stored_people.active(session) if people.can_own_actions(person)]


def _defined() -> Iterator[tuple[str, str]]:
    for definition in (definitions.DONE, definitions.DIFFERENCE):
        yield definition.name, definition.how


def columns(owners: Sequence[str]) -> Sequence[Column]:
    """The tracker's columns, in order."""
    return (
        Column("Reference", 10),
        Column("Case", 10),
        Column("Recommendation", 32),
        Column("Action", 32),
        Column("Owner", 15, choices=owners, may_change=True),
        Column("First due", 11, Holds.DAY),
        Column("Due now", 11, Holds.DAY, may_change=True),
        Column("Status", 13, choices=STATUSES, may_change=True),
        Column("Done on", 11, Holds.DAY, may_change=True),
        Column("Checked on", 11, Holds.DAY),
        Column("Made a difference", 12, choices=IMPACTS, may_change=True),
        Column("Where to look", 24, may_change=True),
        Column("More time given", 9, Holds.COUNT),
        Column(KEPT, 24, is_hidden=True),
    )


KEPT = "For the bot"


def cells(action: Tracked) -> Sequence[Cell]:
    """A row of the tracker."""
    shown = shown_cells(action)
    return (*shown, str(Kept(action.action_id, action.version, action.check_version, said(shown))))


def shown_cells(action: Tracked) -> Sequence[Cell]:
    """A row without what is hidden. What a check found is of an action that stands as checked."""
    is_checked = action.status is Status.CHECKED
    return (
        f"A{action.action_id}",
        action.case or SERVICE,
        action.recommendation,
        action.text,
        action.owner,
        action.first_due_on,
        action.due_on,
        action.status.label,
        action.done_on,
        action.checked_on if is_checked else None,
        action.impact.label if is_checked and action.impact else None,
        action.evidence,
        action.more_time,
    )


def said(row: Sequence[Cell]) -> str:
    """A few characters that change with whatever the row says."""
    written = "\x1f".join(map(as_read, row))
    return hashlib.sha256(written.encode()).hexdigest()[:12]


def as_read(cell: Cell) -> str:
    """A cell as it is read back from a workbook."""
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else " ".join(str(cell).split())
