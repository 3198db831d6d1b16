"""What became of every row of a file, and the report of it that a person reads."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, auto

from bot.intake.kinds import Kind

MOST_NUMBERS = 20


class Outcome(StrEnum):
    """What became of a row."""

    ADDED = auto()
    CHANGED = auto()
    UNCHANGED = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class RowReport:
    """One row by its number in the file; `problem` says why it was refused, `notes` what else to know."""

    number: int
    outcome: Outcome
    problem: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """Every row of a file, in the file's order. `skip_bad`: good rows are kept whatever the others are.

    `hidden`: the numbers of the rows that the sheet hides, as a filter does. `taken_for`: by column, the
    headings that were guessed.
    """

    kind: Kind
    rows: tuple[RowReport, ...]
    unknown_columns: tuple[str, ...]
    skip_bad: bool
    hidden: tuple[int, ...] = ()
    taken_for: Mapping[str, str] = field(default_factory=dict)

    @property
    def refused(self) -> list[RowReport]:
        return [row for row in self.rows if row.outcome is Outcome.REFUSED]

    @property
    def is_kept(self) -> bool:
        """Whether anything was stored; False where a row was refused and none may be."""
        return self.skip_bad or not self.refused

    def count(self, outcome: Outcome) -> int:
        return sum(row.outcome is outcome for row in self.rows)


def text(report: Report, *, sheet: str | None = None, dry_run: bool = False) -> str:
    """The report as lines: counts, then each refused row, then what else to know.

    `sheet` is the one that was read, where there were several.
    """
    return "\n".join(_lines(report, sheet, dry_run=dry_run))


def _lines(report: Report, sheet: str | None, *, dry_run: bool) -> Iterator[str]:
    if dry_run:
        yield "Dry run: nothing was stored."
    if sheet is not None:
        yield f"The sheet that was read is {sheet}."
    if report.is_kept:
        yield f"{report.kind.capitalize()}: {_counts(report, would=dry_run)}."
    else:
        yield from _not_kept(report, dry_run=dry_run)
    for row in report.refused:
        yield f"Row {row.number}: {row.problem}"
    yield from _notes(report)
    if report.taken_for:
        taken = ", ".join(f'"{heading}" for {column}' for column, heading in report.taken_for.items())
        yield f"Headings that were guessed: {taken}."
    if report.unknown_columns:
        yield f"Columns that were not read: {', '.join(report.unknown_columns)}."


def _not_kept(report: Report, *, dry_run: bool) -> Iterator[str]:
    refused, total = len(report.refused), len(report.rows)
    stored = "Nothing would be stored" if dry_run else "Nothing was stored"
    yield f"{stored}, because of {_rows(refused)} among {total:,}. {_counts(report, would=True)}."
    yield "Mend the rows below and import the file again, or leave them out with --skip-bad."


def _notes(report: Report) -> Iterator[str]:
    rows_of: dict[str, list[int]] = {}
    for row in report.rows:
        for note in row.notes:
            rows_of.setdefault(note, []).append(row.number)
    for note, numbers in rows_of.items():
        yield f"Please note, {_named_rows(numbers)}: {note}"
    if report.hidden:
        yield f"Please note: {_hidden(report.hidden)}."


def _hidden(numbers: tuple[int, ...]) -> str:
    if len(numbers) == 1:
        return f"1 row that is hidden in the sheet was read too: {numbers[0]}"
    return f"{len(numbers):,} rows that are hidden in the sheet were read too: {_listed(numbers)}"


def _named_rows(numbers: Sequence[int]) -> str:
    return f"row {numbers[0]}" if len(numbers) == 1 else f"rows {_listed(numbers)}"


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:MOST_NUMBERS]))
    more = len(numbers) - MOST_NUMBERS
    return f"{shown} and {more:,} more" if more > 0 else shown


def _rows(count: int) -> str:
    return "1 wrong row" if count == 1 else f"{count:,} wrong rows"


def _counts(report: Report, *, would: bool) -> str:
    """ "12 added, 1 unchanged"; of what did not happen, "12 would be added, 1 would be unchanged"."""
    counts = Counter(row.outcome for row in report.rows)
    verb = " would be" if would else ""
    parts = [f"{counts[outcome]:,}{verb} {outcome}" for outcome in Outcome if counts[outcome]]
    return ", ".join(parts) or "no rows"
