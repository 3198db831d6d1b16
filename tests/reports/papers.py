"""A Word document as these tests read it."""

from io import BytesIO

import docx
from docx.document import Document as Docx
from docx.oxml.ns import qn

from bot.documents import Document


def opened(document: Document) -> Docx:
    return docx.Document(BytesIO(document.content))


def words(paper: Docx) -> list[str]:
    """What its paragraphs say, outside of tables."""
    return [paragraph.text for paragraph in paper.paragraphs if paragraph.text]


def headings(paper: Docx) -> list[str]:
    """Its headings of the first level."""
    return [one.text for one in paper.paragraphs if one.style is not None and one.style.name == "Heading 1"]


def tables(paper: Docx) -> dict[str, list[list[str]]]:
    """Its tables by what they are said to be."""
    return {
        described(table): [[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables
    }


def described(table: object) -> str:
    return str(table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")))  # type: ignore[attr-defined]
