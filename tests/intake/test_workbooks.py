"""Workbooks: their cells as text, where the headings are, which sheet is meant, and what is hidden."""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot.errors import Refusal
from bot.intake import Kind, take_in
from bot.intake.report import text
from bot.visit import Visit
from tests.intake.books import Fill, Workbook, Worksheet, book, cells, part, read, rezipped, table
from tests.intake.sheets import take_one

HEADINGS = ("Name", "Role", "Team")
ROBIN = ("Robin Vale", "quality", "Fostering")
WREN = ("Wren Ashdale", "leader", "")
PEOPLE = table(HEADINGS, ROBIN, WREN)
READ = [(2, list(ROBIN)), (3, list(WREN))]


def one_cell(tmp_path: Path, write: Fill) -> str:
    """The text of the cell A2 that `write` fills, under the heading "text"."""

    def fill(workbook: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ("text", "theme"))
        sheet.write(1, 1, "there")
        write(workbook, sheet)

    (row,) = read(tmp_path, book(fill), Kind.RECOMMENDATIONS).rows
    return row.cells["text"]


@pytest.mark.parametrize(
    ("value", "form", "read_as"),
    [
        (date(2025, 3, 14), "dd/mm/yyyy", "2025-03-14"),
        (datetime(2025, 3, 14), "dd/mm/yyyy hh:mm", "2025-03-14"),  # noqa: DTZ001 - Excel knows no zones
        (datetime(2025, 3, 14, 9, 30), "dd/mm/yyyy hh:mm", "2025-03-14 09:30:00"),  # noqa: DTZ001
        (date(2025, 3, 14), "[$-809]dddd d mmmm yyyy", "2025-03-14"),
        (time(9, 30), "hh:mm", "09:30:00"),
        ("14/03/2025", "", "14/03/2025"),
        (1001.0, "", "1001"),
        (1001.0, "0.00", "1001"),
        (12.5, "", "12.5"),
        (0.1 + 0.2, "", "0.3"),
        (-3, "", "-3"),
        (123_456_789_012_345, "0", "123456789012345"),
        (1_234_567_890_123_456, "0", "1.23456789012346E+15"),
        (True, "", "TRUE"),
        (False, "", "FALSE"),
        ("  Éva\u00a0Nagy ", "", "Éva\u00a0Nagy"),
        ("two\nlines", "", "two\nlines"),
        ("", "", ""),
    ],
)
def test_a_cell_is_read_as_excel_would_write_it_into_csv(
    tmp_path: Path, value: object, form: str, read_as: str
) -> None:
    def write(workbook: Workbook, sheet: Worksheet) -> None:
        sheet.write(1, 0, value, workbook.add_format({"num_format": form} if form else {}))

    assert one_cell(tmp_path, write) == read_as


@pytest.mark.parametrize(
    ("result", "read_as"),
    [(5, "5"), ("Plans", "Plans"), (True, "TRUE"), ("#N/A", "#N/A"), ("#DIV/0!", "#N/A"), ("", "")],
)
def test_a_formula_counts_for_the_result_that_excel_kept(
    tmp_path: Path, result: object, read_as: str
) -> None:
    assert one_cell(tmp_path, lambda _, sheet: sheet.write_formula(1, 0, "=B7", None, result)) == read_as


def test_dates_are_right_where_a_workbook_counts_days_from_1904(tmp_path: Path) -> None:
    def fill(workbook: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ("name", "basis", "starts"))
        sheet.write_row(1, 0, ("May 2025", "half"))
        sheet.write_number(1, 2, 44_316, workbook.add_format({"num_format": "dd/mm/yyyy"}))

    main = part(book(fill), "xl/workbook.xml").replace(b"<workbookPr", b'<workbookPr date1904="1"')
    sheet = read(tmp_path, rezipped(book(fill), {"xl/workbook.xml": main}), Kind.ROUNDS)
    assert [row.cells["starts"] for row in sheet.rows] == ["2025-05-01"]


def test_an_error_in_a_cell_is_refused_by_its_column(session: Session, visit: Visit) -> None:
    said = take_one(session, visit, Kind.TEAMS, name="Fostering", channel="#N/A", manager="#REF!")
    assert said.startswith("channel: a formula has no result in this cell.")
    assert "manager: a formula has no result in this cell." in said


def test_a_number_that_excel_has_rounded_is_no_system_number(session: Session, visit: Visit) -> None:
    said = take_one(session, visit, Kind.CASES, system_number="1.23456789012346E+15", cohort="LAC")
    assert "Excel has rounded this number" in said


@pytest.mark.parametrize(("top", "left"), [(0, 0), (4, 0), (0, 3), (6, 2)])
def test_a_table_may_begin_anywhere(tmp_path: Path, top: int, left: int) -> None:
    sheet = read(tmp_path, book(table(HEADINGS, ROBIN, (), WREN, top=top, left=left)))
    assert sheet.headings == HEADINGS
    assert cells(sheet) == [(top + 2, list(ROBIN)), (top + 4, list(WREN))]


