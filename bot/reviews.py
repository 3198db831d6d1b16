"""The quarterly review of the improvement plan, a line at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import free_text, people, plan, record
from bot.errors import Conflict
from bot.lines import Line, Subject, named, read_line, read_subject, read_subjects
from bot.rules import periods
from bot.rules.periods import Period
from bot.rules.rights import Right
from bot.visit import Visit
from storage import plan as stored
from storage.models import Action, Finding, Review
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


@dataclass(frozen=True)
class Left:
    """How many lines the quarter's review has still to look at, and which is the next of them, if any."""

    quarter: Period
    count: int
    key: str | None


@dataclass(frozen=True)
class Sheet:
    """One line before whoever reviews it, who sees every case: what was `found` last, and what was agreed.

    `there` is what the quarter's review says so far.
    """

    line: Line
    found: Sequence[Finding] = ()
    actions: Sequence[Action] = ()
    there: Review | None = None


def left(session: Session, visit: Visit, after: str = "") -> Left:
    """What there is still to do, the next after that line, or the first of all. Raises NotAllowed."""
    people.require(session, visit, Right.REVIEW_PLAN)
    quarter = periods.quarter_of(visit.today)
    subjects = read_subjects(session, visit)
    place = next((number for number, one in enumerate(subjects) if one.key == after), -1)
    following = (one.key for one in subjects[place + 1 :] if one.is_left(quarter))
    return Left(quarter, sum(one.is_left(quarter) for one in subjects), next(following, None))


def sheet(session: Session, visit: Visit, key: str) -> Sheet:
    """One line to be reviewed. Raises NotAllowed or NotFound."""
    people.require(session, visit, Right.REVIEW_PLAN)
    line, quarter = read_line(session, visit, key), periods.quarter_of(visit.today)
    return Sheet(
        line,
        found=_newest_found(session, line),
        actions=[action for agreed in plan.agreed(session, [line]).values() for action in agreed],
        there=_there(session, line, quarter),
    )


def review(session: Session, visit: Visit, new: NewReview) -> Subject:
    """Notes what this quarter's review found of a line; said again in the same quarter it changes that.

    Gives what the line is about. Raises NotAllowed, NotFound, PersonalDetails, Refusal, or Conflict where
    somebody else has reviewed the line meanwhile.
    """
    people.require(session, visit, Right.REVIEW_PLAN)
    subject = read_subject(session, visit, new.key)
    quarter = periods.quarter_of(visit.today)
    there = _there(session, subject, quarter)
    if (there.version if there else 0) != new.version:
        now = f" It now says: {there.position.label.lower()}." if there else ""
        raise Conflict(
            f"Somebody reviewed this line while your form was open, so yours was not stored.{now} "
            "Please open it again.",
            field="position",
        )
    note = free_text.accept_any(new.note, "The note", field="note")
    evidence = free_text.accept_any(new.evidence, "Where to look", field="evidence", longest=LONGEST_POINTER)
    if there is None:
        made = Review(
            recommendation_id=subject.asked.recommendation.id if subject.asked else None,
            finding_id=subject.areas.finding_id if subject.areas else None,
            quarter=quarter.first,
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
    return subject


def _there(session: Session, subject: Subject, quarter: Period) -> Review | None:
    """What the quarter's review says of the line so far."""
    said = subject.review_of(quarter)
    return next(iter(stored.reviews(session, [said.review_id])), None) if said else None


def _newest_found(session: Session, line: Line) -> Sequence[Finding]:
    if line.areas is None:
        return []
    areas = stored.areas_of(session, named(line.theme), line.cohort)
    newest = sorted(areas, key=lambda area: (area.found_on, area.finding.id), reverse=True)
    return [area.finding for area in newest[:MOST_SHOWN]]
