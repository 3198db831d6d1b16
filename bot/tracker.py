"""The action tracker, filled in and brought back: what changed in it, and carrying that out.

Each row keeps what it said when it was made. What nobody touched is left alone, however the record moved on;
what was changed is refused where the record moved on, too. Every change goes through the verb that people
would use in Slack, so a tracker does nothing that whoever brings it could not do one by one.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from bot import actions, checks, extensions, owners, people
from bot.actions import LONGEST_POINTER
from bot.errors import Conflict, Refusal
from bot.intake import cells, packages, words, workbooks
from bot.intake.columns import DEEPEST
from bot.intake.rows import Line, Table
from bot.reports import tracker as made
from bot.reports.tracker import Kept
from bot.reports.workbook import Holds
from bot.rules import dates
from bot.rules.rights import Right
from bot.rules.spellings import spellings
from bot.visit import Visit
from storage import checks as stored_checks
from storage import tracker as stored
from storage.models import Action
from storage.tracker import Tracked, Which
from storage.words import Impact, Status

Value = TypeVar("Value")

WHY_MORE_TIME = "Another date in the action tracker."
HEADINGS = tuple(column.heading for column in made.columns(()))
AT_ONCE = 500
NOTHING = "blank"

_NOT_THE_TRACKER = (
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
class Changes:
    """What a tracker asks for; `untouched` counts the rows that say what they said."""

    edits: tuple[Edit, ...]
    refused: tuple[Refused, ...]
    untouched: int


@dataclass(frozen=True)
class Applied:
    """What became of it. Where `is_kept` is False nothing was stored, as a row was refused."""

    done: tuple[Edit, ...]
    refused: tuple[Refused, ...]
    is_kept: bool


def is_one(content: bytes) -> bool:
    """Whether the file is an action tracker that the bot made. Raises Refusal where it may do harm."""
    return content.startswith(packages.ZIP) and workbooks.table(content, made.SHEET) is not None


def read(session: Session, visit: Visit, content: bytes) -> Changes:
    """What changed in a tracker, held against the record; nothing is stored.

    Raises NotAllowed, or Refusal where the file is no tracker.
    """
    people.require(session, visit, Right.SEE_ACTIONS)
    packages.refuse_old_format(content)
    if not content.startswith(packages.ZIP):
        raise Refusal(_NOT_THE_TRACKER)
    table = workbooks.table(content, made.SHEET)
    if table is None:
        raise Refusal(_NOT_THE_TRACKER)
    reading = _Reading(session, visit)
    touched = [row for row in _rows(table) if reading.is_touched(row)]
    for first in range(0, len(touched), AT_ONCE):
        reading.compare(touched[first : first + AT_ONCE])
    return Changes(tuple(reading.edits), tuple(reading.refused), reading.untouched)


def apply(session: Session, visit: Visit, changes: Changes, *, skip_bad: bool = False) -> Applied:
    """Carries the changes out, each row wholly or not at all, within the caller's transaction.

    Where a row is refused nothing is stored, or with `skip_bad` all but it.
    """
    done: list[Edit] = []
    refused = list(changes.refused)
    with session.begin_nested() as everything:
        for edit in changes.edits:
            try:
                with session.begin_nested():
                    _carry_out(session, visit, edit)
            except Refusal as refusal:
                refused.append(Refused(edit.number, edit.name, refusal.message))
            else:
                done.append(edit)
        is_kept = skip_bad or not refused
        if not is_kept:
            everything.rollback()
    refused.sort(key=lambda row: row.number)
    return Applied(tuple(done), tuple(refused), is_kept)


def _carry_out(session: Session, visit: Visit, edit: Edit) -> None:
    """In the order in which people would do it: whose and by when, then how far it has come."""
    _refuse_moved_on(session, visit, edit.kept)
    _agree_anew(session, visit, edit)
    _take_further(session, visit, edit)


def _agree_anew(session: Session, visit: Visit, edit: Edit) -> None:
    action_id = edit.kept.action_id
    if edit.status is Status.OPEN:
        actions.reopen(session, visit, action_id)
    if edit.owner is not None:
        owners.give(session, visit, action_id, edit.owner)
    if edit.due_on is not None:
        extensions.give(session, visit, action_id, edit.due_on, WHY_MORE_TIME)


def _take_further(session: Session, visit: Visit, edit: Edit) -> None:
    action_id = edit.kept.action_id
    if edit.status is Status.STARTED:
        actions.start(session, visit, action_id)
    if edit.status is Status.DONE:
        actions.complete(session, visit, action_id, edit.done_on)
    if edit.evidence is not None:
        actions.point_to_the_record(session, visit, action_id, edit.evidence)
    if edit.status is Status.CHECKED:
        checks.check(session, visit, action_id, is_done=True)
    if edit.impact is not None:
        checks.say_impact(session, visit, action_id, edit.impact)


def _refuse_moved_on(session: Session, visit: Visit, kept: Kept) -> None:
    action = actions.show(session, visit, kept.action_id)
    check = stored_checks.latest(session, action.id)
    if (action.version, check.version if check else 0) != (kept.version, kept.check_version):
        raise Conflict(_moved_on(action))


def _moved_on(action: Action | Tracked) -> str:
    owner = action.owner if isinstance(action, Tracked) else action.owner.name
    return (
        "It was changed since this tracker was made, so what the row says was not stored. It now stands as "
        f"{action.status.label.lower()}, due {dates.in_words(action.due_on)}, with {owner}."
    )


@dataclass(frozen=True)
class _Row:
    """A row of the file: its cells by heading, and what it kept; None where it came with no tracker."""

    number: int
    texts: Mapping[str, str]
    kept: Kept | None

    @property
    def name(self) -> str:
        return f"A{self.kept.action_id}" if self.kept else ""


def _rows(table: Table) -> Iterator[_Row]:
    """The rows below the headings. Raises Refusal where these are not all there."""
    lines = iter(table.lines())
    places = _headings(lines)
    for line in lines:
        texts = {heading: _read(heading, _at(line, place)) for heading, place in places.items()}
        if any(texts.values()):
            yield _Row(line.number, texts, _kept(texts[made.KEPT]))


def _headings(lines: Iterator[Line]) -> Mapping[str, int]:
    for _, line in zip(range(DEEPEST), lines, strict=False):
        plain = [words.plain(cell) for cell in line.cells]
        if all(words.plain(heading) in plain for heading in HEADINGS):
            return {heading: plain.index(words.plain(heading)) for heading in HEADINGS}
    raise Refusal(_NOT_THE_TRACKER)


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


class _Reading:
    """The rows of one tracker, held against the record."""

    def __init__(self, session: Session, visit: Visit) -> None:
        self._session = session
        self._visit = visit
        self._seen: set[int] = set()
        self.edits: list[Edit] = []
        self.refused: list[Refused] = []
        self.untouched = 0

    def is_touched(self, row: _Row) -> bool:
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

    def compare(self, rows: Sequence[_Row]) -> None:
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

    def _edit(self, row: _Row, kept: Kept, there: Tracked | None) -> Edit:
        if there is None:
            raise Refusal("There is no such action any more that you may see.")
        if (there.version, there.check_version) != (kept.version, kept.check_version):
            raise Conflict(_moved_on(there))
        return _Comparison(self._session, self._visit, row, there).edit(kept)

    def _refuse(self, row: _Row, why: str) -> None:
        self.refused.append(Refused(row.number, row.name, why))


@dataclass
class _Comparison:
    """One row beside the action as it is recorded. Collects everything that is wrong with the row."""

    session: Session
    visit: Visit
    row: _Row
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
        if status in _SAID_ELSEWHERE:
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


_OF_ITS_END = frozenset({"Done on", "Made a difference", "Where to look"})
_SAID_ELSEWHERE = frozenset({Status.NOT_DOING, Status.NO_LONGER_APPLIES})


def _pointer(text: str) -> str:
    return cells.text(text, longest=LONGEST_POINTER)


def in_words(differences: Sequence[Difference]) -> str:
    """ "Status: Open, now Done. Due now: Friday 14 March 2025, now Friday 28 March 2025."."""
    return " ".join(f"{one.heading}: {one.old}, now {one.new}." for one in differences)
