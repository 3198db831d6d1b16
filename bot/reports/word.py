"""A Word document, written from top to bottom in named styles, so that a council's own template dresses it.

Headings are Word's own; paragraphs are numbered through the document, as those of reports to Members are;
tables have a header row that comes again on each page; pictures say what they show to those who do not see
them. This loads python-docx, which is heavy: it is imported where a document is made, and by nobody else.
"""

import re
from collections.abc import Sequence
from datetime import UTC
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.blkcntnr import BlockItemContainer
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from bot.errors import Refusal
from bot.reports.imprint import Imprint

# What a template must have, as every document that Word makes has them once they were used.
STYLES = (
    "Title",
    "Heading 1",
    "Heading 2",
    "Normal",
    "List Number",
    "List Bullet",
    "Caption",
    "Table Grid",
    "Header",
    "Footer",
)
FONT = "Arial"
SHADE = "D9D9D9"
PICTURE_CM = 16.0
# Tables of so few rows are not parted by the end of a page.
SHORT = 5

# What XML cannot hold. What people typed has none of it; what was imported years ago may.
_NOT_XML = re.compile(r"[^\t\n\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


class Sheet:
    """A document in the making. What is given as text is written as it stands, and is never markup."""

    def __init__(self, title: str, imprint: Imprint, template: Path | None = None) -> None:
        """Raises Refusal where the template is no Word file, or lacks a style."""
        self._document = _opened(template)
        if template is None:
            _dress(self._document)
        self._imprint = imprint
        self._frame(title)

    def heading(self, text: str, level: int = 1) -> None:
        self._document.add_heading(_clean(text), level)

    def text(self, text: str, style: str = "Normal") -> None:
        """A paragraph without a number."""
        self._document.add_paragraph(_clean(text), style)

    def numbered(self, text: str) -> None:
        """The next numbered paragraph."""
        self._document.add_paragraph(_clean(text), "List Number")

    def bullets(self, lines: Sequence[str]) -> None:
        for line in lines:
            self._document.add_paragraph(_clean(line), "List Bullet")

    def to_write(self, what: str) -> None:
        """A place that is marked for words that only a person can find: "what the service did well"."""
        paragraph = self._document.add_paragraph("", "List Number")
        run = paragraph.add_run(f"[To be written: {_clean(what)}]")
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW

    def table(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        caption: str,
        widths: Sequence[float] = (),
        numbers: bool = False,
        is_told: bool = True,
    ) -> None:
        """A table under its caption, or right under a heading that says the same: then `is_told` is False.

        `widths` in centimetres; `numbers`: so are all columns but the first.
        """
        if is_told:
            above = self._document.add_paragraph(_clean(caption), "Caption")
            above.paragraph_format.keep_with_next = True
        table = self._document.add_table(rows=0, cols=len(heads), style="Table Grid")
        _describe(table, caption)
        if widths:
            table.autofit = False
            for column, width in zip(table.columns, widths, strict=True):
                column.width = Cm(width)
        for number, cells in enumerate((heads, *rows)):
            row = table.add_row()
            for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
                _fill(cell, _clean(text), is_head=number == 0, is_number=numbers and column > 0)
                if widths:
                    cell.width = Cm(widths[column])
            _keep_whole(row, repeats=number == 0, with_next=len(rows) <= SHORT and number < len(rows))
        self._document.add_paragraph("", "Normal")

    def picture(self, png: bytes, alt_text: str, caption: str) -> None:
        """`alt_text` states the finding."""
        above = self._document.add_paragraph(_clean(caption), "Caption")
        above.paragraph_format.keep_with_next = True
        paragraph = self._document.add_paragraph("", "Normal")
        shape = paragraph.add_run().add_picture(BytesIO(png), width=Cm(PICTURE_CM))
        shape._inline.docPr.set("descr", _clean(alt_text))

    def content(self) -> bytes:
        """The whole file."""
        paper = BytesIO()
        self._document.save(paper)
        return paper.getvalue()

    def _frame(self, title: str) -> None:
        """The title, the marking on each page, the imprint and the number of the page below."""
        imprint, properties = self._imprint, self._document.core_properties
        properties.title, properties.author = _clean(title), _clean(imprint.made_by)
        properties.last_modified_by, properties.comments = properties.author, ""
        made_at = imprint.made_at.astimezone(UTC).replace(tzinfo=None)
        properties.created = properties.modified = made_at
        properties.subject, properties.language = _clean(imprint.marking), "en-GB"
        for section in self._document.sections:
            section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
            for part in (section.header, section.footer):
                _mark(part, _clean(imprint.marking))
            line = section.footer.add_paragraph(_clean(f"{imprint.line} Page "), "Footer")
            _field(line, "PAGE")
            line.add_run(" of ")
            _field(line, "NUMPAGES")
        self._document.add_paragraph(_clean(title), "Title")


def require_fit(template: Path) -> None:
    """Raises Refusal where the file is no Word file, or lacks a style."""
    _opened(template)


def _opened(template: Path | None) -> DocxDocument:
    if template is None:
        return Document()
    try:
        document = Document(str(template))
    except Exception:  # noqa: BLE001 - whatever is wrong with a file that somebody chose
        raise Refusal("The Word template cannot be read. Please ask an administrator to mend it.") from None
    there = {style.name for style in document.styles}
    missing = [name for name in STYLES if name not in there]
    if missing:
        raise Refusal(
            f"The Word template lacks the style {missing[0]}. Please ask an administrator to add it."
        )
    _empty(document)
    return document


def _empty(document: DocxDocument) -> None:
    """Takes away what the template says in its body; its page, its header and its styles stay."""
    body = document.element.body
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)


