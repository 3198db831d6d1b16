"""What a file holds, row by row. Rows are made as they are gone through: no long file is held twice."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: its number as Excel counts it, and its cells by the file's own headings.

    `is_too_long`: it has more cells than there are headings, so its cells may stand in the wrong columns.
    """

    number: int
    cells: Mapping[str, str]
    is_too_long: bool = False
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row before its headings are known: its number as Excel counts it, and its cells from column A on."""

    number: int
    cells: list[str]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells merged into one, whose text stands in the first. Rows are counted from 1, columns from 0."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def is_across(self) -> bool:
        return self.right > self.left


@dataclass(frozen=True)
class Table:
    """A CSV file or one sheet of a workbook. `lines` gives its rows anew each time, but for blank ones.

    `can_slip`: a stray delimiter moves the cells behind it, as in CSV; in a workbook each has its place.
    """

    lines: Callable[[], Iterator[Line]]
    can_slip: bool
    merged: tuple[Merge, ...] = ()


class Rows:
    """The rows below the headings, made anew each time; `len` without making them."""

    def __init__(self, make: Callable[[], Iterator[RawRow]], length: int) -> None:
        self._make = make
        self._length = length

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[RawRow]:
        return self._make()


@dataclass(frozen=True)
class Sheet:
    """A file's headings and its rows; `name` is the sheet's, where there were several to choose from."""

    headings: tuple[str, ...]
    rows: Rows
    name: str | None = None


def letter(place: int) -> str:
    """What Excel calls the column: 0 is A, 26 is AA."""
    before, last = divmod(place, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)