def test_titles_merged_over_the_width_stand_above_the_headings(tmp_path: Path) -> None:
    def fill(workbook: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range("A1:C2", "Name", workbook.add_format())
        sheet.write("A3", "as of March")
        table(HEADINGS, ROBIN, top=4)(workbook, sheet)

    sheet = read(tmp_path, book(fill))
    assert (sheet.headings, cells(sheet)) == (HEADINGS, [(6, list(ROBIN))])


AUDIT = ("1001", "14/03/2025", "Wren Ashdale", "Good", "Outstanding", "Robin Vale")


@pytest.mark.parametrize("grouped", ["A", "B", "C"])
def test_headings_merged_downwards_stand_beside_groups_of_headings(tmp_path: Path, grouped: str) -> None:
    groups = {"A": "D1:F1", "B": "E1:F1", "C": "A1:C1"}

    def fill(workbook: Workbook, sheet: Worksheet) -> None:
        plain = workbook.add_format()
        first, last = ord(groups[grouped][0]) - 65, ord(groups[grouped][3]) - 65
        names = ("Case", "Date", "Auditor", "Grade", "Moderated grade", "Moderator")
        for column, name in enumerate(names):
            if first <= column <= last:
                sheet.write(1, column, name)
            else:
                sheet.merge_range(0, column, 1, column, name, plain)
        sheet.merge_range(groups[grouped], "Date", plain)
        sheet.write_row(2, 0, AUDIT)

    sheet = read(tmp_path, book(fill), Kind.AUDITS)
    assert sheet.headings == ("Case", "Date", "Auditor", "Grade", "Moderated grade", "Moderator")
    assert cells(sheet) == [(3, list(AUDIT))]


def test_a_heading_merged_over_two_columns_is_one_all_the_same(tmp_path: Path) -> None:
    def fill(workbook: Workbook, sheet: Worksheet) -> None:
        table(("Name", "Role", "", "Team"), ("Robin Vale", "quality", "", "Fostering"))(workbook, sheet)
        sheet.merge_range("B1:C1", "Role", workbook.add_format())

    assert cells(read(tmp_path, book(fill))) == [(2, list(ROBIN))]


def test_what_stands_beside_the_table_is_a_column_that_is_not_read(tmp_path: Path) -> None:
    def fill(workbook: Workbook, sheet: Worksheet) -> None:
        PEOPLE(workbook, sheet)
        sheet.write("F3", "left in May?")

    sheet = read(tmp_path, book(fill))
    assert sheet.headings == (*HEADINGS, "column F")
    assert not any(row.is_too_long for row in sheet.rows)


def test_headings_far_down_are_not_looked_for(tmp_path: Path) -> None:
    notes = [("a note",)] * 20
    with pytest.raises(Refusal, match="columns are missing: name, role"):
        read(tmp_path, book(table(*notes, HEADINGS, ROBIN)))
    assert len(read(tmp_path, book(table(*notes[:19], HEADINGS, ROBIN))).rows) == 1


NOTES = table(("Read me first",), ("The people stand on the other sheet",))


def test_the_sheet_whose_headings_fit_is_read_and_named(tmp_path: Path) -> None:
    sheet = read(tmp_path, book(Notes=NOTES, Staff=PEOPLE, Empty=table()))
    assert (sheet.name, cells(sheet)) == ('"Staff"', READ)


def test_a_sheet_that_is_alone_needs_no_name_in_the_report(tmp_path: Path) -> None:
    assert read(tmp_path, book(PEOPLE)).name is None


@pytest.mark.parametrize("name", ["Leavers", "leavers", " LEAVERS "])
def test_a_sheet_is_named_without_minding_capitals(tmp_path: Path, name: str) -> None:
    sheet = read(tmp_path, book(Staff=PEOPLE, Leavers=table(HEADINGS, WREN)), sheet=name)
    assert (sheet.name, cells(sheet)) == ('"Leavers"', [(2, list(WREN))])


def test_where_two_sheets_fit_it_asks_for_one(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, book(Staff=PEOPLE, Leavers=table(HEADINGS, WREN), Notes=NOTES))
    assert refused.value.message == (
        'More than one sheet could be meant. The sheets with these columns are: "Staff", "Leavers". '
        "Please name one of them with --sheet."
    )


def test_of_two_sheets_that_fit_the_one_with_the_name_of_the_kind_is_meant(tmp_path: Path) -> None:
    content = book(People=PEOPLE, Teams=table(("Name", "Channel"), ("Fostering", "C0FOSTER1")))
    assert read(tmp_path, content, Kind.TEAMS).name == '"Teams"'


def test_a_sheet_with_headings_alone_is_not_meant_where_another_has_rows(tmp_path: Path) -> None:
    assert read(tmp_path, book(New=table(HEADINGS), Staff=PEOPLE)).name == '"Staff"'


def test_headings_without_rows_are_nothing_to_take_in(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="headings and no rows below them"):
        read(tmp_path, book(New=table(HEADINGS), Notes=NOTES))


def test_where_no_sheet_fits_the_nearest_one_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, book(Notes=NOTES, Staff=table(("Name", "Roll", "Team"), ROBIN)))
    assert refused.value.message == (
        'No sheet has the columns of this kind. The nearest is "Staff". '
        'This column is missing: role (is it "Roll"?). '
        "The headings must stand in one row, among the first 20 that are not blank."
    )


