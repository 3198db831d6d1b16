"""The grades in a report to Members: cohort beside cohort, and by round as the two reports print them."""

from collections.abc import Sequence
from dataclasses import replace

from bot.reports import charts
from bot.reports.figures import GradeRow, GradesTable
from bot.reports.members import MembersReport
from bot.reports.word import Sheet
from bot.rules import shares, small_numbers
from bot.rules.grades import WORST_TO_BEST
from bot.rules.small_numbers import WITHHELD

ROUNDING = "Percentages are rounded to add to 100."


class GradesSection:
    """Writes the current position; counts under `fewest` are withheld."""

    def __init__(self, report: MembersReport, sheet: Sheet, fewest: int) -> None:
        self.report, self.sheet, self.fewest = report, sheet, fewest

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
            replace(row, name=table.cohort.plural if table.cohort else "")
            for table in tables
            for row in self.report.rows_of(table)
        ]
        self._table(given, f"Cases audited in {self.report.name} and moderated grades, by cohort")

    def _by_round(self, table: GradesTable) -> None:
        """The table as the reports print it, and a chart of it."""
        who = table.cohort.plural if table.cohort else "All cases"
        bases = [f"{row.name}: {row.basis.label}" for row in table.rows if row.basis]
        more = " ".join(
            part for part in (_good(table.rows), f"Basis: {'; '.join(bases)}." if bases else "") if part
        )
        if (
            self._table(table.rows, f"{who}: cases audited and moderated grades", more)
            and len(table.rows) > 1
        ):
            self.sheet.picture(
                charts.grades_png(
                    [row.name for row in table.rows],
                    [row.counts for row in table.rows],
                    title=f"{who}: moderated grades",
                ),
                alt_text=f"Stacked bars. {who}. {' '.join(map(_finding, table.rows))}",
                caption=f"{who}: moderated grades by round, as counts",
            )

    def _table(self, given: Sequence[GradeRow], caption: str, said: str = "") -> bool:
        """Prints the rows; False where counts are withheld, so that no chart may tell them."""
        has_more = any(row.not_graded or row.awaiting for row in given)
        more = ["Not graded", "Awaiting moderation"] if has_more else []
        audited = small_numbers.withheld([row.audited for row in given], self.fewest, has_total=True)
        rows = [
            self._row(row, has_more=has_more, is_known=count is not None)
            for row, count in zip(given, audited, strict=True)
        ]
        heads = ["", "Cases audited", *(grade.label for grade in WORST_TO_BEST), *more]
        widths = (3.6, 2.0, 2.5, 3.1, 2.3, 2.7) if not more else (3.0, 1.9, 2.4, 2.9, 1.9, 2.5, 1.7, 2.5)
        self.sheet.table(heads, rows, caption=caption, widths=widths, numbers=True)
        if any(WITHHELD in row for row in rows):
            self.sheet.text(
                f"Counts under {self.fewest} are withheld, with a second one where it could be reckoned."
            )
            return False
        self.sheet.text(f"{ROUNDING} {said}".strip())
        return True

    def _row(self, row: GradeRow, *, has_more: bool, is_known: bool) -> list[str]:
        if not is_known:
            return [row.name, *[WITHHELD] * (1 + len(WORST_TO_BEST) + (2 if has_more else 0))]
        kept = small_numbers.withheld(row.counts, self.fewest, has_total=True)
        printed = shares.cells(row.counts)
        cells = printed if None not in kept else [WITHHELD if one is None else f"{one:,}" for one in kept]
        more = [self._shown(row.not_graded), self._shown(row.awaiting)] if has_more else []
        return [row.name, self._shown(row.audited), *cells, *more]

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
