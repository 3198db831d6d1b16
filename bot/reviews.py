"""The quarterly review of the improvement plan, a line at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import free_text, people, plan, record
from bot.errors import Conflict
from bot.lines import Line
from bot.plan import Plan
from bot.rules.rights import Right
from bot.visit import Visit
from storage import plan as stored
from storage.models import Finding, Review
from storage.words import Impact, Position

LONGEST_POINTER = 300
# Of what was found, whoever reviews a line reads the last few.
MOST_SHOWN = 3


@dataclass(frozen=True)
class NewReview:
    """What a review says of a line. `version` is that of the quarter's review as the form showed it, or 0."""

    key: str
    version: int
    position: Position
    note: str = ""
    evidence: str = ""
    impact: Impact | None = None


def newest_found(session: Session, line: Line) -> Sequence[Finding]:
    """What was found last, for whoever reviews the line: they see every case."""
    newest = sorted(line.areas, key=lambda area: (area.found_on, area.finding_id), reverse=True)[:MOST_SHOWN]
    found = stored.findings(session, {area.finding_id for area in newest})
    return [found[area.finding_id] for area in newest]


def to_review(session: Session, visit: Visit) -> Plan:
    """The plan, for those who review it. Raises NotAllowed."""
    people.require(session, visit, Right.REVIEW_PLAN)
    return plan.read(session, visit)


def review(session: Session, visit: Visit, new: NewReview) -> Plan:
    """Notes what this quarter's review found of a line; said again in the same quarter it changes that.

    Gives the plan as it is then. Raises NotAllowed, NotFound, PersonalDetails, Refusal, or Conflict where
    somebody else has reviewed the line meanwhile.
    """
    whole = to_review(session, visit)
    line = whole.line(new.key)
    there = line.review_of(whole.quarter)
    if (there.version if there else 0) != new.version:
        raise Conflict(
            "Somebody reviewed this line while your form was open, so yours was not stored. It now says: "
            f"{line.stands.position.label.lower()}. Please open it again.",
            field="position",
        )
    note = free_text.accept_any(new.note, "The note", field="note")
    evidence = free_text.accept_any(new.evidence, "Where to look", field="evidence", longest=LONGEST_POINTER)
    if there is None:
        made = Review(
            recommendation_id=line.asked.recommendation.id if line.asked else None,
            finding_id=None if line.asked else line.areas[0].finding_id,
            quarter=whole.quarter.first,
            position=new.position,
            note=note,
            evidence=evidence,
            impact=new.impact,
            made_on=visit.today,
            made_by_id=visit.actor.person_id,
        )
        record.add(session, visit, "line reviewed", made)
    else:
        with record.change(session, visit, "review changed", there):
            there.position, there.impact = new.position, new.impact
            there.note, there.evidence = note, evidence
            there.made_on, there.made_by_id = visit.today, visit.actor.person_id
    return plan.read(session, visit)
