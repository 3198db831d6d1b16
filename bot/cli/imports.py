"""`import`: a spreadsheet's rows into the record."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot import intake
from bot.cli import common, members, trackers
from bot.errors import Refusal
from bot.intake import Guide, Kind, RawRow, Report, Review, Rows, Sheet, guides, report, reviews
from bot.intake.columns import MissingColumns
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
        Path | None, typer.Argument(help="An Excel workbook (.xlsx) or a CSV file.", show_default=False)
    ] = None,
    *,
    sheet: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which sheet of a workbook, if more than one fits.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave wrong rows out, keep the rest.")
    ] = False,
    map_file: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="What this file's headings and words mean.")
    ] = None,
    save_map: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write down what was guessed, to correct and keep.")
    ] = None,
    review: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Store nothing; write a workbook of what was understood."),
    ] = None,
    from_slack: Annotated[
        bool, typer.Option("--from-slack", help="People alone: the members of the workspace.")
    ] = False,
    apply: Annotated[
        bool,
        typer.Option(
            "--apply",
            help="A tracker: carry out what changed. --from-slack: note the ids of people who are known.",
        ),
    ] = False,
) -> None:
    """Take a workbook or a CSV file in. Importing it again changes nothing; a changed row is updated.

    A tracker is an action tracker that was made by `export actions` and filled in.
    """
    if from_slack:
        if kind != Kind.PEOPLE or file is not None:
            common.refuse("Only people come from Slack, without a file: import people --from-slack.")
        members.take_in(review, apply=apply)
        return
    if file is None or (apply and kind != TRACKER):
        common.refuse("Please name the file: import KIND FILE. --apply is for trackers and --from-slack.")
    _refuse_there(save_map, review)
    chosen = common.settings(needs_slack=False)
    if kind == TRACKER:
        trackers.bring_back(chosen, file, apply=apply and not dry_run, skip_bad=skip_bad)
        return
    beside = _Beside(map_file, save_map, review)
    _import_rows(chosen, Kind(kind), (file, sheet), beside, dry_run=dry_run, skip_bad=skip_bad)


@dataclass(frozen=True)
class _Beside:
    """The files beside the one that is taken in: what its words mean; what is written and not stored."""

    map_file: Path | None
    save_map: Path | None
    review: Path | None


def _import_rows(
    chosen: Settings,
    kind: Kind,
    given: tuple[Path, str | None],
    beside: _Beside,
    *,
    dry_run: bool,
    skip_bad: bool,
) -> None:
    """Of the file and the sheet in it that are given."""
    save_map, review = beside.save_map, beside.review
    try:
        guide = guides.read(beside.map_file, kind) if beside.map_file else guides.NO_GUIDE
        read = intake.read_file(given[0], kind, sheet=given[1], guide=guide)
        order = _Order(
            kind,
            guide,
            looks_only=dry_run or review is not None,
            looks_closely=review is not None or save_map is not None,
            skip_bad=skip_bad,
        )
        taken, understood = _take_in(chosen, order, read)
    except MissingColumns as missing:
        if save_map is None:
            common.refuse(f"{missing.message} --save-map FILE writes a mapping to begin with.")
        common.write_new(save_map, guides.begun(kind, missing.headings, missing.unknown, guide).encode())
        common.refuse(f"{missing.message} What was understood is in {save_map}: please fill it in.")
    except Refusal as refusal:
        common.refuse(refusal.message)
    if save_map is not None:
        text = guides.text(kind, understood.headings, understood.unknown_words, guide)
        common.write_new(save_map, text.encode())
        typer.echo(f"What was understood is in {save_map}. Correct it and import with --map {save_map}.")
    if review is not None:
        common.write_new(review, reviews.sheet(understood, taken))
        typer.echo(f"Nothing was stored. {reviews.summary(taken)}")
        typer.echo(f"Correct {review} and import it: python -m bot import {kind} {review}")
        return
    typer.echo(report.text(taken, sheet=read.name, dry_run=dry_run))
    if not taken.is_kept:
        raise typer.Exit(1)


@dataclass(frozen=True)
class _Order:
    """What is to be done with a file."""

    kind: Kind
    guide: Guide
    looks_only: bool
    looks_closely: bool
    skip_bad: bool


def _refuse_there(*files: Path | None) -> None:
    for file in files:
        if file is not None and file.exists():
            common.refuse(f"{file} is already there. Choose another name, so that nothing is overwritten.")


def _take_in(chosen: Settings, order: _Order, sheet: Sheet) -> tuple[Report, Review]:
    understood = Review()
    visit = common.command_line_visit(chosen, Door.IMPORT)
    with (
        common.open_database(chosen, upgrade=True) as database,
        database.begin() as session,
        common.progress(len(sheet.rows), worth=LONG) as moved,
    ):
        taken = intake.take_in(
            session,
            visit,
            order.kind,
            _told(sheet.rows, moved),
            skip_bad=order.skip_bad,
            guide=order.guide,
            review=understood if order.looks_closely else None,
        )
        if order.looks_only or not taken.is_kept:
            session.rollback()
    return taken, understood


def _told(rows: Rows, moved: Callable[[int], None]) -> Iterator[RawRow]:
    """The rows; each is told of when the next one is asked for."""
    for row in rows:
        yield row
        moved(1)
