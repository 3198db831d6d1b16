"""Reading CSV files as Excel writes them, and refusing what is none."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.intake import Kind, Sheet, read_file


def read(tmp_path: Path, content: bytes, kind: Kind = Kind.PEOPLE) -> Sheet:
    file = tmp_path / "sheet.csv"
    file.write_bytes(content)
    return read_file(file, kind)


def cells(sheet: Sheet) -> list[tuple[int, list[str]]]:
    return [(row.number, list(row.cells.values())) for row in sheet.rows]


@pytest.mark.parametrize(
    "content",
    [
        "name,role\nÉva Nagy,manager\n".encode(),
        "name,role\r\nÉva Nagy,manager\r\n".encode("utf-8-sig"),
        "name;role\r\nÉva Nagy;manager\r\n".encode("windows-1252"),
        "name\trole\rÉva Nagy\tmanager".encode("utf-16"),
        "sep=;\r\nname;role\r\nÉva Nagy;manager".encode(),
        "sep=\t\nname\trole\nÉva Nagy\tmanager\n".encode(),
        " name , role ,,\n Éva Nagy ,manager \xa0,,\n".encode(),
    ],
)
def test_every_way_in_which_excel_saves_a_sheet_reads_the_same(tmp_path: Path, content: bytes) -> None:
    sheet = read(tmp_path, content)
    assert sheet.headings == ("name", "role")
    assert cells(sheet) == [(2, ["Éva Nagy", "manager"])]


def test_rows_keep_the_numbers_that_excel_shows_beside_them(tmp_path: Path) -> None:
    sheet = read(tmp_path, b'\n,,\nname,role\n\n"Wren\r\nAshdale",quality\n , \nRobin Vale,leader\n')
    assert cells(sheet) == [(5, ["Wren\nAshdale", "quality"]), (7, ["Robin Vale", "leader"])]


def test_a_cell_in_quotation_marks_may_hold_the_delimiter(tmp_path: Path) -> None:
    sheet = read(tmp_path, b'text,theme\n"plain, ""quoted"", long",Plans\n', Kind.RECOMMENDATIONS)
    assert cells(sheet) == [(2, ['plain, "quoted", long', "Plans"])]


def test_a_short_row_is_filled_up_with_blank_cells(tmp_path: Path) -> None:
    assert cells(read(tmp_path, b"name,role,team\nRobin Vale\n")) == [(2, ["Robin Vale", "", ""])]


def test_a_row_with_more_cells_than_headings_is_marked(tmp_path: Path) -> None:
    sheet = read(tmp_path, b"text,theme\nplain, but long,Plans\nshort,Plans,,\n", Kind.RECOMMENDATIONS)
    assert [row.is_too_long for row in sheet.rows] == [True, False]


@pytest.mark.parametrize(
    "content",
    [
        b"Our people,,\n,,\nname,role,team\nRobin Vale,quality,\n",
        b"Our people\n\nname;role;team\nRobin Vale;quality;\n",
        b"Name\n\nname,role,team\nRobin Vale,quality,\n",
    ],
)
def test_titles_may_stand_above_the_headings(tmp_path: Path, content: bytes) -> None:
    sheet = read(tmp_path, content)
    assert sheet.headings == ("name", "role", "team")
    assert [row.number for row in sheet.rows] == [4]


def test_a_title_that_reads_like_a_heading_is_none_where_the_headings_follow(tmp_path: Path) -> None:
    sheet = read(tmp_path, b"Team,,\nTeam name,Channel,Floor\nFostering,C0FOSTER1,3\n", Kind.TEAMS)
    assert sheet.headings == ("Team name", "Channel", "Floor")


def test_a_column_without_heading_and_cells_is_none(tmp_path: Path) -> None:
    assert read(tmp_path, b",name,,role\n,a,,c\n").headings == ("name", "role")


def test_where_no_row_fits_the_nearest_one_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"These columns are missing: owner, due \(is it \"Duee\"\?\)"):
        read(tmp_path, b"Actions,,\nRecommendation,Action,Duee\n1,Meet,1/2/25\n", Kind.ACTIONS)


def test_rows_can_be_gone_through_again_and_their_number_is_known(tmp_path: Path) -> None:
    rows = read(tmp_path, b"name,role\na,b\n\nc,d\n").rows
    assert len(rows) == len(list(rows)) == len(list(rows)) == 2


def test_a_column_without_a_heading_goes_by_its_letter(tmp_path: Path) -> None:
    assert read(tmp_path, b"name,,role\na,b,c\n").headings == ("name", "column B", "role")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n , \r\n", "empty"),
        (b"name,role\n\n", "no rows"),
        (b"%PDF-1.7\n\x00\x81\x8d", "not a text file"),
        (b"name\x00,role\n", "not a text file"),
        (b"\x81\x8d,\x8f", "not a text file"),
        (b"name,name\na,b\n", "same heading"),
        (b'name,role\na,b\n"c,d\ne,f\n', "Row 3 has a quotation mark"),
        (b"name,role\n" + b'"' + b"x" * 200_000, "Row 2 has a quotation mark"),
    ],
)
def test_a_wrong_kind_of_file_is_refused_with_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        read(tmp_path, content)


def test_a_file_that_is_not_there_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"There is no file .*missing\.csv"):
        read_file(tmp_path / "missing.csv", Kind.PEOPLE)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="is a folder"):
        read_file(tmp_path, Kind.PEOPLE)


@given(st.binary() | st.text(alphabet='ab",;\n\r\t =éU').map(str.encode))
def test_whatever_a_file_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "anything.csv"
    file.write_bytes(content)
    try:
        sheet = read_file(file, Kind.PEOPLE)
    except Refusal:
        return
    assert all(tuple(row.cells) == sheet.headings for row in sheet.rows)
