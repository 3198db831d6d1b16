"""`letters`: what waits to be sent, what failed and why; `letters retry ID`."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli import common
from bot.rules import dates
from storage.models import Letter
from storage.words import LetterKind, LetterState

MOST_LISTED = 200

letters = typer.Typer(
    help="Letters: what waits to be sent, what failed and why; and trying one again.",
    invoke_without_command=True,
)


@letters.callback()
def listing(context: typer.Context) -> None:
    """List what waits, what is on its way and what failed, with the reason."""
    if context.invoked_subcommand is not None:
        return
    from storage import letters as stored

    chosen = common.settings(needs_slack=False)
    with common.open_database(chosen) as database, database.reading() as session:
        counts, found = stored.counts(session), stored.not_sent(session, MOST_LISTED)
    for letter in found:
        typer.echo("\n".join(_lines(letter, chosen.terms.zone)))
    typer.echo(_summary(counts))


@letters.command()
def retry(letter: Annotated[int, typer.Argument(help="The letter's number, as `letters` lists it.")]) -> None:
    """Try a letter again, once what kept it back is mended."""
    from bot import letters as verbs
    from bot.visit import Moment

    chosen = common.settings(needs_slack=False)
    moment = Moment(datetime.now(chosen.terms.zone), chosen.terms)
    with common.open_database(chosen) as database, database.begin() as session:
        said = verbs.retry(session, moment, letter)
    typer.echo(said)


def _lines(letter: Letter, zone: ZoneInfo) -> Iterator[str]:
    made = letter.made_at.astimezone(zone)
    yield f"{letter.id:>6}  {letter.state.label.lower()}: {_whose(letter)}, of {dates.in_words(letter.day)}"
    tries = "not tried yet" if letter.attempts == 0 else _times(letter.attempts)
    yield f"        put in {made:%H:%M} on {made.day} {made:%B}, {tries}"
    if letter.reason:
        yield f"        {letter.reason}"
    if letter.state is LetterState.WAITING and letter.attempts:
        yield f"        next from {letter.not_before.astimezone(zone):%H:%M}"
    if letter.state is LetterState.FAILED:
        yield f"        once that is mended: python -m bot letters retry {letter.id}"


def _whose(letter: Letter) -> str:
    from bot import letters as verbs

    if verbs.is_seal(letter):
        return "the journal's seal"
    if letter.kind is LetterKind.DIGEST:
        return f"the digest of {letter.team.name}" if letter.team else "the digest of the service"
    return f"the letter to {letter.person.name}" if letter.person else "a letter"


def _times(count: int) -> str:
    return "tried once" if count == 1 else f"tried {count} times"


def _summary(counts: dict[LetterState, int]) -> str:
    words = [f"{counts.get(state, 0):,} {word}" for state, word in WORDS.items()]
    return f"{', '.join(words)}."


WORDS = {
    LetterState.WAITING: "waiting",
    LetterState.SENDING: "being sent",
    LetterState.UNKNOWN: "not known whether they arrived",
    LetterState.FAILED: "failed",
    LetterState.SENT: "sent",
    LetterState.CANCELLED: "cancelled",
}
