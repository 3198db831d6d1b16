"""The lines of the improvement plan: what is put together, how far each has come, and what comes again."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from bot import actions, findings, line_page
from bot.findings import NewFinding
from bot.rules.progress import Again, Said
from storage.models import Activity, Finding
from storage.words import Cohort, FindingKind, Position, Status
from tests.council import Council, on
from tests.verbs.plan_lines import (
    ACTIONED,
    EMBEDDED,
    FEBRUARY,
    STARTED,
    SUMMER,
    TODAY,
    agreed,
    asked,
    found,
    lines,
    only,
    review,
)
from tests.verbs.steps import logged


def test_every_recommendation_to_the_service_is_a_line(session: Session, council: Council) -> None:
    first, second = (asked(session, council.quality, number=number) for number in ("1", "2"))
    assert [line.key for line in lines(session, council.quality)] == [f"R{first.id}", f"R{second.id}"]


def test_areas_of_one_theme_and_cohort_are_one_line(session: Session, council: Council) -> None:
    found(session, council.quality)
    found(session, council.quality, day=TODAY, text="Nothing is followed up.")
    found(session, council.quality, "M4T9X")
    leavers, in_need = sorted(lines(session, council.quality), key=lambda line: line.key)
    assert (leavers.theme, leavers.cohort) == ("Supervision", Cohort.CARE_LEAVER)
    assert leavers.areas is not None
    assert (leavers.areas.audits, leavers.areas.cases) == (2, 1)
    assert (leavers.found_on, leavers.seen_on) == (FEBRUARY, TODAY)
    assert in_need.cohort is Cohort.CHILD_IN_NEED


def test_strengths_and_recommendations_of_cases_are_no_lines(session: Session, council: Council) -> None:
    audit = logged(session, council.quality)
    findings.attach(session, council.quality, audit, [NewFinding(FindingKind.STRENGTH, "Warm.", "Visits")])
    asked(session, council.quality, case_id=audit.case_id)
    assert lines(session, council.quality) == []


def test_an_area_of_an_activity_is_a_line_of_the_service(session: Session, council: Council) -> None:
    activity = Activity(year=2024, kind="Dip sample", done_on=FEBRUARY)
    session.add(activity)
    session.flush()
    session.add(
        Finding(activity_id=activity.id, kind=FindingKind.AREA, theme="Visits", text="Visits are rare.")
    )
    session.flush()
    line = only(session, council.quality)
    assert (line.cohort, line.found_on) == (None, FEBRUARY)
    page = line_page.line_page(session, council.quality, line.key)
    assert [source.activity for source in page.sources] == [activity]


def test_lines_are_in_the_order_of_their_themes_the_service_first(session: Session, council: Council) -> None:
    found(session, council.quality, theme=None)
    found(session, council.quality, "M4T9X", theme="Visits")
    found(session, council.quality, "P3W6D", day=TODAY)
    asked(session, council.quality)
    shown = [(line.theme, line.asked is not None) for line in lines(session, council.quality)]
    assert shown == [("Supervision", True), ("Supervision", False), ("Visits", False), (None, False)]


def test_what_is_done_for_a_recommendation_shows_in_its_line(session: Session, council: Council) -> None:
    made = asked(session, council.quality)
    assert only(session, council.quality).stands.position is Position.NOT_STARTED
    action = agreed(session, council.quality, made)
    actions.start(session, council.leader, action.id)
    assert only(session, council.quality).stands.position is STARTED
    actions.complete(session, council.leader, action.id)
    assert only(session, council.quality).stands == Said(ACTIONED, TODAY)


def test_an_area_is_actioned_only_when_each_case_has_an_action_that_is_done(
    session: Session, council: Council
) -> None:
    first = found(session, council.quality)
    made = asked(session, council.quality, case_id=first.case_id)
    agreed(session, council.quality, made, case_id=first.case_id, status=Status.DONE, done_on=TODAY)
    assert only(session, council.quality).stands.position is ACTIONED
    case = found(session, council.quality, "M4T9X").case
    case.cohort = Cohort.CARE_LEAVER
    session.flush()
    assert only(session, council.quality).stands.position is STARTED


def test_what_is_found_after_a_review_said_it_was_dealt_with_is_found_again(
    session: Session, council: Council
) -> None:
    found(session, council.quality)
    line = review(session, council.quality, only(session, council.quality), EMBEDDED)
    assert line.again is None
    found(session, on(council.quality, SUMMER), day=SUMMER)
    again = only(session, on(council.quality, SUMMER))
    assert again.again == Again(SUMMER, TODAY)
    assert again.is_open


def test_a_theme_found_after_its_recommendation_was_actioned_marks_both(
    session: Session, council: Council
) -> None:
    made = asked(session, council.quality)
    agreed(session, council.quality, made, status=Status.DONE, done_on=FEBRUARY)
    found(session, council.quality, "M4T9X", day=date(2025, 3, 3))
    found(session, council.quality, "P3W6D", theme="Visits", day=date(2025, 3, 3))
    marked = {line.theme: line.again for line in lines(session, council.quality)}
    assert marked == {"Supervision": Again(date(2025, 3, 3), FEBRUARY), "Visits": None}
    assert all(line.again for line in lines(session, council.quality) if line.theme == "Supervision")


def test_a_recommendation_of_a_theme_that_was_dealt_with_before_is_marked(
    session: Session, council: Council
) -> None:
    first = asked(session, council.quality)
    review(session, council.quality, only(session, council.quality), ACTIONED)
    second = asked(session, on(council.quality, SUMMER))
    by_key = {line.key: line.again for line in lines(session, on(council.quality, SUMMER))}
    assert by_key == {f"R{first.id}": None, f"R{second.id}": Again(SUMMER, TODAY)}


@pytest.mark.parametrize("theme", [None, "Other"])
def test_what_has_no_theme_of_its_own_is_marked_by_its_own_line_alone(
    session: Session, council: Council, theme: str | None
) -> None:
    asked(session, council.quality, theme=theme or "")
    review(session, council.quality, only(session, council.quality), ACTIONED)
    found(session, on(council.quality, SUMMER), theme=theme, day=SUMMER)
    assert not any(line.again for line in lines(session, on(council.quality, SUMMER)))
