"""Cases: the case system's number, the bot's reference, and who works with the child."""

from dataclasses import dataclass
from datetime import date

from bot.errors import Refusal
from bot.intake import cells, words
from bot.intake.cells import Cells
from bot.intake.known import Known
from bot.intake.storing import Meant
from bot.visit import Visit
from storage.models import Case
from storage.words import Cohort


@dataclass(frozen=True)
class CaseRow:
    """A row of cases; the worker by name or Slack id."""

    system_number: str
    cohort: Cohort
    reference: str | None
    team: str | None
    worker: str | None
    opened_on: date | None
    closed_on: date | None


def read(row: Cells) -> CaseRow:
    """Raises Refusal with what is wrong with the cells."""
    case = CaseRow(
        system_number=row.need("system_number", cells.system_number),
        cohort=row.need("cohort", cells.one_of(words.COHORTS)),
        reference=row.take("reference", cells.reference),
        team=row.take("team", cells.reading),
        worker=row.take("worker", cells.reading),
        opened_on=row.take("opened", row.past_day),
        closed_on=row.take("closed", row.past_day),
    )
    row.refuse_wrong_cells()
    return case


def means(_visit: Visit, known: Known, row: CaseRow) -> Meant:
    """A new case, under a new reference where it has none, or the one of that number."""
    values: dict[str, object] = {
        "system_number": row.system_number,
        "cohort": row.cohort,
        "team_id": known.team("team", row.team).id if row.team else None,
        "worker_id": known.person("worker", row.worker).id if row.worker else None,
        "opened_on": row.opened_on,
        "closed_on": row.closed_on,
    }
    there = known.case_of(row.system_number)
    if there is None:
        _require_order(row.opened_on, row.closed_on)
        reference = _free(known, row.reference) if row.reference else known.new_reference()
        return Meant(Case, "case", None, values, {"reference": reference})
    if row.reference not in {None, there.reference}:
        raise Refusal(
            "reference: this case has another one already, and a reference never changes. "
            "Please leave the cell blank."
        )
    _require_order(row.opened_on or there.opened_on, row.closed_on or there.closed_on)
    return Meant(Case, "case", there, values)


def _free(known: Known, reference: str) -> str:
    if not known.is_free(reference):
        raise Refusal("reference: another case has it. Please leave the cell blank, and one is made.")
    return reference


def _require_order(opened_on: date | None, closed_on: date | None) -> None:
    if opened_on and closed_on and closed_on < opened_on:
        raise Refusal("closed: the case would close before it opened. Please check the two dates.")
