"""Reading a workbook (.xlsx): which of its sheets is meant, and its cells as text.

calamine reads the cells. It is handed a small workbook made here of the parts that were looked at, so that
what it reads is what was checked, whatever else the file holds and however it is put together.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from bot.errors import Refusal
from bot.intake import headings
from bot.intake.columns import shortened
from bot.intake.guides import NO_GUIDE, Guide
from bot.intake.kinds import Kind, plain
from bot.intake.packages import DAMAGED, Attributes, Package, local, refusing_damage
from bot.intake.rows import Line, Sheet, Table
from bot.intake.surveys import Survey, lengths_of_texts, survey
from bot.rules import privacy

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

    Value = int | float | str | bool | time | date | datetime | timedelta

AN_ERROR = "#N/A"  # calamine does not tell which; every one is refused alike
ROUNDED = 1e15  # Excel keeps fifteen digits

_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET, _TEXTS, _STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"


def read(content: bytes, kind: Kind, name: str | None = None, guide: Guide = NO_GUIDE) -> Sheet:
    """The sheet of that name, else the one visible sheet that holds rows of the kind.

    Raises Refusal where the file is no workbook, may do harm, or leaves open which sheet is meant.
    """
    workbook = _Workbook(Package(content))
    if name is None:
        return _only_fitting(workbook, kind, guide)
    return _named(workbook, kind, name, guide)


def table(content: bytes, name: str) -> Table | None:
    """The cells of the sheet of that name; None where there is none. Raises Refusal as `read` does."""
    workbook = _Workbook(Package(content))
    named = [tab for tab in workbook.tabs if tab.name.casefold() == name.casefold()]
    return workbook.open(named[0]) if named else None


def tables(content: bytes) -> list[Table]:
    """Every visible sheet. Raises Refusal as `read` does."""
    workbook = _Workbook(Package(content))
    return [workbook.open(tab) for tab in workbook.visible]


@dataclass(frozen=True)
class _Tab:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    is_visible: bool


class _Workbook:
    """The sheets of a workbook, each opened when it is asked for."""

    @refusing_damage()
    def __init__(self, package: Package) -> None:
        self._package = package
        main = package.main_part()
        self._related = package.related(main)
        self.tabs: list[_Tab] = []
        self._counts_from_1904 = False
        package.parse(main, self._start)
        self._texts = self._only("/sharedStrings")
        self._styles = self._only("/styles")
        self._lengths: array[int] = lengths_of_texts(package, self._texts)

    @property
    def visible(self) -> list[_Tab]:
        return [tab for tab in self.tabs if tab.is_visible]

    @refusing_damage()
    def open(self, tab: _Tab) -> Table:
        """The sheet's table. Raises Refusal where it reaches too far, or calamine cannot read it."""
        seen = survey(self._package, tab.part, self._lengths)
        sheet = _opened(self._alone(tab))
        return Table(partial(_lines, sheet, seen), can_slip=False, merged=seen.merged)

    def _start(self, tag: str, attributes: Attributes) -> None:
        name = local(tag)
        if name == "workbookPr":
            self._counts_from_1904 = attributes.get("date1904") in {"1", "true"}
        elif name == "sheet":
            identities = [value for key, value in attributes.items() if local(key) == "id"]
            relation, part = self._related[identities[-1]]
            # A sheet that is a chart alone has no rows.
            if relation.endswith("/worksheet") and part in self._package:
                visible = attributes.get("state", "visible") == "visible"
                self.tabs.append(_Tab(attributes["name"], part, visible))

    def _only(self, kind: str) -> str | None:
        parts = [part for relation, part in self._related.values() if relation.endswith(kind)]
        return parts[0] if len(parts) == 1 else None

    def _alone(self, tab: _Tab) -> BytesIO:
        """A workbook of this sheet alone, with the texts and the number formats that it refers to."""
        written = BytesIO()
        with ZipFile(written, "w", ZIP_DEFLATED, compresslevel=1) as alone:
            for part, text in _frame(counts_from_1904=self._counts_from_1904).items():
                alone.writestr(part, text)
            for part, source in ((_SHEET, tab.part), (_TEXTS, self._texts), (_STYLES, self._styles)):
                if source is not None and source in self._package:
                    with alone.open(part, "w") as file:
                        file.writelines(self._package.chunks(source))
        written.seek(0)
        return written


def _frame(*, counts_from_1904: bool) -> dict[str, str]:
    """The parts around a single sheet."""
    return {
        "_rels/.rels": _relations({"officeDocument": "xl/workbook.xml"}),
        "xl/_rels/workbook.xml.rels": _relations({"worksheet": "worksheets/sheet1.xml"}),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_NAMESPACE}" xmlns:r="{_RELATIONS}">'
            f'<workbookPr date1904="{int(counts_from_1904)}"/>'
            '<sheets><sheet name="Sheet" sheetId="1" r:id="r0"/></sheets></workbook>'
        ),
    }


