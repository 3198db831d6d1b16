"""A first look at a sheet's XML: how far its cells reach, before memory is taken for them, and what calamine
does not tell: hidden rows, and cells that hold an error (which it takes for blank).
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.errors import Refusal
from bot.intake.packages import DAMAGED, Attributes, Package, local
from bot.intake.rows import Merge, letter

MOST_CELLS = 5_000_000  # calamine keeps a place for each, filled or not
MOST_ROWS, MOST_COLUMNS = 1_048_576, 1_000
MOST_TEXTS = 5_000_000
MOST_LETTERS = 100_000_000  # a text that many cells share is copied for each
MOST_MERGES = 100_000
LOWEST_MERGE = 200  # merged cells matter in and above the headings alone

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")
_TRUE = {"1", "true"}


@dataclass(frozen=True)
class Survey:
    """What the first look found. Rows are counted from 1, columns from 0."""

    hidden: frozenset[int]
    errors: Mapping[int, Sequence[int]]
    merged: tuple[Merge, ...]


def survey(package: Package, part: str, lengths: "array[int]") -> Survey:
    """Looks a sheet over. Raises Refusal where it reaches too far or holds too much."""
    surveyor = _Surveyor(lengths)
    package.parse(part, surveyor.start, surveyor.end, surveyor.text)
    return Survey(frozenset(surveyor.hidden), dict(surveyor.errors), tuple(surveyor.merged))


class _Surveyor:
    """Follows the sheet's XML element by element."""

    def __init__(self, lengths: "array[int]") -> None:
        self.hidden: set[int] = set()
        self.errors: dict[int, list[int]] = defaultdict(list)
        self.merged: list[Merge] = []
        self._lengths = lengths
        self._letters, self._filled, self._merges = 0, 0, 0
        # How far the filled cells reach: before the first one, nowhere.
        self._top, self._bottom = MOST_ROWS + 1, 0
        self._left, self._right = MOST_COLUMNS, -1
        # A row or a cell that does not say where it stands follows the one before it.
        self._row, self._next_row = 0, 1
        self._cell_row, self._column, self._next_column = 0, 0, 0
        self._is_hidden = False
        self._type: str | None = None
        self._is_index = False

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        name = local(tag) if ":" in tag else tag
        if name == "c":  # this and the next by far the most
            self._begin_cell(attributes)
        elif name == "v":
            self._is_index = self._type == "s"
            self._fill_cell()
        elif name == "is":
            self._is_index = False
            self._fill_cell()
        elif name == "row":
            self._begin_row(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, _tag: str) -> None:
        """An element ends."""
        self._is_index = False

    def text(self, text: str) -> None:
        """What stands in an element; a part of it, where comments or references cut it up."""
        if not self._is_index:
            return
        # calamine would take the first text for what is no number.
        if not (text.isascii() and text.isdecimal()) or int(text) >= len(self._lengths):
            raise Refusal(DAMAGED)
        self._letters += self._lengths[int(text)]
        if self._letters > MOST_LETTERS:
            raise Refusal(
                "The sheet holds far more text than any of the seven kinds would. Is it the right one?"
            )

    def _begin_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        self._row = _row(number) if number else self._next_row
        self._next_row = self._row + 1
        self._next_column = 0
        self._is_hidden = attributes.get("hidden") in _TRUE

    def _begin_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        if reference:
            self._cell_row, self._column = _place(reference)
        else:
            self._cell_row, self._column = self._row, self._next_column
        self._next_column = self._column + 1
        self._type = attributes.get("t")

    def _fill_cell(self) -> None:
        row, column = self._cell_row, self._column
        self._filled += 1
        if self._is_hidden:
            self.hidden.add(row)
        if self._type == "e":
            self.errors[row].append(column)
        if not (self._left <= column <= self._right and self._top <= row <= self._bottom):
            self._widen(row, column)
        elif self._filled > MOST_CELLS:
            raise Refusal(DAMAGED)

    def _widen(self, row: int, column: int) -> None:
        self._top, self._bottom = top, bottom = min(self._top, row), max(self._bottom, row)
        self._left, self._right = left, right = min(self._left, column), max(self._right, column)
        cells = (bottom - top + 1) * (right - left + 1)
        if right >= MOST_COLUMNS or bottom > MOST_ROWS or cells > MOST_CELLS:
            raise Refusal(
                f"The cells reach as far as {letter(right)}{bottom}, beyond any table of the seven kinds. "
                "Something may stand outside it by mistake: delete the rows below the table and the columns "
                "to its right, save the workbook and import it again."
            )

    def _merge(self, reference: str) -> None:
        self._merges += 1
        if self._merges > MOST_MERGES:
            raise Refusal("The sheet has far too many merged cells. Please unmerge those below the headings.")
        first, _, last = reference.partition(":")
        top, left = _place(first)
        if top <= LOWEST_MERGE:
            bottom, right = _place(last or first)
            self.merged.append(Merge(top, left, bottom, right))


def lengths_of_texts(package: Package, part: str | None) -> "array[int]":
    """How long each of the texts is that the sheets' cells share."""
    texts = _Texts()
    if part is not None and part in package:
        package.parse(part, texts.start, texts.end, texts.text)
    return texts.lengths


class _Texts:
    """Follows the XML of the texts that cells share."""

    def __init__(self) -> None:
        self.lengths = array("I")
        self._is_within = False

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        name = local(tag)
        if name == "si":
            # One within another would be counted as two here, and as one by calamine.
            if self._is_within:
                raise Refusal(DAMAGED)
            self._is_within = True
            self.lengths.append(0)
        # Memory is taken for as many as are announced.
        announced = int(attributes.get("uniqueCount", "0")) if name == "sst" else 0
        if max(announced, len(self.lengths)) > MOST_TEXTS:
            raise Refusal("The workbook holds far more texts than any of the seven kinds would.")

    def end(self, tag: str) -> None:
        """An element ends."""
        if local(tag) == "si":
            self._is_within = False

    def text(self, text: str) -> None:
        """What stands in an element; of a text with several fonts, a part of it."""
        if self._is_within:
            self.lengths[-1] += len(text)


def _row(number: str) -> int:
    """The row of that number; in one that is far too large calamine would miscount."""
    if not (number.isascii() and number.isdecimal()) or len(number) > len(str(MOST_ROWS)):
        raise Refusal(DAMAGED)
    return int(number)


def _place(reference: str) -> tuple[int, int]:
    """The row and the column of a cell: "B3" is 3 and 1."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise Refusal(DAMAGED)
    letters, row = match.groups()
    return int(row), _column(letters)


@lru_cache(maxsize=1_000)
def _column(letters: str) -> int:
    place = 0
    for character in letters.upper():
        place = place * 26 + ord(character) - ord("A") + 1
    return place - 1
