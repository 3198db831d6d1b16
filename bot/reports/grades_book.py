"""Grades as a workbook: the table as the report to Members prints it, a chart, and both grades as counts."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from bot import people
from bot.documents import EXCEL, Document, Wanted
from bot.reports import definitions, figures, imprint, scope, workbook
from bot.reports.figures import GradeRow, GradesTable, Years
from bot.reports.scope import Scope
from bot.reports.workbook import Book, Cell, Column, Holds, Sheet, Stacked
from bot.rules import dates, shares
from bot.rules.grades import WORST_TO_BEST
from bot.rules.rights import Right
from bot.rules.small_numbers import WITHHELD, shown, withheld
from bot.visit import Visit
from storage.words import Grade

ROUNDED = "Percentages are rounded to add to 100."
BASES_DIFFER = (
    "The basis changed between these rounds, so their figures cannot be compared directly: in each column of "
    "the chart only its own parts can."
)
COUNTS = "Both grades"

_TABLE = (
    Column("Year", 24),
    Column("Total audited", 12, Holds.COUNT),
    *(Column(grade.label, 16, Holds.COUNT) for grade in WORST_TO_BEST),
    Column("Not graded", 12, Holds.COUNT),
    Column("Awaiting moderation", 14, Holds.COUNT),
    Column("Basis", 32),
)
_BOTH = (
    Column("Year", 24),
    *(Column(grade.label, 15, Holds.COUNT) for grade in WORST_TO_BEST),
    *(Column(f"{grade.label}, auditor's grade", 15, Holds.COUNT) for grade in WORST_TO_BEST),
)


def make(session: Session, visit: Visit, wanted: Wanted) -> Document:
    """The grades by round as they are recorded today. Raises NotAllowed or NotFound."""
    people.require(session, visit, Right.MAKE_DOCUMENTS)
    of = scope.of(session, wanted)
    rows = _rows(session, visit, wanted, of)
    fewest = wanted.withhold_under
    title = f"Grades of {wanted.cohort.plural.lower()}" if wanted.cohort else "Grades of case audits"
    differ = len({row.basis for row in rows if row.basis}) > 1
    grades = Sheet(
        "Grades",
        title,
        _TABLE,
        [_printed(row, fewest) for row in rows],
        says=[of.words] if of.words else [],
        below=[ROUNDED, *([BASES_DIFFER] if differ else []), *workbook.left_out(fewest)],
        chart=_chart(title, rows, fewest) if any(sum(row.counts) for row in rows) else None,
    )
    both = Sheet(
        COUNTS,
        f"{title}: both grades",
        _BOTH,
        # The oldest first, as the chart reads.
        [_counts(row, fewest) for row in reversed(rows) if sum(row.counts)],
        says=["The moderated grades, and the grades that their auditors gave to the same audits."],
    )
    how = workbook.explained("How it is counted", "How grades are counted", _defined())
    made = imprint.of(visit, f"Moderated grades as recorded on {dates.in_words(visit.today)}.")
    content = workbook.write(Book(title, made, [grades, both, how]))
    return Document(f"{title} {visit.today.isoformat()}{EXCEL}", title, content)


def _rows(session: Session, visit: Visit, wanted: Wanted, of: Scope) -> Sequence[GradeRow]:
    chosen = of.round
    year = chosen.starts_on.year if chosen else wanted.year
    years = Years(year, year) if year else None
    table: GradesTable = figures.grades_so_far(session, visit.today, wanted.cohort, years)
    if chosen is None:
        return table.rows
    names = {str(year), f"{year}: {chosen.name}"}
    return [row for row in table.rows if row.year == year and row.name in names]


def _printed(row: GradeRow, fewest: int) -> Sequence[Cell]:
    """A row as the report prints it. The count that is left out has no share beside it, either."""
    kept = withheld((*row.counts, row.not_graded), fewest, has_total=True)
    cells = [
        WITHHELD if count is None else shares.cell(count, share)
        for count, share in zip(kept, shares.whole(row.counts), strict=False)
    ]
    if not row.audited:
        cells = ["No audits", *[""] * (len(cells) - 1)]
    return (
        row.name,
        workbook.counted(row.audited, fewest),
        *cells,
        WITHHELD if kept[-1] is None else row.not_graded,
        workbook.counted(row.awaiting, fewest),
        row.basis.label if row.basis else None,
    )


def _counts(row: GradeRow, fewest: int) -> Sequence[Cell]:
    """Both grades as numbers; what is left out stays blank, in the chart, too."""
    moderated = withheld((*row.counts, row.not_graded), fewest, has_total=True)[:-1]
    return (row.name, *moderated, *withheld(row.by_auditors, fewest, has_total=True))


def _chart(title: str, rows: Sequence[GradeRow], fewest: int) -> Stacked:
    return Stacked(
        title=f"{title}, moderated: number of audits",
        finding=" ".join(_findings(rows, fewest)),
        sheet=COUNTS,
        names=0,
        series=range(1, len(WORST_TO_BEST) + 1),
        across="Year in which the round started",
        up="Audits",
    )


def _findings(rows: Sequence[GradeRow], fewest: int) -> Iterator[str]:
    """ "2018: 17 audited; Inadequate 0, Requires improvement 5 (30%), Good 6 (35%), Outstanding 6 (35%)."."""
    for row in reversed(rows):
        if sum(row.counts):
            cells = _printed(row, fewest)[2 : 2 + len(WORST_TO_BEST)]
            parts = ", ".join(
                f"{grade.label} {cell}" for grade, cell in zip(WORST_TO_BEST, cells, strict=True)
            )
            yield f"{row.name}: {shown(row.audited, fewest)} audited; {parts}."


def _defined() -> Iterator[tuple[str, str]]:
    for definition in (
        definitions.GRADES,
        definitions.SHARES,
        definitions.GOOD_OR_BETTER,
        definitions.BASIS,
        definitions.MODERATION,
    ):
        yield definition.name, definition.how
    yield Grade.NOT_GRADED.label, "The audit could not be given a grade. It is counted in the total."
