"""Grades as a workbook: one row a round."""

from io import BytesIO

from sqlalchemy.orm import Session

from bot.documents import EXCEL, Document, Wanted
from bot.reports import figures, imprint
from bot.reports.figures import Years
from bot.rules.grades import WORST_TO_BEST
from bot.rules.small_numbers import withheld
from bot.visit import Visit


def make(session: Session, visit: Visit, wanted: Wanted) -> Document:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # noqa: PLC0415 - heavy

    years = Years(wanted.year, wanted.year) if wanted.year else None
    table = figures.grades(session, visit, wanted.cohort, years)
    written = BytesIO()
    with Workbook(written) as book:
        sheet = book.add_worksheet("Grades")
        sheet.write_string(0, 0, imprint.of(visit, "Moderated grades as recorded.").line)
        for column, name in enumerate(["Round", *(grade.label for grade in WORST_TO_BEST)]):
            sheet.write_string(1, column, name)
        for place, row in enumerate(table.rows, start=2):
            sheet.write_string(place, 0, row.name)
            for column, count in enumerate(
                withheld(row.counts, wanted.withhold_under, has_total=False), start=1
            ):
                sheet.write_string(place, column, "withheld" if count is None else f"{count:,}")
    return Document(f"grades{EXCEL}", "Grades", written.getvalue())
