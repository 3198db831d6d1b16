"""Rounds: one cycle of audits, with its dates and its basis."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from bot import rounds
from bot.errors import Refusal
from bot.intake import cells, storing, words
from bot.intake.cells import Cells
from bot.intake.known import Known
from bot.intake.storing import Taken
from bot.rounds import Plan
from bot.rules.wording import uncapital
from bot.visit import Visit
from storage import rounds as stored
from storage.models import Round
from storage.words import Basis


@dataclass(frozen=True)
class RoundRow:
    """A row of rounds, its fields named as the table's."""

    name: str
    basis: Basis
    starts_on: date
    ends_on: date | None
    kind: str | None
    theme: str | None
    organisation: str | None
    planned: int | None


def read(row: Cells) -> RoundRow:
    """Raises Refusal with what is wrong with the cells."""
    read_round = RoundRow(
        name=row.need("name", cells.name),
        basis=row.need("basis", cells.one_of(words.BASES)),
        starts_on=row.need("starts", cells.day),
        ends_on=row.take("ends", cells.day),
        kind=row.take("kind", cells.name),
        theme=row.take("theme", cells.text),
        organisation=row.take("organisation", cells.name),
        planned=row.take("planned", cells.count),
    )
    row.refuse_wrong_cells()
    return read_round


def store(session: Session, visit: Visit, _known: Known, row: RoundRow) -> Taken:
    """Adds the round or changes the one of that name, which loses none of its audits by that."""
    there = stored.by_name(session, row.name)
    ends_on = row.ends_on or (there.ends_on if there else None)
    if ends_on is not None and ends_on < row.starts_on:
        raise Refusal("ends: the round would end before it starts. Please check the two dates.")
    row = replace(row, organisation=rounds.as_known(session, row.organisation))
    if there is None:
        return storing.add(session, visit, "round added", Round, asdict(row))
    _require_kept(session, there, row, ends_on)
    return storing.change(session, visit, "round changed", there, asdict(row))


def _require_kept(session: Session, there: Round, row: RoundRow, ends_on: date | None) -> None:
    organisation = row.organisation or there.organisation or ""
    new = Plan(row.name, row.basis, row.starts_on, ends_on, organisation=organisation)
    try:
        rounds.keep(session, there, new)
    except Refusal as refusal:
        raise Refusal(f"{refusal.field}: {uncapital(refusal.message)}") from None
