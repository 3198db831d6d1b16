"""What was understood of each row, column by column, and the sheet in which a person looks it over.

The sheet has the kind's own columns, so it is corrected there and imported like any other file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

from bot.intake.cells import Cells
from bot.intake.columns import OF_REVIEW
from bot.intake.kinds import COLUMNS
from bot.intake.known import Known
from bot.intake.pairs import Grades
from bot.intake.report import Outcome, Report
from bot.intake.rows import RawRow
from bot.rules import privacy
from storage.words import Word

NAMES = frozenset({"owner", "worker", "auditor", "moderator", "manager", "service_manager", "cover"})
# Where the trade's words stand, of which a council may have its own.
WORDS = frozenset({"cohort", "grade", "moderated_grade", "status", "role", "basis", "source", "sources"})
MOST_WORDS, LONGEST_WORD = 50, 40

Understood = str | date


@dataclass
class Review:
    """Of each row, what was understood in which column; of each column, the words that were not."""

    rows: list[Mapping[str, Understood]] = field(default_factory=list)
    unknown_words: dict[str, list[str]] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)

    def look(self, row: RawRow, cells: Cells | None, known: Known) -> None:
        """Keeps what was understood, and the cell as it stands where it was not."""
        texts = {column: row.cells.get(heading, "") for column, heading in self.headings.items()}
        understood = dict(cells.understood) if cells else {}
        grades = understood.get("grade")
        if isinstance(grades, Grades) and grades.moderated and "moderated_grade" not in understood:
            understood["moderated_grade"] = grades.moderated
        seen: dict[str, Understood] = {column: text for column, text in texts.items() if text}
        for column, value in understood.items():
            seen[column] = _shown(column, value, str(seen.get(column, "")), known)
        self.rows.append(seen)
        if cells is not None:
            self._keep_words(cells.not_understood)

    def _keep_words(self, texts: Mapping[str, str]) -> None:
        for column in WORDS & set(texts):
            found = self.unknown_words.setdefault(column, [])
            word = texts[column]
            is_word = len(word) <= LONGEST_WORD and not privacy.found(word)
            if is_word and word not in found and len(found) < MOST_WORDS:
                found.append(word)


def _shown(column: str, value: object, text: str, known: Known) -> Understood:
    """The value in the words in which it is read again; a cell that says more than one thing as it stands."""
    if isinstance(value, Grades):
        value = value.grade
    if isinstance(value, Word):
        return value.label
    if isinstance(value, frozenset):
        return "; ".join(sorted(word.label for word in value))
    if isinstance(value, date):
        return text if column == "month" else value
    if isinstance(value, str):
        return _named(column, value, known)
    return text


def _named(column: str, value: str, known: Known) -> str:
    """The name of the person and the reference of the case, where these are known."""
    if column in NAMES:
        person = known.somebody(value)
        return person.name if person else value
    return (column == "case" and known.reference_of(value)) or value


def sheet(review: Review, report: Report) -> bytes:
    """The workbook: every row, and beside it what is to be looked at."""
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - heavy; it ships no types

    written = BytesIO()
    columns = COLUMNS[report.kind].names
    headings = (OF_REVIEW[0], *columns, OF_REVIEW[1])
    with xlsxwriter.Workbook(written, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet(report.kind.capitalize())
        formats = {
            "heading": workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "day": workbook.add_format({"num_format": "dd/mm/yyyy"}),
            "look": workbook.add_format({"bg_color": "#FFF2CC", "text_wrap": True}),
        }
        for place, heading in enumerate(headings):
            page.write_string(0, place, heading, formats["heading"])
        for number, (row, told) in enumerate(zip(review.rows, report.rows, strict=True), start=1):
            page.write_number(number, 0, told.number)
            for place, column in enumerate(columns, start=1):
                _write(page, number, place, row.get(column, ""), formats["day"])
            look = " ".join([told.problem, *told.notes]).strip()
            if look:
                page.write_string(number, len(columns) + 1, look, formats["look"])
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, len(review.rows), len(headings) - 1)
        page.set_column(1, len(columns), 20)
        page.set_column(len(columns) + 1, len(columns) + 1, 70)
    return written.getvalue()


def _write(page: Any, row: int, place: int, value: Understood, day: object) -> None:
    """Text stays text, also where it begins like a formula."""
    if isinstance(value, date):
        page.write_datetime(row, place, value, day)
    elif value != "":
        page.write_string(row, place, str(value))


def summary(report: Report) -> str:
    """How much of the file was understood, in a sentence."""
    refused = report.count(Outcome.REFUSED)
    noted = sum(bool(row.notes) and row.outcome is not Outcome.REFUSED for row in report.rows)
    total = len(report.rows)
    parts = [f"{total - refused:,} of {total:,} rows were understood"]
    if refused:
        parts.append(f"{refused:,} {'is' if refused == 1 else 'are'} to be corrected")
    if noted:
        parts.append(f"{noted:,} {'is' if noted == 1 else 'are'} to be looked at")
    return f"{', '.join(parts)}."
