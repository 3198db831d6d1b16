"""`purge due`: which cases have been closed for long. `purge case`: one leaves the record, and Slack."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

import typer

from bot.cli import common
from bot.purging import Posted
from bot.rules import dates, wording
from bot.settings import Settings
from storage.database import Database
from storage.unavailable import Unavailable

NO_TOKEN = "there is no SLACK_BOT_TOKEN in the settings"  # noqa: S105 - a sentence, no token
NOT_SWEPT = (
    "The case is out of the record, but the database's file was in use and may hold traces of it. "
    "Stop the bot and run: python -m bot db sweep"
)


def case(
    reference: Annotated[
        str, typer.Argument(metavar="REF", help="The case's reference, or its case-system number.")
    ],
    approved_by: Annotated[str, typer.Option(metavar="NAME", help="The leader who has approved it.")],
    asked_by: Annotated[
        str, typer.Option(metavar="NAME", help="Who asked for it, if not whoever runs this.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete everything that is held on a case. The journal keeps that it was done, and not what it was."""
    from bot import purging
    from bot.purging import Purge

    chosen = common.settings(needs_slack=False)
    wanted = Purge(reference, approved_by=approved_by, asked_by=asked_by)
    with common.open_database(chosen) as database:
        with database.reading() as session:
            visit = common.command_line_visit(chosen)
            purging.two_people(session, visit, wanted)
            held = purging.look(session, visit, reference)
        typer.echo(held.told)
        if not yes:
            typer.confirm("Delete all of it?", abort=True)
        with database.begin() as session:
            purged = purging.carry_out(session, common.command_line_visit(chosen), wanted)
        typer.echo(f"Case {purged.reference} is purged. The journal keeps who asked, who approved and when.")
        left = [f"the letter to {_letter(one)}: {why}" for one, why in _take_back(chosen, purged.posted)]
        _sweep(database)
    if left:
        typer.echo("Still in Slack, for whoever runs the workspace to delete:", err=True)
        typer.echo("\n".join(f"  {line}" for line in left), err=True)
    typer.echo("Backups and files that were made before still hold it. See docs/records.md.")


def due(
    closed_before: Annotated[
        datetime,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="A day such as 2019-04-01."),
    ],
) -> None:
    """List the cases that were closed before a day, for whoever applies the retention schedule."""
    from storage import cases

    day = closed_before.date()
    chosen = common.settings(needs_slack=False)
    with common.open_database(chosen) as database, database.reading() as session:
        found = cases.closed_before(session, day)
    for case in found:
        actions = f", {wording.many(case.unfinished, 'action')} unfinished" if case.unfinished else ""
        closed = dates.in_words(case.closed_on)
        typer.echo(f"{case.reference}  closed {closed}, {wording.many(case.audits, 'audit')}{actions}")
    closed_then = f"closed before {dates.in_words(day)}"
    typer.echo(f"{wording.many(len(found), 'case')} {closed_then}. Nothing was deleted.")


def _take_back(chosen: Settings, posted: Iterable[Posted]) -> Iterable[tuple[Posted, str]]:
    from bot.cli.running import slack_client
    from handlers.purging import take_back

    if not chosen.slack_bot_token:
        return [(letter, NO_TOKEN) for letter in posted]
    return take_back(slack_client(chosen), posted)


def _letter(letter: Posted) -> str:
    return f"{letter.reader} of {dates.in_words(letter.day)}"


def _sweep(database: Database) -> None:
    try:
        is_swept = database.sweep()
    except Unavailable:
        is_swept = False
    if not is_swept:
        typer.echo(NOT_SWEPT, err=True)
