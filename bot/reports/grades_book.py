"""Grades as a workbook: the table as the report to Members prints it, a chart, and both grades as counts."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from bot.documents import EXCEL, Document, Wanted
from bot.reports import definitions, figures, imprint, scope, workbook
from bot.reports.figures import GradeRow, GradesTable, Years
from bot.reports.scope import Scope
from bot.reports.workbook import Book, Cell, Column, Holds, Sheet, Stacked
from bot.rules import dates, shares
from bot.rules.grades import WORST_TO_BEST
from bot.rules.small_numbers import WITHHELD, shown, withheld
from bot.rules.wording import capital
from bot.visit import Visit
from storage.words import Grade

BASES_DIFFER = "The basis changed between these rounds, so their figures cannot be compared directly."
IN_ONE_COLUMN = "In the chart, please compare the parts of one column only."
NOT_DRAWN = "Rounds with a count left out are not in the chart."
CHART = "In the chart"

_TABLE = (
    Column("Year", 24),
    Column("Total audited", 12, Holds.COUNT),
    *(Column(grade.label, 18, Holds.COUNT) for grade in WORST_TO_BEST),
    Column("Not graded", 12, Holds.COUNT),
    Column("Awaiting moderation", 16, Holds.COUNT),
    Column("Basis", 32),
)
_DRAWN = (Column("Year", 24), *(Column(grade.label, 15, Holds.COUNT) for grade in WORST_TO_BEST))
_BOTH = (*_DRAWN, *(Column(f"{grade.label}, auditor's grade", 15, Holds.COUNT) for grade in WORST_TO_BEST))


def make(session: Session, visit: Visit, wanted: Wanted) -> Document:
    """The grades by round as they are recorded today. Raises NotFound."""
    of = scope.of(session, wanted)
    rows = _rows(session, visit, wanted, of)
    fewest = wanted.withhold_under
    title = f"Grades of {wanted.cohort.in_sentence}" if wanted.cohort else "Grades of case audits"
    # The oldest first, as a chart reads. Where a count is left out, a column would be too low.
    drawn = [row for row in reversed(rows) if sum(row.counts) and None not in _kept(row, fewest)]
    sheets = [
        Sheet(
            "Grades",
            title,
            _TABLE,
            [_printed(row, fewest) for row in rows],
            says=[of.words] if of.words else [],
            below=_below(rows, drawn, fewest),
            chart=_chart(title, drawn, fewest) if drawn else None,
        ),
        Sheet(
            "Both grades",
            f"{title}: both grades",
            _BOTH,
            [_both(row, fewest) for row in rows if sum(row.counts)],
            says=["The moderated grades, and the grades that their auditors gave to the same audits."],
            below=workbook.left_out(fewest),
        ),
    ]
    if drawn:
        says = ["The counts that the chart on the first sheet is drawn from."]
        numbers: list[Sequence[Cell]] = [(row.name, *row.counts) for row in drawn]
        sheets.append(Sheet(CHART, f"{title}: in the chart", _DRAWN, numbers, says=says))
    how = workbook.explained("How it is counted", "How grades are counted", _defined())
    made = imprint.of(visit, f"Moderated grades as recorded on {dates.in_words(visit.today)}.")
    content = workbook.write(Book(title, made, [*sheets, how]))
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
    kept = _kept(row, fewest)
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
        capital(row.basis.label) if row.basis else None,
    )


def _kept(row: GradeRow, fewest: int) -> Sequence[int | None]:
    """The counts of a row, those of what was not graded last; None for each that is left out."""
    return withheld((*row.counts, row.not_graded), fewest, has_total=True)


def _both(row: GradeRow, fewest: int) -> Sequence[Cell]:
    moderated = [WITHHELD if count is None else count for count in _kept(row, fewest)[:-1]]
    return (row.name, *moderated, *workbook.parts(row.by_auditors, fewest))


def _below(rows: Sequence[GradeRow], drawn: Sequence[GradeRow], fewest: int) -> Sequence[str]:
    is_changed = len({row.basis for row in rows if row.basis}) > 1
    is_short = len(drawn) < sum(bool(sum(row.counts)) for row in rows)
    return [
        shares.ROUNDING,
        *([BASES_DIFFER] if is_changed else []),
        *([IN_ONE_COLUMN] if is_changed and drawn else []),
        *workbook.left_out(fewest),
        *([NOT_DRAWN] if is_short and drawn else []),
    ]


def _chart(title: str, rows: Sequence[GradeRow], fewest: int) -> Stacked:
    return Stacked(
        title=f"{title}, moderated: number of audits",
        finding=" ".join(_findings(rows, fewest)),
        sheet=CHART,
        names=0,
        series=range(1, len(WORST_TO_BEST) + 1),
        across="Year in which the round started",
        up="Audits",
    )


def _findings(rows: Sequence[GradeRow], fewest: int) -> Iterator[str]:
    """ "2018: 17 audited; Inadequate 0, Requires improvement 5 (30%), Good 6 (35%), Outstanding 6 (35%)."."""
    for row in rows:
        cells = _printed(row, fewest)[2 : 2 + len(WORST_TO_BEST)]
        parts = ", ".join(f"{grade.label} {cell}" for grade, cell in zip(WORST_TO_BEST, cells, strict=True))
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
