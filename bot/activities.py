"""One activity of the programme: planned, planned anew, and recorded with what it found and recommends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot import findings, free_text, particulars, people, recommendations, record
from bot.errors import Conflict, NotFound, Refusal, in_part
from bot.findings import Edit
from bot.recommendations import NewRecommendation
from bot.rules import dates, wording
from bot.rules import programme as rules
from bot.rules.rights import Right
from bot.visit import Visit
from storage import actions as stored_actions
from storage import programme as stored
from storage import recommendations as stored_recommendations
from storage.models import Action, Activity, Finding, Recommendation
from storage.words import Origin

LONGEST_KIND, LONGEST_THEME, LONGEST_BY = 60, 200, particulars.LONGEST_NAME


# Where what an activity recommends comes from, if nobody says otherwise.
ORIGINS: Mapping[str, Origin] = {
    "Consultation with children and families": Origin.CONSULTATION,
    "Multi-agency audit": Origin.MULTI_AGENCY_AUDIT,
}


@dataclass(frozen=True)
class ActivityPage:
    """One activity with all that it found and recommended; `actions` by the recommendation's id."""

    activity: Activity
    findings: Sequence[Finding]
    recommendations: Sequence[Recommendation]
    actions: Mapping[int, Sequence[Action]]
    may_change: bool
    may_agree: bool


@dataclass(frozen=True)
class NewActivity:
    """What is to be on the programme. Without a month it goes on all year."""

    year: int
    kind: str
    theme: str = ""
    by: str = ""
    month: date | None = None


@dataclass(frozen=True)
class Opened:
    """An activity as it was when a form was opened on it."""

    activity_id: int
    version: int


@dataclass(frozen=True)
class Outcome:
    """What came of an activity. Without a day it is not done yet, unless it was and nobody knows the day."""

    of: Opened
    done_on: date | None
    done_undated: bool = False
    by: str = ""
    note: str = ""
    findings: Sequence[Edit] = ()
    recommendations: Sequence[NewRecommendation] = ()


def show(session: Session, visit: Visit, activity_id: int) -> ActivityPage:
    """One activity. Raises NotAllowed or NotFound."""
    people.require(session, visit, Right.SEE_PROGRAMME)
    activity = _get(session, activity_id)
    recommended = stored_recommendations.of_activity(session, activity.id)
    return ActivityPage(
        activity=activity,
        findings=findings.of(session, activity),
        recommendations=recommended,
        actions={entry.id: stored_actions.of_recommendation(session, entry.id) for entry in recommended},
        may_change=bool(visit.reaches(Right.CHANGE_PROGRAMME)),
        may_agree=visit.covers(Right.AGREE_ACTION, None),
    )


def require_to_change(session: Session, visit: Visit) -> None:
    """Raises NotAllowed for people who change no programme, before they fill in a form."""
    people.require(session, visit, Right.CHANGE_PROGRAMME)


def to_change(session: Session, visit: Visit, activity_id: int) -> Activity:
    """The activity, if the person may change it and record what came of it. Raises NotAllowed or NotFound."""
    require_to_change(session, visit)
    return _get(session, activity_id)


def _get(session: Session, activity_id: int) -> Activity:
    activity = stored.get(session, activity_id)
    if activity is None:
        raise NotFound("That activity is no longer on the programme. `/g2o programme` shows what is.")
    return activity


def add(session: Session, visit: Visit, new: NewActivity) -> Activity:
    """Puts an activity on the programme. Raises NotAllowed, PersonalDetails, Refusal or Conflict."""
    require_to_change(session, visit)
    activity = Activity(year=new.year, **_accepted(new))
    _refuse_twice(session, activity)
    record.add(session, visit, "activity added", activity)
    return activity


def change(session: Session, visit: Visit, opened: Opened, new: NewActivity) -> Activity:
    """Plans an activity anew. Raises as `add` does, or Conflict where somebody changed it meanwhile."""
    activity = _as_opened(session, visit, opened)
    accepted = _accepted(new)
    _refuse_twice(session, Activity(id=activity.id, year=activity.year, **accepted))
    with record.change(session, visit, "activity changed", activity):
        for name, value in accepted.items():
            setattr(activity, name, value)
    return activity