def _dress(document: DocxDocument) -> None:
    """A plain dress that everybody can read: A4, one typeface, nothing under 10 points, headings in black."""
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(23)
        section.top_margin = section.bottom_margin = Mm(22)
    sizes = {
        "Normal": 11,
        "List Number": 11,
        "List Bullet": 11,
        "Title": 20,
        "Heading 1": 15,
        "Heading 2": 12,
    }
    for name in STYLES:
        style = document.styles[name]
        font = style.font
        font.name, font.color.rgb = FONT, RGBColor(0, 0, 0)
        font.size = Pt(sizes.get(name, 10))
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
        for plain in ("w:contextualSpacing", "w:pBdr"):
            for found in style.element.findall(f".//{qn(plain)}"):
                found.getparent().remove(found)
        style.paragraph_format.space_after = Pt(6)
    for name in ("Title", "Heading 1", "Heading 2", "Caption"):
        document.styles[name].font.bold = True
        document.styles[name].font.italic = False


def _describe(table: Table, text: str) -> None:
    """What the table is, for those who do not see it."""
    made = OxmlElement("w:tblDescription")
    made.set(qn("w:val"), _clean(text))
    table._tbl.tblPr.append(made)


def _fill(cell: _Cell, text: str, *, is_head: bool, is_number: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.add_run(text).bold = is_head
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    if is_number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if is_head:
        shade = OxmlElement("w:shd")
        for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", SHADE)):
            shade.set(qn(name), value)
        cell._tc.get_or_add_tcPr().append(shade)


def _keep_whole(row: _Row, *, repeats: bool, with_next: bool) -> None:
    """A row is not parted by the end of a page; the header row comes again on the next one."""
    for cell in row.cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = with_next
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeats:
        properties.append(OxmlElement("w:tblHeader"))


def _mark(part: BlockItemContainer, text: str) -> None:
    """In the first line where that is empty; else below the council's letterhead, which stays."""
    first = part.paragraphs[0] if part.paragraphs else None
    line = first if first is not None and not len(first._p.xpath("./w:r")) else part.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run(text).bold = True


def _field(paragraph: Paragraph, code: str) -> None:
    """A number that Word reckons, such as that of the page."""
    made = OxmlElement("w:fldSimple")
    made.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    number = OxmlElement("w:t")
    number.text = "1"
    run.append(number)
    made.append(run)
    paragraph._p.append(made)


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
