"""The improvement plan: its lines, what comes again, the quarterly review, and what the board is shown."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot import actions, checks, corrections, findings, plan
from bot.errors import Conflict, NotAllowed, NotFound, PersonalDetails
from bot.findings import Edit, NewFinding, Opened
from bot.plan import Line, NewReview, Wanted
from bot.reports import impact
from bot.rules import periods
from bot.rules.progress import Again, Said
from bot.visit import Visit
from storage.models import Action, Activity, Audit, Finding, Recommendation, Review
from storage.words import Cohort, FindingKind, Impact, Origin, Position, Status
from tests.council import HELEN, PRIYA, TOMAS, Council, on, person_id
from tests.verbs.steps import journal_of, logged

FEBRUARY, TODAY, SUMMER = date(2025, 2, 3), date(2025, 3, 14), date(2025, 7, 14)
ACTIONED, EMBEDDED, STARTED = Position.ACTIONED, Position.EMBEDDED, Position.IN_PROGRESS


def found(
    session: Session,
    visit: Visit,
    case: str = "K7Q2M",
    *,
    theme: str | None = "Supervision",
    day: date = FEBRUARY,
    text: str = "Notes are late.",
) -> Audit:
    """An audit of that day that found an area for development."""
    audit = logged(session, visit, case, audited_on=day)
    findings.attach(session, visit, audit, [NewFinding(FindingKind.AREA, text, theme)])
    return audit


def asked(session: Session, visit: Visit, theme: str = "Supervision", **values: Any) -> Recommendation:
    """A recommendation to the service."""
    made = Recommendation(
        text="Rewrite the policy.", theme=theme, origin=Origin.AUDIT, made_at=visit.at, **values
    )
    session.add(made)
    session.flush()
    return made


def agreed(session: Session, visit: Visit, for_: Recommendation, **values: Any) -> Action:
    """An action of Helen's for it."""
    fields = {"status": Status.OPEN, "first_due_on": TODAY, "due_on": TODAY, "text": "Write it.", **values}
    fields.setdefault("owner_id", person_id(session, HELEN))
    action = Action(recommendation_id=for_.id, agreed_at=visit.at, **fields)
    session.add(action)
    session.flush()
    return action


def lines(session: Session, visit: Visit) -> list[Line]:
    return list(plan.read(session, visit).lines)


def only(session: Session, visit: Visit) -> Line:
    (line,) = lines(session, visit)
    return line


def review(session: Session, visit: Visit, line: Line, position: Position, **values: Any) -> Line:
    there = line.review_of(periods.quarter_of(visit.today))
    new = NewReview(line.key, there.version if there else 0, position, **values)
    return plan.review(session, visit, new).line(line.key)


def board(session: Session, visit: Visit) -> plan.Pack:
    return plan.board(plan.read(session, visit), periods.quarter_of(visit.today))


# Lines


def test_every_recommendation_to_the_service_is_a_line(session: Session, council: Council) -> None:
    first, second = (asked(session, council.quality, number=number) for number in ("1", "2"))
    assert [line.key for line in lines(session, council.quality)] == [f"R{first.id}", f"R{second.id}"]


def test_areas_of_one_theme_and_cohort_are_one_line(session: Session, council: Council) -> None:
    first = found(session, council.quality)
    second = found(session, council.quality, day=TODAY, text="Nothing is followed up.")
    found(session, council.quality, "M4T9X")
    leavers, in_need = sorted(lines(session, council.quality), key=lambda line: -len(line.areas))
    assert (leavers.theme, leavers.cohort) == ("Supervision", Cohort.CARE_LEAVER)
    assert leavers.audit_ids == {first.id, second.id}
    assert (leavers.found_on, leavers.last_found_on) == (FEBRUARY, TODAY)
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
    page = plan.line_page(session, council.quality, line.key)
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


def test_filters_choose_lines_and_pages_hold_ten(session: Session, council: Council) -> None:
    for number in range(12):
        asked(session, council.quality, theme=f"Theme {number:02}")
    found(session, council.quality)
    whole = plan.read(session, council.quality)
    first = plan.page(council.quality, whole, Wanted())
    assert (len(first.lines), first.first, first.total) == (10, 1, 13)
    second = plan.page(council.quality, whole, Wanted(), 1)
    assert (len(second.lines), second.first) == (3, 11)
    areas = plan.page(council.quality, whole, Wanted(areas_only=True))
    assert [line.theme for line in areas.lines] == ["Supervision"]
    assert plan.page(council.quality, whole, Wanted(theme="theme 03")).total == 1
    assert plan.page(council.quality, whole, Wanted(cohort=Cohort.CHILD_IN_NEED)).total == 0


