"""Activities of the programme: planned, planned anew, and what came of each recorded."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot import activities, cases, findings, history, programme
from bot.activities import NewActivity, Opened, Outcome
from bot.errors import Conflict, NotFound, PersonalDetails, Refusal
from bot.findings import Edit, NewFinding
from bot.recommendations import FirstAction, NewRecommendation
from storage import actions as stored_actions
from storage import recommendations as stored_recommendations
from storage.models import Activity, Finding, Recommendation
from storage.words import FindingKind, Origin
from tests.conftest import TODAY
from tests.council import TOMAS, Council
from tests.verbs.steps import journal_of, logged, told

JUNE = date(2024, 6, 1)


AREA = NewFinding(FindingKind.AREA, "Plans are out of timescale.", "Planning and timescales")


STRENGTH = NewFinding(FindingKind.STRENGTH, "Supervision is clear.")


TRAIN = NewRecommendation("Train the team.", theme="Supervision", origin=Origin.CONSULTATION)


def added(session: Session, council: Council, kind: str = "Thematic audit", **values: Any) -> Activity:
    """An activity of 2024-25."""
    return activities.add(session, council.quality, NewActivity(2024, kind, **values))


def outcome(activity: Activity, **values: Any) -> Outcome:
    """The form of the activity as it opened, filled in."""
    return Outcome(Opened(activity.id, activity.version), values.pop("done_on", TODAY), **values)


def recorded(session: Session, council: Council, activity: Activity, **values: Any) -> Activity:
    return activities.record_outcome(session, council.quality, outcome(activity, **values))


def recommended(session: Session, activity: Activity) -> list[Recommendation]:
    return list(stored_recommendations.of_activity(session, activity.id))


def test_an_activity_is_put_on_the_programme_and_journalled(session: Session, council: Council) -> None:
    activity = added(session, council, "thematic audits", theme=" pathway  plans ", by="In-house", month=JUNE)
    assert (activity.kind, activity.theme, activity.by) == ("Thematic audit", "pathway plans", "In-house")
    assert journal_of(session) == [("activity added", "activities")]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "Dip sample", "month": date(2025, 4, 1)}, "month"),
        ({"kind": "Dip sample", "theme": "T" * 201}, "theme"),
        ({"kind": "Dip sample", "by": "B" * 81}, "by"),
        ({"kind": " "}, "kind"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(
    session: Session, council: Council, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as caught:
        activities.add(session, council.quality, NewActivity(2024, **values))
    assert caught.value.field == field


@pytest.mark.parametrize("field", ["theme", "by", "kind"])
def test_personal_details_are_refused(session: Session, council: Council, field: str) -> None:
    values: dict[str, Any] = {"kind": "Dip sample", field: "Ring 07700 900123"}
    with pytest.raises(PersonalDetails) as caught:
        activities.add(session, council.quality, NewActivity(2024, **values))
    assert caught.value.field == field


def test_the_same_twice_is_refused_and_another_theme_or_month_is_not(
    session: Session, council: Council
) -> None:
    added(session, council, theme="Housing", month=JUNE)
    added(session, council, theme="Pathway plans", month=JUNE)
    added(session, council, theme="Housing", month=date(2024, 7, 1))
    with pytest.raises(Conflict, match="for that month already"):
        added(session, council, theme="housing", month=JUNE)


def test_an_activity_is_planned_anew(session: Session, council: Council) -> None:
    activity = added(session, council, theme="Housing", month=JUNE)
    opened = Opened(activity.id, activity.version)
    new = NewActivity(2024, "Thematic audit", theme="Housing", by="Aidhour", month=date(2024, 9, 1))
    activities.change(session, council.leader, opened, new)
    assert (activity.month, activity.by) == (date(2024, 9, 1), "Aidhour")
    assert journal_of(session)[-1] == ("activity changed", "activities")
    with pytest.raises(Conflict, match="was changed while your form was open"):
        activities.change(session, council.leader, opened, new)


def test_what_came_of_an_activity_is_recorded(session: Session, council: Council) -> None:
    activity = added(session, council, by="in-house")
    recorded(
        session,
        council,
        activity,
        by="Aidhour",
        note="A sample of ten.",
        findings=(Edit(AREA), Edit(STRENGTH)),
        recommendations=(TRAIN,),
    )
    assert (activity.done_on, activity.by, activity.note) == (TODAY, "Aidhour", "A sample of ten.")
    counted = next(
        entry.counted for entry in programme.of_year(session, council.manager, 2024).entries if entry.activity
    )
    assert (counted.strengths, counted.areas, counted.recommendations) == (1, 1, 1)
    assert journal_of(session)[1:] == [
        ("activity recorded", "activities"),
        ("finding noted", "findings"),
        ("finding noted", "findings"),
        ("recommendation added", "recommendations"),
    ]


def test_a_recommendation_to_the_service_gets_the_next_number(session: Session, council: Council) -> None:
    for number in ("4", "R7"):
        session.add(
            Recommendation(number=number, text=number, origin=Origin.AUDIT, made_at=council.quality.at)
        )
    activity = added(session, council)
    again = NewRecommendation("Write a guide.", position=1)
    recorded(session, council, activity, recommendations=(TRAIN, again))
    first, second = recommended(session, activity)
    assert (first.number, second.number) == ("5", "6")
    assert (first.case_id, first.theme, first.origin) == (None, "Supervision", Origin.CONSULTATION)


def test_the_same_recommendation_twice_is_made_once(session: Session, council: Council) -> None:
    activity = added(session, council)
    for _ in range(2):
        recorded(session, council, activity, recommendations=(TRAIN,))
    assert len(recommended(session, activity)) == 1


def test_a_first_action_is_agreed_with_its_owner_and_date(session: Session, council: Council) -> None:
    activity = added(session, council)
    first = FirstAction(TOMAS, due_on=date(2025, 5, 1))
    recorded(session, council, activity, recommendations=(replace(TRAIN, action=first),))
    (made,) = recommended(session, activity)
    (action,) = stored_actions.of_recommendation(session, made.id)
    assert (action.text, action.due_on, action.case_id) == ("Train the team.", date(2025, 5, 1), None)
    assert told(session) == [("agreed", "Tomas Reid", None)]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"done_on": date(2025, 3, 15)}, "done_on"),
        ({"done_on": date(2024, 3, 31)}, "done_on"),
        ({"note": "N" * 1001}, "note"),
        ({"findings": (Edit(replace(AREA, theme="Biscuits", position=1)),)}, "area_theme_2"),
        ({"recommendations": (replace(TRAIN, theme="Biscuits", position=1),)}, "theme_2"),
        ({"recommendations": (replace(TRAIN, text="Ring 07700 900123", position=2),)}, "recommendation_3"),
        ({"recommendations": (replace(TRAIN, action=FirstAction(TOMAS), position=1),)}, "due_2"),
    ],
)
def test_what_is_wrong_with_an_outcome_is_refused_at_its_field(
    session: Session, council: Council, values: dict[str, Any], field: str
) -> None:
    activity = added(session, council)
    with pytest.raises(Refusal) as caught:
        recorded(session, council, activity, **values)
    assert caught.value.field == field


def test_an_outcome_of_what_was_changed_meanwhile_is_refused(session: Session, council: Council) -> None:
    activity = added(session, council)
    seen = outcome(activity)
    recorded(session, council, activity)
    with pytest.raises(Conflict, match="was changed while your form was open"):
        activities.record_outcome(session, council.leader, seen)


def test_a_day_that_was_wrong_is_taken_away_again(session: Session, council: Council) -> None:
    activity = added(session, council)
    recorded(session, council, activity)
    recorded(session, council, activity, done_on=None)
    assert activity.done_on is None


def test_a_finding_of_an_activity_is_corrected_and_taken_away(session: Session, council: Council) -> None:
    activity = added(session, council)
    recorded(session, council, activity, findings=(Edit(AREA), Edit(STRENGTH)))
    area, strength = findings.of(session, activity)
    edits = (
        Edit(replace(AREA, text="Plans are late."), findings.Opened(area.id, area.version)),
        Edit(replace(STRENGTH, text=""), findings.Opened(strength.id, strength.version)),
    )
    recorded(session, council, activity, findings=edits)
    assert [finding.text for finding in findings.of(session, activity)] == ["Plans are late."]


def test_what_an_activity_found_and_recommended_is_on_no_case(session: Session, council: Council) -> None:
    audit = logged(session, council.quality)
    recorded(
        session,
        council,
        added(session, council),
        findings=(Edit(AREA),),
        recommendations=(TRAIN,),
    )
    page = cases.page(session, council.manager, "K7Q2M")
    assert (page.findings, page.recommendations) == ((), [])
    assert findings.of(session, audit) == []
    assert len(history.of(session, council.manager, "K7Q2M").events) == 1


def test_the_detail_of_an_audit_does_not_reach_what_an_activity_found(
    session: Session, council: Council
) -> None:
    audit, activity = logged(session, council.quality), added(session, council)
    recorded(session, council, activity, findings=(Edit(AREA),))
    (finding,) = findings.of(session, activity)
    with pytest.raises(Conflict):
        findings.amend(
            session, council.quality, audit, [Edit(AREA, findings.Opened(finding.id, finding.version))]
        )
    assert session.get_one(Finding, finding.id).audit_id is None


def test_an_activity_is_shown_with_all_that_came_of_it(session: Session, council: Council) -> None:
    activity = added(session, council)
    first = FirstAction(TOMAS, due_on=date(2025, 5, 1))
    recorded(
        session,
        council,
        activity,
        findings=(Edit(AREA),),
        recommendations=(replace(TRAIN, action=first),),
    )
    page = activities.show(session, council.manager, activity.id)
    (made,) = page.recommendations
    assert [finding.text for finding in page.findings] == [AREA.text]
    assert len(page.actions[made.id]) == 1
    assert (page.may_change, page.may_agree) == (False, False)
    assert activities.show(session, council.leader, activity.id).may_agree


def test_what_is_not_there_is_not_found(session: Session, council: Council) -> None:
    with pytest.raises(NotFound, match="no longer on the programme"):
        activities.show(session, council.manager, 999)


def test_what_was_done_on_a_day_that_nobody_knows_is_done(session: Session, council: Council) -> None:
    activity = added(session, council, month=JUNE)
    recorded(session, council, activity, done_on=None, done_undated=True)
    assert (activity.is_done, activity.done_on) == (True, None)
    recorded(session, council, activity)
    assert (activity.done_undated, activity.done_on) == (False, TODAY)


def test_a_day_is_known_or_it_is_not(session: Session, council: Council) -> None:
    with pytest.raises(Refusal, match="leave the other empty"):
        recorded(session, council, added(session, council, month=JUNE), done_undated=True)


def test_what_is_planned_for_a_month_to_come_is_not_done(session: Session, council: Council) -> None:
    new = NewActivity(2025, "Dip sample", month=date(2025, 4, 1))
    activity = activities.add(session, council.quality, new)
    with pytest.raises(Refusal, match="planned for a month to come"):
        recorded(session, council, activity, done_on=None, done_undated=True)


# --- removed


def test_an_activity_entered_by_mistake_is_removed_and_put_back(session: Session, council: Council) -> None:
    activity = added(session, council, theme="Housing", by="Aidhour", month=JUNE)
    was = activities.remove(session, council.leader, activity.id)
    assert journal_of(session)[-1] == ("activity removed", "activities")
    with pytest.raises(NotFound, match="no longer on the programme"):
        activities.remove(session, council.leader, activity.id)
    again = activities.add(session, council.leader, was)
    assert (again.kind, again.theme, again.by, again.month) == ("Thematic audit", "Housing", "Aidhour", JUNE)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "has a mark that it was done, so it stays"),
        ({"done_on": None, "note": "A sample."}, "has a note, so it stays"),
        ({"done_on": None, "findings": (Edit(AREA), Edit(STRENGTH))}, "has 2 findings, so it stays"),
        ({"recommendations": (TRAIN,)}, "done and 1 recommendation, so it stays .* improvement plan"),
    ],
)
def test_what_something_came_of_stays_and_says_why(
    session: Session, council: Council, values: dict[str, Any], words: str
) -> None:
    activity = added(session, council)
    recorded(session, council, activity, **values)
    with pytest.raises(Conflict, match=words):
        activities.remove(session, council.quality, activity.id)
    assert activities.show(session, council.quality, activity.id).activity is activity
