"""`import tracker`: an action tracker that was filled in, shown first and carried out on request."""

from collections.abc import Iterator
from pathlib import Path

import typer

from bot import tracker
from bot.cli import common
from bot.errors import Refusal
from bot.intake.files import read_bytes
from bot.rules.wording import many
from bot.settings import Settings
from bot.tracker import Applied, Changes
from storage.words import Door


def bring_back(chosen: Settings, file: Path, *, apply: bool, skip_bad: bool) -> None:
    """Says what changed in the tracker, and with `apply` carries it out."""
    # People are told of what it does, as of everything that is done now; an import may hold years.
    visit = common.command_line_visit(chosen, Door.COMMAND_LINE)
    try:
        content = read_bytes(file)
        with common.open_database(chosen) as database, database.begin() as session:
            changes = tracker.read(session, visit, content)
            applied = tracker.apply(session, visit, changes, skip_bad=skip_bad)
            if not apply:
                session.rollback()
    except Refusal as refusal:
        common.refuse(refusal.message)
    typer.echo("\n".join(_lines(changes, applied, apply=apply)))
    if not applied.is_kept:
        raise typer.Exit(1)


def _lines(changes: Changes, applied: Applied, *, apply: bool) -> Iterator[str]:
    """What changed first, then what was refused, then what became of it."""
    untouched = f"{many(changes.untouched, 'row')} as when the tracker was made."
    for edit in applied.done:
        yield f"Row {edit.number}, {edit.name}: {tracker.in_words(edit.differences)}"
    for row in applied.refused:
        name = f", {row.name}" if row.name else ""
        yield f"Row {row.number}{name}, refused: {row.why}"
    if not applied.done and not applied.refused:
        yield f"Nothing changed: {untouched}"
    elif not applied.is_kept:
        yield (
            f"Nothing was stored, because of {many(len(applied.refused), 'row')}. {untouched} "
            "Put them right and bring the tracker back again, or leave them out with --skip-bad."
        )
    elif apply:
        yield f"Carried out: {many(len(applied.done), 'row')}. {untouched}"
    else:
        yield f"To carry out: {many(len(applied.done), 'row')}. {untouched}"
        yield "Nothing was stored yet. To carry it out, add --apply."