def test_what_is_dealt_with_is_not_open_and_comes_after_what_is(session: Session, council: Council) -> None:
    asked(session, council.quality, theme="Assessment")
    asked(session, council.quality, theme="Visits")
    review(session, council.quality, lines(session, council.quality)[0], ACTIONED)
    whole = plan.read(session, council.quality)
    assert [line.theme for line in plan.page(council.quality, whole, Wanted()).lines] == [
        "Visits",
        "Assessment",
    ]
    assert [line.theme for line in plan.page(council.quality, whole, Wanted(is_open=True)).lines] == [
        "Visits"
    ]


def test_common_themes_are_counted_by_audits_and_the_most_found_comes_first(
    session: Session, council: Council
) -> None:
    found(session, council.quality, theme="Visits")
    audit = found(session, council.quality, "M4T9X")
    findings.attach(session, council.quality, audit, [NewFinding(FindingKind.AREA, "Twice.", "Supervision")])
    found(session, council.quality, "P3W6D")
    asked(session, council.quality)
    whole = plan.read(session, council.quality)
    counts = [(one.theme, one.audits, one.recommendations) for one in plan.common_themes(whole)]
    assert counts == [("Supervision", 2, 1), ("Visits", 1, 0)]
    of_leavers = plan.common_themes(whole, Cohort.CARE_LEAVER)
    assert [(one.theme, one.audits) for one in of_leavers] == [("Visits", 1)]


# From a line back, and forward


def test_from_any_line_one_gets_back_to_its_audits_and_forward_to_what_became_of_it(
    session: Session, council: Council
) -> None:
    audit = found(session, council.quality)
    round_id = logged(session, council.quality, auditor="Alana Brook").round_id
    for_case = asked(session, council.quality, case_id=audit.case_id)
    of_case = agreed(session, council.quality, for_case, case_id=audit.case_id)
    service = agreed(session, council.quality, asked(session, council.quality, round_id=round_id))
    for line in lines(session, council.quality):
        action = service if line.asked else of_case
        actions.complete(session, council.leader, action.id)
        checks.check(session, council.quality, action.id, is_done=True)
        checks.say_impact(session, council.leader, action.id, Impact.PARTLY)
        review(session, council.quality, line, EMBEDDED, note="The policy is used.", impact=Impact.YES)
        page = plan.line_page(session, council.quality, line.key)
        back = [source.audit.case.reference for source in page.sources if source.audit]
        back += [one.case.reference for one in page.round_audits]
        assert back == ["K7Q2M"]
        assert [one.id for one in page.actions] == [action.id]
        assert page.impacts == {action.id: Impact.PARTLY}
        assert [(one.position, one.impact) for one in page.line.reviews] == [(EMBEDDED, Impact.YES)]
    assert (page.cases, page.audited_again, page.found_again_in) == (1, 1, 0)


def test_a_line_is_found_by_any_of_its_findings(session: Session, council: Council) -> None:
    found(session, council.quality)
    found(session, council.quality, day=TODAY)
    line = only(session, council.quality)
    assert plan.read(session, council.quality).line(f"F{line.areas[1].finding_id}") == line
    with pytest.raises(NotFound, match="no longer on the plan"):
        plan.line_page(session, council.quality, "F999")


def test_a_manager_sees_the_audits_and_actions_of_their_teams_and_how_many_others_there_are(
    session: Session, council: Council
) -> None:
    audit = found(session, council.quality)
    made = asked(session, council.quality, case_id=audit.case_id)
    agreed(session, council.quality, made, case_id=audit.case_id, owner_id=person_id(session, TOMAS))
    key = only(session, council.quality).key
    own = plan.line_page(session, council.manager, key)
    assert (len(own.sources), own.unseen, len(own.actions), own.unseen_actions) == (1, 0, 1, 0)
    other = plan.line_page(session, council.other_manager, key)
    assert (len(other.sources), other.unseen, len(other.actions), other.unseen_actions) == (0, 1, 0, 1)


def test_a_manager_sees_what_the_service_agreed_and_opens_what_is_of_their_team(
    session: Session, council: Council
) -> None:
    made = asked(session, council.quality)
    agreed(session, council.quality, made)
    own = agreed(session, council.quality, made, text="Use it.", owner_id=person_id(session, TOMAS))
    page = plan.line_page(session, council.manager, f"R{made.id}")
    assert (len(page.actions), page.own_actions) == (2, frozenset({own.id}))


