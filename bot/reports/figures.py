"""The figures of every report. Each is computed here and nowhere else."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from bot import people
from bot.rules import shares, small_numbers
from bot.rules.grades import WORST_TO_BEST
from bot.rules.rights import Right
from bot.visit import Visit
from storage import audits as stored
from storage.audits import GradeCount, OfTable
from storage.models import Round
from storage.sight import Sight
from storage.words import Basis, Cohort, Grade

FIRST_YEAR = 2000
# On fewer moderated audits nothing is said of how far the two grades agree.
FEWEST_MODERATED = 10


@dataclass(frozen=True)
class Years:
    """The years in which rounds started, both included."""

    first: int
    last: int


@dataclass(frozen=True)
class GradeRow:
    """The moderated grades of one round; `basis` and `year` are None for the single audits.

    `by_auditors` counts the same audits by the grades that their auditors gave; `compared_with` is the row of
    the earlier round that this one was planned to be compared with.
    """

    name: str
    year: int | None
    basis: Basis | None
    counts: tuple[int, ...]
    not_graded: int
    awaiting: int
    by_auditors: tuple[int, ...] = ()
    compared_with: str = ""

    @property
    def audited(self) -> int:
        """Audits whose grade stands: graded, or moderated as not graded."""
        return sum(self.counts) + self.not_graded

    @property
    def cells(self) -> tuple[str, ...]:
        """Counts with their shares of the graded audits, worst to best: "5 (30%)", or a bare 0."""
        return shares.cells(self.counts)


@dataclass(frozen=True)
class Moderation:
    """How often moderation left a grade as it was, raised it or lowered it."""

    unchanged: int
    raised: int
    lowered: int

    @property
    def counts(self) -> tuple[int, ...]:
        """Unchanged, raised, lowered."""
        return self.unchanged, self.raised, self.lowered


@dataclass(frozen=True)
class GradesTable:
    """Grades by round, the latest first."""

    cohort: Cohort | None
    years: Years | None
    rows: tuple[GradeRow, ...]
    moderation: Moderation

    @property
    def bases_differ(self) -> bool:
        """Whether the rounds looked at different shares of the cases, so that none may be compared."""
        return len({row.basis for row in self.rows if row.basis}) > 1


def grades(session: Session, visit: Visit, cohort: Cohort | None, years: Years | None) -> GradesTable:
    """Counts and shares of moderated grades, by round. Raises NotAllowed."""
    people.require(session, visit, Right.SEE_GRADES)
    return grades_so_far(session, visit.today, cohort, years)


def grades_so_far(
    session: Session, today: date, cohort: Cohort | None, years: Years | None = None
) -> GradesTable:
    """The same, for whoever is shown it as part of something else."""
    starts = _starts(today, years)
    counts = stored.grade_counts(session, cohort, starts)
    rounds = stored.rounds_started(session, starts)
    names = {entry.id: _label(entry, rounds) for entry in rounds}
    rows = [
        replace(_row(names[entry.id], entry, counts), compared_with=names.get(entry.comparable_id or 0, ""))
        for entry in rounds
    ]
    rows.append(_row("Single audits", None, counts))
    return GradesTable(
        cohort=cohort,
        years=years,
        rows=tuple(row for row in rows if row.audited or row.awaiting),
        moderation=moderation_of(counts),
    )


@dataclass(frozen=True)
class Graded:
    """Which audits of the table are asked for: those of a cohort and of years, with one of the grades."""

    grades: Collection[Grade]
    cohort: Cohort | None = None
    years: Years | None = None
    is_changed: bool = False


def behind(session: Session, visit: Visit, graded: Graded, *, is_all: bool = False) -> Sequence[int]:
    """The ids of these audits that the person may see, or of all, the oldest first. Raises NotAllowed."""
    people.require(session, visit, Right.SEE_GRADES)
    starts = _starts(visit.today, graded.years)
    wanted = OfTable(graded.cohort, starts, graded.grades, graded.is_changed)
    sight = Sight(everything=True) if is_all else visit.sight(Right.SEE_CASE)
    return stored.of_table(session, wanted, sight)


def withheld(table: GradesTable, fewest: int) -> small_numbers.Table:
    """The rows of a table that is printed alone, without small counts: the grades, then not graded.

    The totals of its rows are the audits; its columns have none.
    """
    counts = [(*row.counts, row.not_graded) for row in table.rows]
    return small_numbers.table(counts, fewest, has_column_totals=False)


def withheld_together(tables: Sequence[GradesTable], fewest: int) -> Mapping[str, small_numbers.Table]:
    """The same of tables of cohorts that are printed beside the one of all, by the name of the row.

    Of each the rows are those of the tables in their order; the totals of the columns are the row of all.
    """
    names = dict.fromkeys(row.name for table in tables for row in table.rows)
    empty = (0,) * (len(WORST_TO_BEST) + 1)
    of_name = {
        name: [
            next(((*row.counts, row.not_graded) for row in table.rows if row.name == name), empty)
            for table in tables
        ]
        for name in names
    }
    return {name: small_numbers.table(counts, fewest) for name, counts in of_name.items()}


def _starts(today: date, years: Years | None) -> tuple[date, date]:
    """Without years all there is: a round that is planned may hold audits before it starts."""
    span = years or Years(date.min.year, today.year + 1)
    return date(span.first, 1, 1), date(span.last, 12, 31)


def _label(round_: Round, rounds: Sequence[Round]) -> str:
    """The year a round started; its name beside it where the year had more than one."""
    year = round_.starts_on.year
    alone = sum(entry.starts_on.year == year for entry in rounds) == 1
    return str(year) if alone else f"{year}: {round_.name}"


def _row(name: str, round_: Round | None, counts: Sequence[GradeCount]) -> GradeRow:
    mine = [entry for entry in counts if entry.round_id == (round_.id if round_ else None)]
    return GradeRow(
        name=name,
        year=round_.starts_on.year if round_ else None,
        basis=round_.basis if round_ else None,
        counts=tuple(_how_many(mine, grade) for grade in WORST_TO_BEST),
        not_graded=_how_many(mine, Grade.NOT_GRADED),
        awaiting=_how_many(mine, None),
        by_auditors=tuple(_given(mine, grade) for grade in WORST_TO_BEST),
    )


def _how_many(counts: Sequence[GradeCount], moderated_grade: Grade | None) -> int:
    return sum(entry.audits for entry in counts if entry.moderated_grade is moderated_grade)


def _given(counts: Sequence[GradeCount], grade: Grade) -> int:
    """How many moderated audits had that grade of their auditor."""
    return sum(entry.audits for entry in counts if entry.grade is grade and entry.moderated_grade)


def moderation_of(counts: Sequence[GradeCount]) -> Moderation:
    """How moderation moved the grades of these audits."""
    moved = {-1: 0, 0: 0, 1: 0}
    for entry in counts:
        if entry.grade in WORST_TO_BEST and entry.moderated_grade in WORST_TO_BEST:
            step = WORST_TO_BEST.index(entry.moderated_grade) - WORST_TO_BEST.index(entry.grade)
            moved[(step > 0) - (step < 0)] += entry.audits
    return Moderation(unchanged=moved[0], raised=moved[1], lowered=moved[-1])
