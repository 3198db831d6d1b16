"""Files that are no workbook, and workbooks made to do harm, refused before they can."""

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_BZIP2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.intake import Kind, read_file
from tests.intake.books import part, read, rezipped
from tests.intake.malformed import (
    GOOD,
    MAIN,
    OLE,
    RELATIONS,
    SECRET,
    SHEET,
    STYLES,
    TEXTS,
    announced,
    declared_with_macros,
    lying_zeros,
    many_parts,
    merged_often,
    protected,
    shared_again_and_again,
    shared_by_numbers_in_pieces,
    sheet_of,
    with_macros,
    zeros,
    zipped,
)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (with_macros(), "a workbook with macros"),
        (declared_with_macros(), "a workbook with macros"),
        (OLE, r"an old version of Office, such as \.xls"),
        (protected(), "protected by a password"),
        (zipped(("xl/workbook.bin", b"\x83\x01")), r"binary workbook \(\.xlsb\)"),
        (zipped(("mimetype", b"application/vnd.oasis"), ("content.xml", b"<a/>")), "OpenDocument"),
        (zipped(("word/document.xml", b"<a/>")), "no Excel workbook in it"),
        (zipped(), "no Excel workbook in it"),
        (b"PK\x03\x04", "damaged or was not copied whole"),
        (GOOD[: len(GOOD) // 2], "damaged or was not copied whole"),
        (rezipped(GOOD, {SHEET: b"<worksheet><sheetData>"}), "damaged"),
        (rezipped(GOOD, {MAIN: None}), "no Excel workbook in it"),
        (rezipped(GOOD, {RELATIONS: None}), "damaged"),
        (rezipped(GOOD, {SHEET: None}), "no visible sheet"),
        (rezipped(GOOD, {TEXTS: None}), "damaged"),
        (rezipped(GOOD, {TEXTS: b"<sst><si><si/><t>x</t></si></sst>"}), "damaged"),
        (sheet_of('<row><c t="s"><v>one</v></c></row>'), "damaged"),
        (sheet_of('<row r="4294967295"><c><v>1</v></c></row><row r="4294967297"><c/></row>'), "damaged"),
        (zipped((SHEET, b"<a/>"), method=ZIP_BZIP2), "put together as Excel puts none"),
        (zipped((SHEET, b"<a/>"), (SHEET.upper(), b"<a/>")), "put together as Excel puts none"),
    ],
)
def test_what_is_no_plain_workbook_is_refused_with_what_to_do(
    tmp_path: Path, content: bytes, said: str
) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        read(tmp_path, content)
    assert refused.value.message.endswith(".")
    assert SECRET not in refused.value.message


@pytest.mark.parametrize("name", ["people.csv", "people.xls", "people"])
def test_what_a_file_holds_counts_and_not_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(GOOD)
    assert len(read_file(tmp_path / name, Kind.PEOPLE).rows) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", [SHEET, TEXTS, STYLES, MAIN, RELATIONS, "docProps/app.xml"])
def test_a_doctype_anywhere_is_refused(tmp_path: Path, name: str, encoding: str) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    xml = part(GOOD, name).decode().split("?>", maxsplit=1)[1]
    content = f'<?xml version="1.0" encoding="{encoding}"?>{bomb}{xml}'.encode(encoding)
    with pytest.raises(Refusal, match="DOCTYPE"):
        read(tmp_path, rezipped(GOOD, {name: content}))


@contextmanager
def little_memory(most: int = 40_000_000) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < most
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (zeros, "far larger"),
        (lying_zeros, "damaged"),
        (many_parts, "more parts than any workbook"),
        (shared_again_and_again, "far more text"),
        (shared_by_numbers_in_pieces, "far more text"),
        (announced, "far more texts"),
        (merged_often, "far too many merged cells"),
    ],
)
def test_a_bomb_is_refused_before_it_takes_memory(
    tmp_path: Path, make: Callable[[], bytes], said: str
) -> None:
    content = make()
    with pytest.raises(Refusal, match=said), little_memory():
        read(tmp_path, content)