def record_outcome(session: Session, visit: Visit, outcome: Outcome) -> Activity:
    """Records that an activity was done, and what it found and recommends to the service.

    Raises NotAllowed, NotFound, PersonalDetails, Refusal or Conflict.
    """
    activity = _as_opened(session, visit, outcome.of)
    done_on = _checked_day(visit, activity, outcome)
    by = free_text.accept_any(outcome.by, "Who did it", field="by", longest=LONGEST_BY)
    note = free_text.accept_any(outcome.note, "The note", field="note", longest=free_text.LONGEST)
    with record.change(session, visit, "activity recorded", activity):
        activity.done_on, activity.done_undated = done_on, outcome.done_undated
        activity.by, activity.note = by, note
    findings.amend(session, visit, activity, outcome.findings)
    for new in outcome.recommendations:
        with in_part(new.position):
            recommendations.attach_to_service(session, visit, activity, new)
    return activity


def remove(session: Session, visit: Visit, activity_id: int) -> NewActivity:
    """Takes an activity of which nothing came off the programme; what is given puts it back there.

    Raises NotAllowed, NotFound, or Conflict where something hangs on it.
    """
    activity = to_change(session, visit, activity_id)
    _refuse_where_something_hangs(session, activity)
    removed = NewActivity(
        activity.year, activity.kind, activity.theme or "", activity.by or "", activity.month
    )
    record.remove(session, visit, "activity removed", activity)
    return removed


def _refuse_where_something_hangs(session: Session, activity: Activity) -> None:
    counted = stored.counted(session, {activity.id})[activity.id]
    findings_there = counted.strengths + counted.areas
    there = [
        *(["a mark that it was done"] if activity.is_done else []),
        *([wording.many(findings_there, "finding")] if findings_there else []),
        *([wording.many(counted.recommendations, "recommendation")] if counted.recommendations else []),
        *(["a note"] if activity.note else []),
    ]
    if not there:
        return
    way = "If that is a mistake, please clear it with *Record* first."
    if counted.recommendations:
        way = "What was recommended to the service is in the improvement plan, which keeps it."
    raise Conflict(f"This activity has {wording.listed(there)}, so it stays on the programme. {way}")


def origin_of(activity: Activity) -> Origin:
    """Where what the activity recommends comes from, if nobody says otherwise."""
    return ORIGINS.get(activity.kind, Origin.AUDIT)


def _as_opened(session: Session, visit: Visit, opened: Opened) -> Activity:
    activity = to_change(session, visit, opened.activity_id)
    if activity.version != opened.version:
        raise Conflict(
            "This activity was changed while your form was open, so yours was not stored. "
            "Please open it again."
        )
    return activity


def _accepted(new: NewActivity) -> dict[str, object]:
    """The values as they are stored. Raises PersonalDetails or Refusal, at the field."""
    if new.month is not None and rules.year_of(new.month) != new.year:
        raise Refusal(
            f"That month is not in the programme year {rules.in_words(new.year)}. Please choose another.",
            field="month",
        )
    kind = free_text.accept(new.kind, "The kind", field="kind", longest=LONGEST_KIND)
    return {
        "kind": rules.read_kind(kind),
        "theme": free_text.accept_any(new.theme, "The theme", field="theme", longest=LONGEST_THEME),
        "by": free_text.accept_any(new.by, "Who does it", field="by", longest=LONGEST_BY),
        "month": new.month,
    }


def _refuse_twice(session: Session, new: Activity) -> None:
    """The same kind and theme in the same month is the same activity."""
    alike = stored.alike(session, new.year, new.kind, new.theme, new.month)
    if any(other.id != new.id for other in alike):
        raise Conflict(
            "The programme has an activity of this kind and theme for that month already. "
            "Please give another theme or month.",
            field="theme",
        )


def _checked_day(visit: Visit, activity: Activity, outcome: Outcome) -> date | None:
    day = outcome.done_on
    if outcome.done_undated and day is not None:
        raise Refusal(
            "Please give the day, or say that it is not known, and leave the other empty.", field="undated"
        )
    if outcome.done_undated and not rules.has_begun(activity.month, activity.year, visit.today):
        raise Refusal("It is planned for a month to come, so it cannot be done yet.", field="undated")
    if day is None:
        return None
    if day > visit.today:
        raise Refusal(
            f"{dates.in_words(day)} is in the future. Please give the day on which it was done.",
            field="done_on",
        )
    if day < rules.span(activity.year).first:
        raise Refusal(
            f"{dates.in_words(day)} lies before the programme year {rules.in_words(activity.year)}. "
            "Please check the day.",
            field="done_on",
        )
    return day
