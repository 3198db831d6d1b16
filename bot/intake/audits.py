"""Audits: the auditor's grade, and the moderated one where moderation has taken place."""

from dataclasses import dataclass
from datetime import date

from bot.errors import Refusal
from bot.intake import cells, pairs
from bot.intake.cells import Cells
from bot.intake.known import Known
from bot.intake.pairs import Grades
from bot.intake.storing import Meant
from bot.particulars import EARLIEST
from bot.visit import Visit
from storage import audits as stored
from storage.models import Audit, Round
from storage.words import Grade, Source

SINGLE = "single audits"
_NOT_READ = Grades(Grade.NOT_GRADED)  # stands in until the wrong cells are told


@dataclass(frozen=True)
class AuditRow:
    """A row of audits: `case` is a reference or a system number, `auditor` any name or a Slack id."""

    case: str
    round: str | None
    audited_on: date
    auditor: str
    organisation: str | None
    sources: frozenset[Source] | None
    grade: Grade
    moderated_grade: Grade | None
    moderator: str | None
    moderated_on: date | None


def read(row: Cells) -> AuditRow:
    """Raises Refusal with what is wrong with the cells."""
    given = row.need("grade", pairs.read) or _NOT_READ
    moderated = row.take("moderated_grade", cells.grade)
    audit = AuditRow(
        case=row.need("case", cells.reading),
        round=row.take("round", _round),
        audited_on=row.need("date", row.past_day),
        auditor=row.need("auditor", cells.name),
        organisation=row.take("organisation", cells.name),
        sources=row.take("sources", cells.sources),
        grade=given.grade,
        moderated_grade=moderated or given.moderated,
        moderator=row.take("moderator", cells.name),
        moderated_on=row.take("moderated_on", row.past_day),
    )
    row.refuse_wrong_cells()
    if given.moderated is not None and given.moderated != audit.moderated_grade:
        raise Refusal(
            "grade: the cell gives a moderated grade, and moderated_grade another. Please keep one."
        )
    _require_sense(audit)
    return audit


def means(visit: Visit, known: Known, row: AuditRow) -> Meant:
    """A new audit, or the one of that case, round, day and auditor."""
    case_id = known.case_id("case", row.case)
    round_ = known.round_("round", row.round) if row.round else None
    auditor = known.somebody(row.auditor)
    name = auditor.name if auditor else row.auditor
    values: dict[str, object] = {
        "case_id": case_id,
        "round_id": round_.id if round_ else None,
        "audited_on": row.audited_on,
        "auditor_name": name,
        "auditor_id": auditor.id if auditor else None,
        "organisation": row.organisation or (auditor.organisation if auditor else None),
        "grade": row.grade,
        "moderated_grade": row.moderated_grade,
        "moderator_name": _moderator(known, row.moderator, name),
        "moderated_on": row.moderated_on,
    }
    if row.sources is not None:
        values |= {column: source in row.sources for source, column in _COLUMNS.items()}
    logged: dict[str, object] = {"logged_by_id": visit.actor.person_id, "logged_at": visit.at}
    there = known.audit(stored.Key(case_id, round_.id if round_ else None, row.audited_on, name))
    notes = [*_notes(row, round_), *known.proposal("auditor", row.auditor, auditor)]
    return Meant(Audit, "audit", there, values, logged, notes)


_COLUMNS = {source: f"from_{source.value}" for source in Source}


def _round(written: str) -> str | None:
    """The round's name; the tables' own heading for audits without a round means none."""
    name = cells.reading(written)
    return None if name.casefold() == SINGLE else name


def _require_sense(audit: AuditRow) -> None:
    if audit.audited_on < EARLIEST:
        raise Refusal("date: this is too long ago. Please check the year.")
    if audit.moderated_grade is None and (audit.moderator or audit.moderated_on):
        raise Refusal("moderated_grade: the cell is blank, but the row says that the audit was moderated.")
    if audit.moderated_on and audit.moderated_on < audit.audited_on:
        raise Refusal(
            "moderated_on: the audit would be moderated before it was done. Please check the dates."
        )


def _moderator(known: Known, written: str | None, auditor: str) -> str | None:
    if written is None:
        return None
    person = known.somebody(written)
    name = person.name if person else written
    if name.casefold() == auditor.casefold():
        raise Refusal("moderator: this is the auditor, and nobody moderates their own audit.")
    return name


def _notes(row: AuditRow, round_: Round | None) -> list[str]:
    if round_ is None:
        return []
    if row.audited_on < round_.starts_on or (round_.ends_on and row.audited_on > round_.ends_on):
        return ["the date lies outside the round's dates. Is the year right?"]
    return []
