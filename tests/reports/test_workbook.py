"""Workbooks: text stays text, dates are dates, and the pages are set up to be printed."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.reports import workbook
from bot.reports.imprint import Imprint
from bot.reports.workbook import NOTHING, Book, Column, Holds, Sheet
from tests.reports import reading

IMPRINT = Imprint("OFFICIAL-SENSITIVE", "Grace Obi", datetime(2025, 3, 14, 10, 0, tzinfo=UTC), "As of today.")
COLUMNS = (Column("Text", 20), Column("Day", 12, Holds.DAY), Column("Count", 8, Holds.COUNT))
ROWS = (("Late notes", date(2025, 3, 14), 3), ("None", None, 0))
SHEET = Sheet("Table", "A table", COLUMNS, ROWS, says=["Of care leavers."], below=["Rounded."])
FIRST = "xl/worksheets/sheet1.xml"


def made(sheet: Sheet = SHEET, *, is_long: bool = False) -> bytes:
    return workbook.write(Book("A table", IMPRINT, [sheet], is_long=is_long))


def of_text(text: str, *, is_long: bool = False) -> bytes:
    column = Column("Text", 20)
    return made(Sheet("Table", text, [column], [(text,)], says=[text], below=[text]), is_long=is_long)


@given(st.text("abc =+-@(){}'\"&<>1,|!\t\rHYPERLINKcmd", min_size=1, max_size=60), st.booleans())
@example("=1+1", False)  # noqa: FBT003 - hypothesis takes examples by place alone
@example('=HYPERLINK("http://example.org","Open")', True)  # noqa: FBT003
@example("{=SUM(A1:A2)}", False)  # noqa: FBT003
@example("http://example.org", False)  # noqa: FBT003
def test_what_people_typed_is_never_a_formula_or_a_link(text: str, is_long: bool) -> None:  # noqa: FBT001
    written = reading.part(of_text(text, is_long=is_long), FIRST)
    assert "<f>" not in written
    assert "<hyperlink" not in written


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-5", "@SUM(A1)", "007", "14/03/2025", "1E5", "TRUE"])
def test_text_is_read_back_as_it_was_typed(text: str) -> None:
    assert reading.sheet(of_text(text), "Table").column("Text") == [text]


def test_a_cell_of_text_stays_text_when_it_is_typed_again() -> None:
    assert 'numFmtId="49"' in reading.part(made(), "xl/styles.xml")


def test_dates_are_dates_in_the_british_form_and_counts_are_numbers() -> None:
    content = made()
    assert reading.sheet(content, "Table").rows[0] == {
        "Text": "Late notes",
        "Day": date(2025, 3, 14),
        "Count": 3,
    }
    assert 'formatCode="dd/mm/yyyy"' in reading.part(content, "xl/styles.xml")


def test_the_same_record_gives_the_same_bytes() -> None:
    assert made() == made()


def test_what_is_written_as_it_comes_reads_the_same() -> None:
    assert reading.everything(made(is_long=True)) == reading.everything(made())


def test_the_title_the_marking_and_who_made_it_stand_above_the_headings() -> None:
    read = reading.sheet(made(), "Table")
    assert read.above == [
        "A table",
        "OFFICIAL-SENSITIVE",
        "Made on Friday 14 March 2025 at 10:00 by Grace Obi. As of",
        "today.",
        "Of care leavers.",
    ]
    assert read.below == ["Rounded."]


def test_the_headings_stay_in_sight_and_can_be_filtered() -> None:
    written = reading.part(made(), FIRST)
    assert '<pane xSplit="1" ySplit="7" topLeftCell="B8"' in written
    assert '<autoFilter ref="A7:C9"/>' in written


def test_pages_are_landscape_one_page_wide_with_the_headings_on_each() -> None:
    content = made()
    written = reading.part(content, FIRST)
    assert 'paperSize="9"' in written
    assert 'orientation="landscape"' in written
    assert 'fitToHeight="0"' in written
    assert '<definedName name="_xlnm.Print_Titles" localSheetId="0">Table!$7:$7' in reading.part(
        content, "xl/workbook.xml"
    )


def test_each_page_has_its_marking_above_and_below_and_its_number() -> None:
    marked = replace(IMPRINT, marking="R&D")
    written = reading.part(workbook.write(Book("A table", marked, [SHEET])), FIRST)
    assert "<oddHeader>&amp;LR&amp;&amp;D&amp;RA table</oddHeader>" in written
    assert "<oddFooter>&amp;LR&amp;&amp;D&amp;RPage &amp;P of &amp;N</oddFooter>" in written


def test_a_wide_sheet_is_for_larger_paper() -> None:
    wide = replace(SHEET, columns=[Column("Text", 140), *COLUMNS[1:]])
    assert 'paperSize="8"' in reading.part(made(wide), FIRST)


def test_the_properties_tell_of_nobody_but_who_made_it() -> None:
    written = reading.part(made(), "docProps/core.xml")
    assert "<dc:creator>Grace Obi</dc:creator>" in written
    assert "<cp:lastModifiedBy>Grace Obi</cp:lastModifiedBy>" in written
    assert "2025-03-14T10:00:00Z" in written


def test_a_table_without_rows_says_so() -> None:
    assert NOTHING in reading.sheet(made(replace(SHEET, rows=())), "Table").below
