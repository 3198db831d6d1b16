"""`import`: a spreadsheet's rows into the record."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot import intake
from bot.cli import common, trackers
from bot.errors import Refusal
from bot.intake import Kind, RawRow, Report, Rows, Sheet, report
from bot.settings import Settings
from storage.words import Door

LONG = 200  # rows: fewer are taken in before a progress bar would be read
TRACKER = "tracker"
KINDS = (*map(str, Kind), TRACKER)


def _kind(word: str) -> str:
    if word.lower() not in KINDS:
        raise typer.BadParameter(f"Please write one of: {', '.join(KINDS)}.")
    return word.lower()


def import_file(
    kind: Annotated[
        str,
        typer.Argument(
            parser=_kind, metavar=f"[{'|'.join(KINDS)}]", help="What the rows are.", show_default=False
        ),
    ],
    file: Annotated[
        Path, typer.Argument(help="An Excel workbook (.xlsx) or a CSV file.", show_default=False)
    ],
    *,
    sheet: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which sheet of a workbook, if more than one fits.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave wrong rows out, keep the rest.")
    ] = False,
    apply: Annotated[
        bool,
        typer.Option("--apply", help="Of a tracker: carry out what changed in it, once you have seen it."),
    ] = False,
) -> None:
    """Take a workbook or a CSV file in. Importing it again changes nothing; a changed row is updated.

    A tracker is an action tracker that was made by `export actions` and filled in.
    """
    chosen = common.settings(needs_slack=False)
    if kind == TRACKER:
        trackers.bring_back(chosen, file, apply=apply and not dry_run, skip_bad=skip_bad)
        return
    _import_rows(chosen, Kind(kind), file, sheet, dry_run=dry_run, skip_bad=skip_bad)


def _import_rows(
    chosen: Settings, kind: Kind, file: Path, sheet: str | None, *, dry_run: bool, skip_bad: bool
) -> None:
    try:
        read = intake.read_file(file, kind, sheet=sheet)
        taken = _take_in(chosen, kind, read, dry_run=dry_run, skip_bad=skip_bad)
    except Refusal as refusal:
        common.refuse(refusal.message)
    typer.echo(report.text(taken, sheet=read.name, dry_run=dry_run))
    if not taken.is_kept:
        raise typer.Exit(1)


def _take_in(chosen: Settings, kind: Kind, sheet: Sheet, *, dry_run: bool, skip_bad: bool) -> Report:
    visit = common.command_line_visit(chosen, Door.IMPORT)
    with (
        common.open_database(chosen, upgrade=True) as database,
        database.begin() as session,
        common.progress(len(sheet.rows), worth=LONG) as moved,
    ):
        taken = intake.take_in(session, visit, kind, _told(sheet.rows, moved), skip_bad=skip_bad)
        if dry_run or not taken.is_kept:
            session.rollback()
    return taken


def _told(rows: Rows, moved: Callable[[int], None]) -> Iterator[RawRow]:
    """The rows; each is told of when the next one is asked for."""
    for row in rows:
        yield row
        moved(1)