# Found again


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


# The quarterly review


def test_a_review_is_kept_with_the_line_and_in_the_journal(session: Session, council: Council) -> None:
    asked(session, council.quality)
    line = review(
        session,
        council.quality,
        only(session, council.quality),
        STARTED,
        note="The draft is there.",
        evidence="Draft 2",
        impact=Impact.NOT_YET,
    )
    assert line.stands == Said(STARTED, TODAY)
    assert (line.evidence, line.impact) == ("Draft 2", Impact.NOT_YET)
    (made,) = line.reviews
    assert (made.quarter, made.note) == (date(2025, 1, 1), "The draft is there.")
    assert journal_of(session)[-1] == ("line reviewed", "reviews")


def test_again_in_the_same_quarter_it_changes_what_was_said(session: Session, council: Council) -> None:
    found(session, council.quality)
    line = review(session, council.quality, only(session, council.quality), STARTED, note="Begun.")
    line = review(session, council.leader, line, ACTIONED)
    assert [(one.position, one.note) for one in line.reviews] == [(ACTIONED, None)]
    line = review(session, on(council.quality, SUMMER), line, EMBEDDED)
    assert [one.position for one in line.reviews] == [ACTIONED, EMBEDDED]


def test_it_goes_through_the_lines_one_at_a_time_and_says_how_many_are_left(
    session: Session, council: Council
) -> None:
    for theme in ("Assessment", "Supervision", "Visits"):
        asked(session, council.quality, theme=theme)
    whole = plan.to_review(session, council.quality)
    first = whole.next_after("")
    assert first is not None
    assert (first.theme, len(whole.left)) == ("Assessment", 3)
    skipped = whole.next_after(first.key)
    assert skipped is not None
    review(session, council.quality, skipped, STARTED)
    whole = plan.to_review(session, council.quality)
    assert len(whole.left) == 2
    third = whole.next_after(skipped.key)
    assert third is not None
    assert third.theme == "Visits"
    assert whole.next_after(third.key) is None
    assert whole.next_after("") == whole.line(first.key)


def test_what_is_embedded_is_left_in_peace_in_the_next_quarter(session: Session, council: Council) -> None:
    found(session, council.quality)
    review(session, council.quality, only(session, council.quality), EMBEDDED)
    later = on(council.quality, SUMMER)
    assert plan.read(session, later).left == []
    found(session, later, day=SUMMER)
    assert len(plan.read(session, later).left) == 1


def test_a_review_of_a_line_that_somebody_reviewed_meanwhile_is_refused(
    session: Session, council: Council
) -> None:
    asked(session, council.quality)
    line = only(session, council.quality)
    review(session, council.leader, line, ACTIONED)
    with pytest.raises(Conflict, match="this has been actioned"):
        plan.review(session, council.quality, NewReview(line.key, 0, STARTED))


@pytest.mark.parametrize("name", ["note", "evidence"])
def test_what_seems_to_tell_who_a_child_is_is_not_stored(
    session: Session, council: Council, name: str
) -> None:
    asked(session, council.quality)
    line = only(session, council.quality)
    with pytest.raises(PersonalDetails) as caught:
        review(session, council.quality, line, STARTED, **{name: "Phone 07700 900123."})
    assert caught.value.field == name
    assert only(session, council.quality).reviews == ()


def test_a_manager_does_not_review(session: Session, council: Council) -> None:
    asked(session, council.quality)
    with pytest.raises(NotAllowed, match="is for the quality team and leaders"):
        review(session, council.manager, only(session, council.manager), ACTIONED)


def test_what_was_said_of_a_line_stays_with_it_when_its_first_finding_goes(
    session: Session, council: Council
) -> None:
    first = found(session, council.quality)
    found(session, council.quality, day=TODAY)
    review(session, council.quality, only(session, council.quality), ACTIONED)
    corrections.undo(session, council.quality, first.id)
    line = only(session, council.quality)
    assert (len(line.areas), line.stands.position) == (1, ACTIONED)


