"""Recommendations: what an audit or another activity asked for, of a case or of the service."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.errors import Refusal
from bot.intake import cells, storing, words
from bot.intake.cells import Cells
from bot.intake.known import Known
from bot.intake.storing import Taken
from bot.visit import Visit
from storage import recommendations as stored
from storage.models import Recommendation
from storage.words import Origin


@dataclass(frozen=True)
class RecommendationRow:
    """A row of recommendations; without a case it is for the service."""

    text: str
    number: str | None
    case: str | None
    round: str | None
    theme: str | None
    origin: Origin | None


def read(row: Cells) -> RecommendationRow:
    """Raises Refusal with what is wrong with the cells."""
    recommendation = RecommendationRow(
        text=row.need("text", cells.text),
        number=row.take("number", cells.label),
        case=row.take("case", cells.reading),
        round=row.take("round", cells.reading),
        theme=row.take("theme", cells.text),
        origin=row.take("source", cells.one_of(words.ORIGINS)),
    )
    row.refuse_wrong_cells()
    return recommendation


def store(session: Session, visit: Visit, known: Known, row: RecommendationRow) -> Taken:
    """Adds the recommendation, or changes the one of that number, else of that case, round and text."""
    case_id = known.case_id("case", row.case) if row.case else None
    round_id = known.round_("round", row.round).id if row.round else None
    values: dict[str, object] = {
        "number": row.number,
        "case_id": case_id,
        "round_id": round_id,
        "text": row.text,
        "theme": row.theme,
        "origin": row.origin,
    }
    there = _there(session, row, case_id, round_id)
    if there is None:
        made: dict[str, object] = {
            "origin": row.origin or Origin.AUDIT,
            "made_by_id": visit.actor.person_id,
            "made_at": visit.at,
        }
        return storing.add(session, visit, "recommendation added", Recommendation, values | made)
    if there.case_id != case_id:
        raise Refusal(
            "case: the recommendation of that number is another case's, or the service's. "
            "Please check the number and the case."
        )
    return storing.change(session, visit, "recommendation changed", there, values)


def _there(
    session: Session, row: RecommendationRow, case_id: int | None, round_id: int | None
) -> Recommendation | None:
    if row.number is not None:
        numbered = stored.by_number(session, row.number)
        if numbered is not None:
            return numbered
    alike = [
        entry
        for entry in stored.of_text(session, row.text, case_id)
        if entry.round_id == round_id and (row.number is None or entry.number is None)
    ]
    if len(alike) > 1:
        raise Refusal("text: more than one recommendation has these words. Please give the number.")
    return alike[0] if alike else None
