"""The rows of an action tracker that was filled in, held against the record: what each asks for."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from bot import actions
from bot.actions import LONGEST_POINTER
from bot.errors import Conflict, Refusal
from bot.intake import cells, words
from bot.intake.columns import DEEPEST
from bot.intake.rows import Line, Table
from bot.reports import tracker as made
from bot.reports.tracker import Kept
from bot.reports.workbook import Holds
from bot.rules import dates
from bot.rules.rights import Right
from bot.rules.spellings import spellings
from bot.visit import Visit
from storage import tracker as stored
from storage.models import Action
from storage.tracker import Tracked, Which
from storage.words import ENDED, Impact, Status

Value = TypeVar("Value")

HEADINGS = tuple(column.heading for column in made.columns(()))

NOTHING = "blank"

NOT_THE_TRACKER = (
    "This is not an action tracker that was made by the bot, or a column of it is missing. Please make a new "
    "one, and fill it in without moving its headings."
)

_NEW_ROW = (
    "This row did not come with the tracker. New actions are agreed in Slack, or brought in as a file of "
    "actions."
)

_IMPACTS = spellings(Impact, {Impact.TOO_EARLY: ("too early",)})

_DAYS = frozenset(column.heading for column in made.columns(()) if column.holds is Holds.DAY)

_AS_GIVEN = re.compile(r"\d{4}-\d\d-\d\d")

_KEPT = re.compile(r"([1-9]\d{0,17}) (\d{1,9}) (\d{1,9}) ([0-9a-f]{12})")

_OF_ITS_END = frozenset({"Done on", "Made a difference", "Where to look"})


@dataclass(frozen=True)
class Difference:
    """What a cell says in the record, and in the tracker, as a sentence writes it."""

    heading: str
    old: str
    new: str


@dataclass(frozen=True)
class Edit:
    """A row that was filled in: `number` as Excel counts it, `name` the action's.

    Of the values those are given that differ from the record.
    """

    number: int
    name: str
    kept: Kept
    differences: tuple[Difference, ...]
    owner: str | None = None
    due_on: date | None = None
    status: Status | None = None
    done_on: date | None = None
    evidence: str | None = None
    impact: Impact | None = None


@dataclass(frozen=True)
class Refused:
    """A row that is not carried out, and the sentence that says why. `name` is empty where it has none."""

    number: int
    name: str
    why: str


@dataclass(frozen=True)
class Row:
    """A row of the file: its cells by heading, and what it kept; None where it came with no tracker."""

    number: int
    texts: Mapping[str, str]
    kept: Kept | None

    @property
    def name(self) -> str:
        return f"A{self.kept.action_id}" if self.kept else ""


def rows_of(table: Table) -> Iterator[Row]:
    """The rows below the headings. Raises Refusal where these are not all there."""
    lines = iter(table.lines())
    places = _headings(lines)
    for line in lines:
        texts = {heading: _read(heading, _at(line, place)) for heading, place in places.items()}
        if any(texts.values()):
            yield Row(line.number, texts, _kept(texts[made.KEPT]))


def _headings(lines: Iterator[Line]) -> Mapping[str, int]:
    for _, line in zip(range(DEEPEST), lines, strict=False):
        plain = [words.plain(cell) for cell in line.cells]
        if all(words.plain(heading) in plain for heading in HEADINGS):
            return {heading: plain.index(words.plain(heading)) for heading in HEADINGS}
    raise Refusal(NOT_THE_TRACKER)


def _at(line: Line, place: int) -> str:
    return " ".join(line.cells[place].split()) if place < len(line.cells) else ""


def _read(heading: str, text: str) -> str:
    """The text, a date in the form in which the tracker gave it: a program may have made a text of it."""
    if not text or heading not in _DAYS or _AS_GIVEN.fullmatch(text):
        return text
    try:
        return cells.day(text).isoformat()
    except ValueError:
        return text


def _kept(text: str) -> Kept | None:
    found = _KEPT.fullmatch(text)
    return Kept(int(found[1]), int(found[2]), int(found[3]), found[4]) if found else None


class Reading:
    """The rows of one tracker, held against the record."""

    def __init__(self, session: Session, visit: Visit) -> None:
        self._session = session
        self._visit = visit
        self._seen: set[int] = set()
        self.edits: list[Edit] = []
        self.refused: list[Refused] = []
        self.untouched = 0

    def is_touched(self, row: Row) -> bool:
        """Whether it says something else than when it was made; what cannot be told is refused."""
        if row.kept is None:
            self._refuse(row, _NEW_ROW)
            return False
        shown = [row.texts[heading] for heading in HEADINGS if heading != made.KEPT]
        if row.kept.action_id in self._seen:
            self._refuse(row, "This action stands in the tracker twice. Please keep one of its rows.")
            return False
        self._seen.add(row.kept.action_id)
        if made.said(shown) == row.kept.said:
            self.untouched += 1
            return False
        return True

    def compare(self, rows: Sequence[Row]) -> None:
        """What the rows ask for, or why that is refused."""
        ids = [row.kept.action_id for row in rows if row.kept]
        sight = self._visit.sight(Right.SEE_ACTIONS)
        there = {one.action_id: one for one in stored.actions(self._session, Which(sight, action_ids=ids))}
        for row in rows:
            if row.kept is None:
                continue
            try:
                edit = self._edit(row, row.kept, there.get(row.kept.action_id))
            except Refusal as refusal:
                self._refuse(row, refusal.message)
                continue
            if edit.differences:
                self.edits.append(edit)
            else:
                self.untouched += 1

    def _edit(self, row: Row, kept: Kept, there: Tracked | None) -> Edit:
        if there is None:
            raise Refusal("There is no such action any more that you may see.")
        if (there.version, there.check_version) != (kept.version, kept.check_version):
            raise Conflict(moved_on(there))
        return _Comparison(self._session, self._visit, row, there).edit(kept)

    def _refuse(self, row: Row, why: str) -> None:
        self.refused.append(Refused(row.number, row.name, why))


@dataclass
class _Comparison:
    """One row beside the action as it is recorded. Collects everything that is wrong with the row."""

    session: Session
    visit: Visit
    row: Row
    there: Tracked
    problems: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def edit(self, kept: Kept) -> Edit:
        """What the row asks for. Raises Refusal with all that is wrong with it."""
        there = self.there
        self._refuse_what_stays()
        owner = self._new("Owner", there.owner, self._owner, str)
        due_on = self._new("Due now", there.due_on, cells.day, dates.in_words)
        status = self._new("Status", there.status, cells.one_of(words.STATUSES), lambda one: one.label)
        done_on = self._new("Done on", there.done_on, self._past_day, dates.in_words)
        said = there.impact if there.status is Status.CHECKED else None
        impact = self._new("Made a difference", said, cells.one_of(_IMPACTS), lambda one: one.label)
        evidence = self._new("Where to look", there.evidence, _pointer, str)
        self._refuse_what_does_not_fit(status, done_on)
        if self.problems:
            raise Refusal(" ".join(self.problems))
        return Edit(
            self.row.number,
            self.row.name,
            kept,
            tuple(self.differences),
            owner=owner,
            due_on=due_on,
            status=status,
            done_on=done_on,
            evidence=evidence,
            impact=impact,
        )

    def _refuse_what_stays(self) -> None:
        shown = zip(made.columns(()), made.shown_cells(self.there), strict=False)
        for column, cell in shown:
            if not column.may_change and self.row.texts[column.heading] != made.as_read(cell):
                self.problems.append(f"{column.heading}: the tracker cannot change this. Please put it back.")

    def _new(
        self,
        heading: str,
        there: Value | None,
        read: Callable[[str], Value],
        written: Callable[[Value], str],
    ) -> Value | None:
        """The value where it is another one than the record's."""
        text = self.row.texts[heading]
        if not text:
            self._blanked(heading, None if there is None else written(there))
            return None
        try:
            value = read(text)
        except (ValueError, Refusal) as problem:
            self.problems.append(f"{heading}: {problem}")
            return None
        if value == there:
            return None
        old = NOTHING if there is None else written(there)
        self.differences.append(Difference(heading, old, written(value)))
        return value

    def _blanked(self, heading: str, there: str | None) -> None:
        """A cell that is blank now. Opened again, an action loses what was said of its end by itself."""
        goes_with_it = heading in _OF_ITS_END and self._says_open
        if there is not None and not goes_with_it:
            self.problems.append(f"{heading}: the cell was cleared, and the tracker takes nothing back.")

    @property
    def _says_open(self) -> bool:
        return words.STATUSES.get(words.plain(self.row.texts["Status"])) is Status.OPEN

    def _refuse_what_does_not_fit(self, status: Status | None, done_on: date | None) -> None:
        if status in ENDED:
            self.problems.append(
                "Status: this needs a reason and somebody's approval. Please do it in Slack."
            )
        if status is Status.OPEN and self.there.status is Status.STARTED:
            self.problems.append("Status: what was started stays so until it is done.")
        if done_on is not None and status is not Status.DONE:
            self.problems.append(
                "Done on: a day can be given with the status Done alone, when it is marked so."
            )

    def _owner(self, text: str) -> str:
        if text.casefold() == self.there.owner.casefold():
            return self.there.owner
        return actions.find_owner(self.session, text).name

    def _past_day(self, text: str) -> date:
        day = cells.day(text)
        if day > self.visit.today:
            raise ValueError(f"{dates.in_words(day)} is in the future.")
        return day


def moved_on(action: Action | Tracked) -> str:
    """Why a row is refused: the action is another one by now."""
    owner = action.owner if isinstance(action, Tracked) else action.owner.name
    return (
        "It was changed since this tracker was made, so what the row says was not stored. It now stands as "
        f"{action.status.label.lower()}, due {dates.in_words(action.due_on)}, with {owner}."
    )


def _pointer(text: str) -> str:
    return cells.text(text, longest=LONGEST_POINTER)
