"""The grades in a report to Members: cohort beside cohort, and by round as the two reports print them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reports import charts
from bot.reports.figures import GradeRow, GradesTable
from bot.reports.members import MembersReport
from bot.reports.word import Sheet
from bot.rules import shares, small_numbers
from bot.rules.grades import WORST_TO_BEST
from bot.rules.small_numbers import WITHHELD
from storage.words import Cohort


@dataclass(frozen=True)
class _Row:
    """A row of a table, by the name that it has there."""

    name: str
    cohort: Cohort | None
    row: GradeRow

    @property
    def key(self) -> tuple[Cohort | None, str]:
        """The same for the same grades, in whichever table they stand."""
        return self.cohort, self.row.name


class GradesSection:
    """Writes the current position; counts under `fewest` are withheld."""

    def __init__(self, report: MembersReport, sheet: Sheet, fewest: int) -> None:
        self.report, self.sheet, self.fewest = report, sheet, fewest
        self._kept: dict[tuple[Cohort | None, str], tuple[int | None, ...]] = {}

    def write(self) -> None:
        """The cohorts beside each other; by its rounds each that was audited before, as the reports do."""
        sheet, tables = self.sheet, [table for table in self.report.grades if table.cohort]
        sheet.heading("Current position")
        if len(tables) > 1:
            self._by_cohort(tables)
        several = [table for table in tables if len(table.rows) > 1] or (tables if len(tables) == 1 else [])
        if any(table.bases_differ for table in several):
            sheet.numbered(
                "The rounds below looked at different shares of the cases, as their basis tells. Grades "
                "of rounds on another basis cannot be compared directly, so nothing is said of what rose "
                "or fell."
            )
        for table in several:
            self._by_round(table)
        sheet.to_write("what stands behind these grades: practice, outcomes, what inspectors found")

    def _by_cohort(self, tables: Sequence[GradesTable]) -> None:
        given = [
            _Row(table.cohort.plural if table.cohort else "", table.cohort, row)
            for table in tables
            for row in self.report.rows_of(table)
        ]
        self._table(given, f"Cases audited in {self.report.name} and moderated grades, by cohort")

    def _by_round(self, table: GradesTable) -> None:
        """The table as the reports print it, and a chart of it."""
        who = table.cohort.plural if table.cohort else "All cases"
        bases = [f"{row.name}: {row.basis.label}" for row in table.rows if row.basis]
        basis = f"Basis: {'; '.join(bases)}." if bases else ""
        given = [_Row(row.name, table.cohort, row) for row in table.rows]
        said = f"{_good(table.rows)} {basis}".strip()
        is_whole = self._table(given, f"{who}: cases audited and moderated grades", said)
        if is_whole and len(table.rows) > 1:
            self.sheet.picture(
                charts.grades_png(
                    [row.name for row in table.rows],
                    [row.counts for row in table.rows],
                    title=f"{who}: moderated grades",
                ),
                alt_text=f"Stacked bars. {who}. {' '.join(map(_finding, table.rows))}",
                caption=f"{who}: moderated grades by round, as counts",
            )

    def _table(self, given: Sequence[_Row], caption: str, said: str = "") -> bool:
        """Prints the rows; False where counts are withheld, so that no chart may tell them."""
        has_more = any(one.row.not_graded or one.row.awaiting for one in given)
        more = ["Not graded", "Awaiting moderation"] if has_more else []
        self._withhold(given)
        rows = [self._cells(one, has_more=has_more) for one in given]
        heads = ["", "Cases audited", *(grade.label for grade in WORST_TO_BEST), *more]
        widths = (3.6, 2.0, 2.5, 3.1, 2.3, 2.7) if not more else (3.0, 1.9, 2.4, 2.9, 1.9, 2.5, 1.7, 2.5)
        self.sheet.table(heads, rows, caption=caption, widths=widths, numbers=True)
        if any(WITHHELD in row for row in rows):
            others = "with others where they could be reckoned"
            self.sheet.text(f"Counts under {self.fewest} are withheld, {others}.")
            return False
        self.sheet.text(f"{shares.ROUNDING} {said}".strip())
        return True

    def _withhold(self, given: Sequence[_Row]) -> None:
        """What is left out of one table is left out of the other as well: a row may stand in both."""
        rows = [(*one.row.counts, one.row.not_graded) for one in given]
        table = small_numbers.table(rows, self.fewest, has_column_totals=False)
        # How many audits there were in all is said in the summary.
        totals = small_numbers.withheld([sum(row) for row in rows], self.fewest, has_total=True)
        for one, kept, total in zip(given, table.rows, totals, strict=True):
            counts = (*kept, total) if total is not None else (None,) * (len(kept) + 1)
            pairs = zip(counts, self._kept.get(one.key, counts), strict=True)
            self._kept[one.key] = tuple(None if None in pair else pair[0] for pair in pairs)

    def _cells(self, one: _Row, *, has_more: bool) -> list[str]:
        *kept, not_graded, total = self._kept[one.key]
        more = [small_numbers.printed(not_graded), self._shown(one.row.awaiting)] if has_more else []
        return [one.name, small_numbers.printed(total), *small_numbers.cells(kept), *more]

    def _shown(self, count: int) -> str:
        return small_numbers.shown(count, self.fewest)


def _good(rows: Sequence[GradeRow]) -> str:
    """The sums of the printed shares, as they stand beside the table."""
    said = [f"{sum(shares.whole(row.counts)[2:])}% in {row.name}" for row in rows if sum(row.counts)]
    return f"Good or better: {'; '.join(said)}." if said else ""


def _finding(row: GradeRow) -> str:
    said = [
        f"{count:,} {grade.label}" for count, grade in zip(row.counts, WORST_TO_BEST, strict=True) if count
    ]
    return f"{row.name}: {', '.join(said) or 'none graded'}."
