"""The auditors' grades beside the moderated ones, as a table of a Word document."""

from collections.abc import Sequence

from bot.reports.figures import GradeRow
from bot.reports.word import Sheet
from bot.rules.grades import WORST_TO_BEST


def by_grade(sheet: Sheet, who: str, rows: Sequence[GradeRow]) -> None:
    """Two lines a round: what the auditors gave, and how it was moderated; as counts."""
    cells = []
    for row in rows:
        cells.append([row.name, "auditors", *(f"{count:,}" for count in row.by_auditors), ""])
        cells.append([row.name, "moderated", *(f"{count:,}" for count in row.counts), f"{row.awaiting:,}"])
    sheet.table(
        ["Round", "Grade", *(grade.label for grade in WORST_TO_BEST), "Awaiting"],
        cells,
        caption=f"{who}: auditors' and moderated grades, as counts",
        widths=(2.0, 2.4, 2.5, 3.1, 1.5, 2.7, 2.1),
    )