@pytest.mark.parametrize(
    ("far", "shown"),
    [
        ("XFD1048576", "XFD1048576"),
        ("A9999999", "C9999999"),
        ("XFD3", "XFD3"),
        ("ALM2", "ALM2"),
    ],
)
def test_a_cell_far_outside_the_table_is_told_by_its_place(tmp_path: Path, far: str, shown: str) -> None:
    near = '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>1</v></c></row>'
    content = sheet_of(f'{near}<row><c r="{far}"><v>1</v></c></row>')
    with pytest.raises(Refusal, match=f"reach as far as {shown}, beyond any table"):
        read(tmp_path, content)


def test_blank_cells_far_away_take_no_place(tmp_path: Path) -> None:
    there = part(GOOD, SHEET).replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    )
    assert len(read(tmp_path, rezipped(GOOD, {SHEET: there})).rows) == 3


def test_a_sheet_outside_the_file_is_not_looked_for(tmp_path: Path) -> None:
    outside = part(GOOD, RELATIONS).replace(
        b'Target="worksheets/sheet1.xml"', b'Target="file:///etc/hostname" TargetMode="External"'
    )
    with pytest.raises(Refusal, match="damaged"):
        read(tmp_path, rezipped(GOOD, {RELATIONS: outside}))


def test_a_reference_upwards_stays_within_the_file(tmp_path: Path) -> None:
    upwards = part(GOOD, RELATIONS).replace(b'"worksheets/sheet1.xml"', b'"../../../../etc/hostname"')
    with pytest.raises(Refusal, match="no visible sheet"):
        read(tmp_path, rezipped(GOOD, {RELATIONS: upwards}))


def tried(folder: Path, content: bytes) -> None:
    """Reads the content to its last row, or sees it refused."""
    file = folder / "anything.xlsx"
    file.write_bytes(content)
    try:
        sheet = read_file(file, Kind.PEOPLE)
    except Refusal as refusal:
        assert refusal.message.endswith(".")  # noqa: PT017 - many are read
        return
    assert len(list(sheet.rows)) == len(sheet.rows)


def changed(content: bytes, changes: list[tuple[int, bytes]]) -> bytes:
    """The content with other bytes at some places."""
    for place, new in changes:
        at = place % len(content)
        content = content[:at] + new + content[at + len(new) :]
    return content


CHANGES = st.lists(st.tuples(st.integers(0, 100_000), st.binary(max_size=4)), min_size=1, max_size=5)


@given(CHANGES, st.integers(0, 2 * len(GOOD)))
def test_a_workbook_with_any_bytes_changed_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, bytes]], length: int
) -> None:
    tried(tmp_path_factory.getbasetemp(), changed(GOOD, changes)[:length])


XML_PIECES = st.sampled_from(
    [
        *(b"<", b"/>", b"</c>", b"<v>-1</v>", b"<is>", b"<row>", b"<!--", b"]]>", b'"', b"&#0;", b"&lt;"),
        *(b't="s"', b't="e"', b't="d"', b'r="A1" ', b'r="ZZZ9999999"', b'r:id="rId9"', b'hidden="1" '),
        *(b"1e999", b"nan"),
    ]
)


@given(
    st.sampled_from([SHEET, TEXTS, STYLES, MAIN, RELATIONS, "_rels/.rels", "[Content_Types].xml"]),
    st.lists(st.tuples(st.integers(0, 100_000), st.binary(max_size=3) | XML_PIECES), min_size=1, max_size=4),
)
def test_a_workbook_with_any_xml_in_its_parts_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, changes: list[tuple[int, bytes]]
) -> None:
    xml = changed(part(GOOD, name), changes)
    tried(tmp_path_factory.getbasetemp(), rezipped(GOOD, {name: xml}))
