"""`verify`: whether the journal's chain is whole, the database sound, and every seal still true."""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlalchemy.orm import Session

from bot import seals
from bot.cli import common, sealed
from bot.rules import dates
from bot.rules.wording import many
from storage import chain, integrity, journal, people
from storage.chain import Fault

MOST_FAULTS = 20
# Below so many rows it is over in a second.
WORTH_SHOWING = 20_000

NEXT = (
    "What to do next: stop the bot, keep the database as it is (a copy of its file, or pg_dump), and tell "
    "whoever is answerable for the record. Then compare it with the last backup from before that. "
    "docs/journal.md has the steps."
)


def verify(
    seal: Annotated[
        str,
        typer.Option(
            metavar="'NUMBER HASH'", help="Compare with a seal, as its message has it.", show_default=False
        ),
    ] = "",
    seals_file: Annotated[
        Path | None,
        typer.Option(
            "--seals",
            metavar="FILE",
            help="Compare with all seals in a file or in text copied out of Slack; - reads what is typed.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Check the journal's chain, the database's integrity and, where they are given, seals."""
    chosen = common.settings(needs_slack=False)
    wanted = [*sealed.typed(seal), *sealed.in_file(seals_file)]
    begun = time.monotonic()
    with common.open_database(chosen) as database, database.reading() as session:
        faults = _faults(session)
        length = journal.length(session)
        told = [*_first(session, faults, chosen.terms.zone)] if faults.first else []
        compared = seals.compare(session, wanted) if wanted else None
    lines = [*faults.lines, *told, *(sealed.lines(compared, chosen.terms.zone) if compared else ())]
    broken = compared.broken if compared else ()
    if faults.count or broken:
        for line in lines:
            typer.echo(line, err=True)
        typer.echo(NEXT, err=True)
        common.refuse(_counted(faults.count, len(broken)))
    typer.echo(f"The journal's {length:,} rows form one unbroken chain, and the database is sound.")
    if compared:
        typer.echo(lines[-1])
    elif length >= WORTH_SHOWING:
        typer.echo(f"That took {time.monotonic() - begun:.0f} seconds.")


class _Faults:
    """The first few faults as sentences, how many there are, and the first broken row of the chain."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.count = 0
        self.first: Fault | None = None

    def note(self, fault: Fault | str) -> None:
        self.count += 1
        if len(self.lines) < MOST_FAULTS:
            self.lines.append(str(fault))
        if self.first is None and isinstance(fault, Fault):
            self.first = fault


def _faults(session: Session) -> _Faults:
    found = _Faults()
    for what in integrity.faults(session):
        found.note(what)
    if gone := chain.missing_guards(session):
        found.note(
            f"the guards of the journal are gone from the database ({', '.join(gone)}): somebody removed them"
        )
    with common.progress(journal.length(session), worth=WORTH_SHOWING) as tell:
        for fault in chain.faults(session, tell):
            found.note(fault)
    return found


def _first(session: Session, faults: _Faults, zone: ZoneInfo) -> Iterator[str]:
    """What is known of the first broken row: a missing one has left nothing but its place."""
    broken = faults.first
    if broken is None:
        return
    yield f"The first broken row is {broken.number:,}; all rows before it are as they were written."
    row = broken.row
    if row is None:
        before = chain.known(session, {broken.number - 1}).get(broken.number - 1)
        if before and before.at:
            yield f"It was written after row {broken.number - 1:,}, which is of {_when(before.at, zone)}."
        return
    at = _when(row.at, zone) if isinstance(row.at, datetime) else f"no moment ({row.at})"
    what = f"{row.event}, number {row.subject_id} of {row.subject}"
    yield f"As it stands now it says: {at}, by {_who(session, row.who_id)}, door: {_door(row.door)}; {what}."


def _who(session: Session, person_id: int | None) -> str:
    person = people.get(session, person_id) if person_id is not None else None
    if person is not None:
        return f"{person.name} (person {person.id})"
    return "the command line" if person_id is None else f"person {person_id}, who is not in the record"


def _door(word: str) -> str:
    return word.replace("_", " ")


def _when(at: datetime, zone: ZoneInfo) -> str:
    here = at.astimezone(zone)
    return f"{dates.in_words(here)} at {here:%H:%M}"


def _counted(faults: int, seals_broken: int) -> str:
    parts = [
        *([f"{many(faults, 'fault')} found"] if faults else []),
        *(
            [f"{many(seals_broken, 'seal')} {'does' if seals_broken == 1 else 'do'} not hold"]
            if seals_broken
            else []
        ),
    ]
    return f"{'; '.join(parts)}."
