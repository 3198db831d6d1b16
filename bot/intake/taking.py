"""Taking in a file's rows: each is read, stored in a savepoint of its own, and reported on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from bot.errors import Refusal
from bot.intake import actions, audits, cases, people, programme, recommendations, rounds, storing, teams
from bot.intake.cells import Cells, Remembered
from bot.intake.columns import Matched, match
from bot.intake.guides import NO_GUIDE, Guide
from bot.intake.kinds import Kind
from bot.intake.known import Known
from bot.intake.report import Outcome, Report, RowReport
from bot.intake.reviews import Review
from bot.intake.rows import RawRow
from bot.intake.storing import Additions, Meant, Taken
from bot.visit import Visit

Row = TypeVar("Row")


@dataclass(frozen=True)
class Subject(Generic[Row]):
    """How one kind of row is read, and what it means or how it is stored.

    What it means can be written with many others; a row that does more is stored by itself. `finish` is
    for what later rows must be known for; a row that `waits` is stored after all the others.
    """

    read: Callable[[Cells], Row]
    means: Callable[[Visit, Known, Row], Meant] | None = None
    store: Callable[[Session, Visit, Known, Row], Taken] | None = None
    finish: Callable[[Session, Visit, Known, Row, Taken], Taken] | None = None
    waits: Callable[[Row], bool] = lambda _: False


SUBJECTS: Mapping[Kind, Subject[Any]] = {
    Kind.PEOPLE: Subject(people.read, store=people.store, finish=people.finish),
    Kind.TEAMS: Subject(teams.read, store=teams.store),
    Kind.CASES: Subject(cases.read, means=cases.means),
    Kind.ROUNDS: Subject(rounds.read, store=rounds.store),
    Kind.AUDITS: Subject(audits.read, means=audits.means),
    Kind.RECOMMENDATIONS: Subject(recommendations.read, store=recommendations.store),
    Kind.ACTIONS: Subject(actions.read, means=actions.means),
    Kind.PROGRAMME: Subject(programme.read, store=programme.store, waits=programme.waits),
}


def take_in(
    session: Session,
    visit: Visit,
    kind: Kind,
    rows: Iterable[RawRow],
    *,
    skip_bad: bool,
    guide: Guide = NO_GUIDE,
    review: Review | None = None,
) -> Report:
    """Takes the rows in, within the caller's transaction, and says what became of each.

    Every row is looked at. Where one is refused nothing is stored, or with `skip_bad` all but it.
    The first row has the headings of all. `review` learns what was understood of each row.
    Raises Refusal where a column is missing.
    """
    waiting = iter(rows)
    first = next(waiting, None)
    if first is None:
        return Report(kind, (), (), skip_bad)
    matched = match(kind, first.cells, guide)
    with session.begin_nested() as everything:
        intake = _Intake(session, visit, SUBJECTS[kind], matched, guide=guide, review=review)
        for row in chain([first], waiting):
            intake.take(row)
        intake.finish()
        report = intake.report(kind, skip_bad=skip_bad)
        if not report.is_kept:
            everything.rollback()
    return report


class _Intake:
    """The rows of one file on their way in. A long file has many, so little is kept of each."""

    def __init__(
        self,
        session: Session,
        visit: Visit,
        subject: Subject[Any],
        matched: Matched,
        *,
        guide: Guide,
        review: Review | None,
    ) -> None:
        self._session = session
        self._visit = visit
        self._subject = subject
        self._matched = matched
        self._guide = guide
        self._review = review
        if review is not None:
            review.headings = matched.headings
        self._remembered = Remembered()
        self._additions = Additions(session, visit)
        self._known = Known(session, self._additions)
        self._reports: list[RowReport] = []
        self._hidden: list[int] = []
        # By the record's id, the first row that stands for it.
        self._row_of: dict[int, int] = {}
        # By the place among the reports, what waits for the last row; and the rows that are stored after it.
        self._waiting: dict[int, tuple[Any, Taken]] = {}
        self._last: dict[int, Any] = {}

    def take(self, row: RawRow) -> None:
        """Reads and stores the row, or keeps the sentence that refuses it."""
        if row.is_hidden:
            self._hidden.append(row.number)
        place = len(self._reports)
        self._reports.append(RowReport(row.number, Outcome.UNCHANGED))
        cells = None
        try:
            cells = self._cells(row)
            read = self._subject.read(cells)
        except Refusal as refusal:
            self._refuse(place, refusal)
            return
        finally:
            if self._review is not None:
                self._review.look(row, cells, self._known)
        if self._subject.waits(read):
            self._last[place] = read
        else:
            self._store(place, read)

    def _store(self, place: int, read: Any) -> None:
        try:
            if self._subject.means is not None:
                self._keep(place, self._subject.means(self._visit, self._known, read))
            elif self._subject.store is not None:
                self._store_alone(place, read, self._subject.store)
        except Refusal as refusal:
            self._refuse(place, refusal)

    def _keep(self, place: int, meant: Meant) -> None:
        """Adds or changes what the row means."""
        number = self._reports[place].number
        self._known.refuse_case_numbers(meant.kind, meant.values)
        if meant.there is None:
            self._additions.add(meant, lambda record_id: self._row_of.setdefault(record_id, number))
            self._reports[place] = RowReport(number, Outcome.ADDED, notes=tuple(meant.notes))
            return
        outcome = Outcome.CHANGED if meant.different else Outcome.UNCHANGED
        self._refuse_contradiction(number, Taken(meant.there, outcome))
        self._additions.write()
        event = f"{meant.noun} changed"
        taken = storing.change(
            self._session,
            self._visit,
            event,
            meant.there,
            meant.values,
            notes=meant.notes,
            cleared=meant.cleared,
        )
        self._reports[place] = _taken_report(number, taken)

    def _store_alone(self, place: int, read: Any, store: Callable[..., Taken]) -> None:
        number = self._reports[place].number
        with self._session.begin_nested():
            taken = store(self._session, self._visit, self._known, read)
            self._refuse_contradiction(number, taken)
        if self._subject.finish is not None:
            self._waiting[place] = read, taken
        self._reports[place] = _taken_report(number, taken)

    def _refuse(self, place: int, refusal: Refusal) -> None:
        self._reports[place] = RowReport(self._reports[place].number, Outcome.REFUSED, refusal.message)

    def finish(self) -> None:
        """Does for every row what had to wait for the last one."""
        for place, read in self._last.items():
            self._store(place, read)
        self._additions.write()
        if self._subject.finish is None:
            return
        for place, (read, taken) in self._waiting.items():
            finished = self._subject.finish(self._session, self._visit, self._known, read, taken)
            self._reports[place] = _taken_report(self._reports[place].number, finished)

    def report(self, kind: Kind, *, skip_bad: bool) -> Report:
        """What became of each row, in the file's order."""
        rows, hidden = tuple(self._reports), tuple(self._hidden)
        return Report(kind, rows, self._matched.unknown, skip_bad, hidden, self._matched.taken_for)

    def _cells(self, row: RawRow) -> Cells:
        if row.is_too_long:
            raise Refusal(
                "the row has more cells than there are headings. A text that holds the character between "
                "the cells must stand in quotation marks."
            )
        texts = {column: row.cells.get(heading, "") for column, heading in self._matched.headings.items()}
        for column in self._guide.words.keys() & texts.keys():
            texts[column] = self._guide.translated(column, texts[column])
        return Cells(texts, self._visit.today, self._remembered)

    def _refuse_contradiction(self, number: int, taken: Taken) -> None:
        """Two rows may say the same of a record; which of two different ones holds, a person must say."""
        first = self._row_of.setdefault(taken.record.id, number)
        if first != number and taken.outcome is not Outcome.UNCHANGED:
            raise Refusal(
                f"row {first} is about the same thing and says otherwise. Please keep one of the two."
            )


def _taken_report(number: int, taken: Taken) -> RowReport:
    return RowReport(number, taken.outcome, notes=taken.notes)