def _relations(targets: dict[str, str]) -> str:
    related = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_PACKAGE_RELATIONS}">{related}</Relationships>'


def _opened(workbook: BytesIO) -> "CalamineSheet":
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - heavy, and CSV needs none of it

    try:
        return CalamineWorkbook.from_filelike(workbook).get_sheet_by_index(0)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 - where its Rust code panics, that is none of Exception's kind
        raise Refusal(DAMAGED) from None


def _named(workbook: _Workbook, kind: Kind, name: str, guide: Guide) -> Sheet:
    """The sheet of that name, hidden or not."""
    named = [tab for tab in workbook.tabs if tab.name.casefold() == name.strip().casefold()]
    if not named:
        raise Refusal(f"There is no sheet of that name. {_names(workbook.visible)}")
    table = workbook.open(named[0])
    found = headings.find(kind, table, guide)
    if found.refusal is not None:
        raise found.refusal
    return _told(workbook, named[0], headings.below(table, found))


def _only_fitting(workbook: _Workbook, kind: Kind, guide: Guide) -> Sheet:
    """The one visible sheet with the kind's headings and rows below them. Raises Refusal."""
    fitting: list[tuple[_Tab, Sheet]] = []
    nearest: tuple[_Tab, headings.Found] | None = None
    for tab in workbook.visible:
        table = workbook.open(tab)
        found = headings.find(kind, table, guide)
        if found.refusal is None:
            fitting.append((tab, headings.below(table, found)))
        elif nearest is None or found.nearness > nearest[1].nearness:
            nearest = tab, found
    fitting = [(tab, sheet) for tab, sheet in fitting if sheet.rows] or fitting[:1]
    # The headings of people hold those of teams; where one workbook has both, the names tell.
    fitting = [(tab, sheet) for tab, sheet in fitting if plain(tab.name) == kind] or fitting
    if len(fitting) > 1:
        names = _names([tab for tab, _ in fitting], "The sheets with these columns are")
        raise Refusal(f"More than one sheet could be meant. {names} Please name one of them with --sheet.")
    if fitting:
        return _told(workbook, *fitting[0])
    raise _nothing_fits(workbook, nearest)


def _nothing_fits(workbook: _Workbook, nearest: tuple[_Tab, headings.Found] | None) -> Refusal:
    if nearest is None:
        return Refusal("The workbook has no visible sheet with cells. Please name a hidden one with --sheet.")
    tab, found = nearest
    reason = found.refusal.message if found.refusal else DAMAGED
    if len(workbook.visible) == 1:
        return found.refusal or Refusal(reason)
    return Refusal(f"No sheet has the columns of this kind. The nearest is {presentable(tab.name)}. {reason}")


def _told(workbook: _Workbook, tab: _Tab, sheet: Sheet) -> Sheet:
    """The sheet with its name, where there are several."""
    return replace(sheet, name=presentable(tab.name)) if len(workbook.tabs) > 1 else sheet


def _names(tabs: Sequence[_Tab], lead: str = "The sheets are") -> str:
    """A sentence with the names that may be shown."""
    shown = [tab.name for tab in tabs if not privacy.found(tab.name)]
    return f"{lead}: {', '.join(map(presentable, shown))}." if shown else ""


def presentable(name: str) -> str:
    """A sheet's name in a sentence, unless it looks as if somebody could be known by it."""
    return "one whose name holds personal details" if privacy.found(name) else f'"{shortened(name)}"'


def _lines(sheet: "CalamineSheet", seen: Survey) -> Iterator[Line]:
    """The rows that are not blank, numbered as Excel numbers them; cells without spaces around them."""
    if sheet.start is None:
        return
    # calamine leaves out blank columns at the left, and gives blank rows at the top.
    left = [""] * sheet.start[1]
    for number, values in enumerate(sheet.iter_rows(), start=1):
        # Most are text, and a call for each takes longer than the rest.
        cells = [*left, *(value.strip() if type(value) is str else _as_text(value) for value in values)]
        for column in seen.errors.get(number, ()):
            cells[column] = AN_ERROR
        if any(cells):
            yield Line(number, cells, number in seen.hidden)


def _as_text(value: "Value") -> str:
    """The cell as Excel would write it into CSV, with dates in the ISO form."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def _number(value: float) -> str:
    """Whole numbers without decimals; those that Excel has rounded in the form that says so."""
    if abs(value) >= ROUNDED:
        return f"{value:.14E}"
    return str(int(value)) if value.is_integer() else f"{value:.15g}"
