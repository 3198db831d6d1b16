"""Finding the row that holds the headings, below titles and beneath merged cells, and the rows below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from bot.errors import Refusal
from bot.intake.columns import DEEPEST, known, match
from bot.intake.guides import NO_GUIDE, Guide
from bot.intake.kinds import Kind
from bot.intake.rows import Line, Merge, RawRow, Rows, Sheet, Table, letter

NO_ROWS = "The file has headings and no rows below them, so there is nothing to take in."

_EMPTY = "The file is empty. Its first row should hold the headings of the columns."
_SAME_TWICE = (
    "Two columns have the same heading. Please keep one of them, or check that the first row "
    "holds the headings."
)


@dataclass(frozen=True)
class Found:
    """The row that comes nearest to the kind's headings; `refusal` says why even that one does not fit.

    `names` has a place for every column from A on, blank where there is no heading.
    """

    number: int = 0
    names: tuple[str, ...] = ()
    nearness: int = -1
    refusal: Refusal | None = None


def find(kind: Kind, table: Table, guide: Guide = NO_GUIDE) -> Found:
    """The headings: the first row that fits the kind, else the one that comes nearest."""
    try:
        lines = _top(table)
    except Refusal as refusal:
        return Found(refusal=refusal)
    tried = [_tried(kind, guide, line, table.merged) for line in _filled_down(lines, table.merged)]
    # A title may read like a heading, so one that spans columns or stands alone is the last to be believed.
    fitting = [found for found in tried if found.strict.refusal is None and not found.is_lone]
    fitting = fitting or [found for found in tried if found.whole.refusal is None]
    if not fitting:
        return max((found.whole for found in tried), key=lambda found: found.nearness)
    return _lowest(tried[tried.index(fitting[0]) :], table.merged).best


def below(table: Table, found: Found) -> Sheet:
    """The rows below the headings."""
    length, used = _measured(table, found.number)
    reach = len(found.names) if table.can_slip else max([len(found.names) - 1, *used]) + 1
    names = found.names + ("",) * (reach - len(found.names))
    columns = {
        place: name or f"column {letter(place)}" for place, name in enumerate(names) if name or place in used
    }

    def make() -> Iterator[RawRow]:
        for line in table.lines():
            if line.number > found.number:
                yield _raw_row(line, columns, reach)

    return Sheet(tuple(columns.values()), Rows(make, length))


def _top(table: Table) -> list[Line]:
    """The rows among which the headings must be. One that cannot be read is told of with the rows below."""
    lines: list[Line] = []
    try:
        lines.extend(islice(table.lines(), DEEPEST))
    except Refusal:
        if not lines:
            raise
    if not lines:
        raise Refusal(_EMPTY)
    return lines


@dataclass(frozen=True)
class _Tried:
    """A row as headings: with every cell, and without those that span columns, as titles do."""

    whole: Found
    strict: Found

    @property
    def is_lone(self) -> bool:
        return sum(map(bool, self.strict.names)) < 2

    @property
    def best(self) -> Found:
        return self.whole if self.whole.refusal is None else self.strict


def _tried(kind: Kind, guide: Guide, line: Line, merged: Sequence[Merge]) -> _Tried:
    here = [merge for merge in merged if merge.top <= line.number <= merge.bottom]
    spanning = {merge.left for merge in here if merge.is_across}
    without = ["" if place in spanning else cell for place, cell in enumerate(line.cells)]
    return _Tried(
        _as_headings(kind, guide, line.number, line.cells), _as_headings(kind, guide, line.number, without)
    )


def _as_headings(kind: Kind, guide: Guide, number: int, cells: Sequence[str]) -> Found:
    while cells and not cells[-1]:
        cells = cells[:-1]
    names = tuple(cells)
    there = [name for name in names if name]
    nearness = known(kind, there, guide)
    if len(set(there)) < len(there):
        return Found(number, names, nearness, Refusal(_SAME_TWICE))
    try:
        match(kind, there, guide)
    except Refusal as refusal:
        return Found(number, names, nearness, refusal)
    return Found(number, names, nearness)


def _filled_down(lines: Sequence[Line], merged: Sequence[Merge]) -> list[Line]:
    """The rows with the text of cells merged downwards in each row that they reach."""
    filled = {line.number: Line(line.number, list(line.cells)) for line in lines}
    for merge in merged:
        top = filled.get(merge.top)
        if top is None or merge.left >= len(top.cells):
            continue
        for line in filled.values():
            if merge.top < line.number <= merge.bottom and merge.left < len(line.cells):
                line.cells[merge.left] = top.cells[merge.left]
    return list(filled.values())


def _lowest(tried: Sequence[_Tried], merged: Sequence[Merge]) -> _Tried:
    """Of headings merged over several rows the lowest that fits: above it stand the titles of groups."""
    for upper, lower in pairwise(tried):
        number = upper.whole.number
        reaches = any(merge.top <= number and lower.whole.number <= merge.bottom for merge in merged)
        if not reaches or lower.strict.refusal is not None:
            return upper
    return tried[-1]


def _measured(table: Table, above: int) -> tuple[int, set[int]]:
    """How many rows stand below that one, and which columns hold anything there."""
    length, used = 0, set[int]()
    for line in table.lines():
        if line.number > above:
            length += 1
            used.update(place for place, cell in enumerate(line.cells) if cell)
    return length, used


def _raw_row(line: Line, columns: dict[int, str], reach: int) -> RawRow:
    there = len(line.cells)
    cells = {name: line.cells[place] if place < there else "" for place, name in columns.items()}
    return RawRow(line.number, cells, any(line.cells[reach:]), line.is_hidden)