def test_what_was_said_of_a_line_does_not_follow_a_finding_into_another_theme(
    session: Session, council: Council
) -> None:
    audit = found(session, council.quality)
    found(session, council.quality, day=TODAY)
    review(session, council.quality, only(session, council.quality), ACTIONED)
    (finding,) = findings.of(session, audit)
    new = NewFinding(FindingKind.AREA, finding.text, "Visits")
    findings.amend(session, council.quality, audit, [Edit(new, Opened(finding.id, finding.version))])
    stands = {line.theme: line.stands.position for line in lines(session, council.quality)}
    assert stands == {"Supervision": ACTIONED, "Visits": Position.NOT_STARTED}


def test_a_review_goes_with_the_last_finding_of_its_line_and_the_journal_says_so(
    session: Session, council: Council
) -> None:
    audit = found(session, council.quality)
    review(session, council.quality, only(session, council.quality), ACTIONED)
    corrections.undo(session, council.quality, audit.id)
    assert lines(session, council.quality) == []
    assert session.query(Review).count() == 0
    assert ("review removed", "reviews") in journal_of(session)


# The board


def test_the_board_is_shown_what_changed_in_the_quarter(session: Session, council: Council) -> None:
    for theme in ("Assessment", "Permanence", "Supervision", "Visits"):
        asked(session, council.quality, theme=theme)
    by_theme = {line.theme: line for line in lines(session, council.quality)}
    review(session, council.quality, by_theme["Permanence"], ACTIONED)
    review(session, council.quality, by_theme["Visits"], EMBEDDED)
    summer = on(council.quality, SUMMER)
    by_theme = {line.theme: line for line in lines(session, summer)}
    review(session, summer, by_theme["Supervision"], ACTIONED)
    review(session, summer, by_theme["Permanence"], EMBEDDED)
    found(session, summer, theme="Visits", day=SUMMER)
    pack = board(session, summer)
    assert [line.theme for line in pack.actioned] == ["Supervision"]
    assert [line.theme for line in pack.embedded] == ["Permanence"]
    assert [line.key[0] for line in pack.new] == ["F"]
    assert {line.theme for line in pack.again} == {"Visits"}
    assert pack.reviewed == 2


def test_the_board_is_shown_what_nobody_began_and_what_is_late(session: Session, council: Council) -> None:
    waiting = asked(session, council.quality)
    late = asked(session, council.quality, theme="Visits")
    agreed(session, council.quality, late)
    pack = board(session, on(council.quality, date(2025, 9, 15)))
    assert [line.key for line in pack.waiting] == [f"R{waiting.id}", f"R{late.id}"]
    assert ([line.key for line in pack.late], pack.late_actions) == ([f"R{late.id}"], 1)
    assert board(session, council.quality).waiting == []


# Does it work


def test_the_days_from_step_to_step_are_working_days(session: Session, council: Council) -> None:
    audit = found(session, council.quality, day=date(2025, 3, 7))
    made = asked(session, council.quality, case_id=audit.case_id, audit_id=audit.id)
    values = {"case_id": audit.case_id, "agreed_by_id": person_id(session, PRIYA)}
    action = agreed(session, council.quality, made, **values)
    agreed(session, council.quality, asked(session, council.quality), status=Status.DONE, done_on=TODAY)
    actions.complete(session, on(council.leader, date(2025, 3, 18)), action.id)
    checks.check(session, on(council.quality, date(2025, 3, 19)), action.id, is_done=True)
    spans = impact.report(session, council.quality).spans
    assert [(span.name, span.count, span.days) for span in spans] == [
        ("Audit to agreed", 1, 5),
        ("Agreed to done", 1, 2),
        ("Done to checked", 1, 1),
    ]


def test_differences_are_counted_by_the_newest_check(session: Session, council: Council) -> None:
    for said in (Impact.YES, Impact.YES, Impact.NOT_YET, None):
        action = agreed(session, council.quality, asked(session, council.quality))
        actions.complete(session, council.leader, action.id)
        checks.check(session, council.quality, action.id, is_done=True)
        if said:
            checks.say_impact(session, council.leader, action.id, said)
    differences = impact.report(session, council.manager).differences
    assert (differences.counts, differences.not_said) == ((2, 0, 1, 0), 1)


def test_grades_of_cases_audited_again_are_set_beside_each_other(session: Session, council: Council) -> None:
    audit = found(session, council.quality)
    action = agreed(session, council.quality, asked(session, council.quality), case_id=audit.case_id)
    actions.complete(session, council.leader, action.id)
    checks.check(session, council.quality, action.id, is_done=True)
    later = on(council.quality, SUMMER)
    logged(session, later, audited_on=SUMMER)
    assert impact.report(session, later).movement.ungraded == 1