def test_an_unknown_name_is_answered_with_the_visible_sheets(tmp_path: Path) -> None:
    content = book(**{"Staff": PEOPLE, "robin@example.org": NOTES, "Old": hidden(PEOPLE), "Notes": NOTES})
    with pytest.raises(Refusal) as refused:
        read(tmp_path, content, sheet="Stuff")
    assert refused.value.message == 'There is no sheet of that name. The sheets are: "Staff", "Notes".'


def hidden(fill: Fill) -> Fill:
    def hide(workbook: Workbook, sheet: Worksheet) -> None:
        fill(workbook, sheet)
        sheet.hide()

    return hide


def very_hidden(fill: Fill) -> Fill:
    def hide(workbook: Workbook, sheet: Worksheet) -> None:
        fill(workbook, sheet)
        sheet.very_hidden()

    return hide


@pytest.mark.parametrize("hide", [hidden, very_hidden])
def test_a_hidden_sheet_is_read_only_where_it_is_named(tmp_path: Path, hide: Callable[[Fill], Fill]) -> None:
    content = book(Notes=NOTES, Staff=hide(PEOPLE))
    with pytest.raises(Refusal, match="columns are missing"):
        read(tmp_path, content)
    assert cells(read(tmp_path, content, sheet="staff")) == READ


def test_a_chart_on_a_sheet_of_its_own_is_no_sheet(tmp_path: Path) -> None:
    def fill(workbook: Workbook, sheet: Worksheet) -> None:
        PEOPLE(workbook, sheet)
        chart = workbook.add_chart({"type": "bar"})
        chart.add_series({"values": "=Staff!$A$2:$A$3"})
        workbook.add_chartsheet("Chart").set_chart(chart)

    assert cells(read(tmp_path, book(Staff=fill))) == READ


def test_a_csv_file_has_no_sheet_to_name(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="A CSV file has no sheets"):
        read(tmp_path, b"name,role\nRobin Vale,quality\n", sheet="Staff")


def test_hidden_rows_are_taken_in_and_told(tmp_path: Path, session: Session, visit: Visit) -> None:
    def fill(workbook: Workbook, sheet: Worksheet) -> None:
        table(("name",), ("Adoption",), ("Fostering",), ("Youth Justice",), ("Leaving Care",))(
            workbook, sheet
        )
        for row in (2, 4, 7):
            sheet.set_row(row, None, None, {"hidden": True})

    sheet = read(tmp_path, book(fill), Kind.TEAMS)
    report = take_in(session, visit, Kind.TEAMS, sheet.rows, skip_bad=False)
    assert text(report).splitlines() == [
        "Teams: 4 added.",
        "Please note: 2 rows that are hidden in the sheet were read too: 3, 5.",
    ]


def test_many_hidden_rows_are_not_all_listed(session: Session, visit: Visit, tmp_path: Path) -> None:
    def fill(workbook: Workbook, sheet: Worksheet) -> None:
        table(("name",), *[("Fostering",)] * 30)(workbook, sheet)
        for row in range(1, 31):
            sheet.set_row(row, None, None, {"hidden": True})

    rows = read(tmp_path, book(fill), Kind.TEAMS).rows
    said = text(take_in(session, visit, Kind.TEAMS, rows, skip_bad=False))
    assert "30 rows that are hidden in the sheet were read too: 2, 3, 4, " in said
    assert said.endswith("20, 21 and 10 more.")


def test_rows_and_cells_that_do_not_say_where_they_stand_follow_each_other(tmp_path: Path) -> None:
    def row(cells: tuple[str, ...], hide: str = "") -> str:
        inline = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
        return f"<row{hide}>{inline}</row>"

    rows = row(HEADINGS) + row(ROBIN) + row(WREN, ' hidden="true"')
    xml = f'<x:worksheet xmlns:x="m"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    content = rezipped(book(PEOPLE), {"xl/worksheets/sheet1.xml": xml.encode()})
    sheet = read(tmp_path, content)
    assert cells(sheet) == READ
    assert [row.is_hidden for row in sheet.rows] == [False, True]
