"""What an audit brings beside its grade: findings, recommendations, a new case, what it follows up."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import actions, audits, cases, corrections, follow_ups, new_cases
from bot.audits import LogAudit, Logged
from bot.errors import Conflict, NotAllowed, NotFound, PersonalDetails, Refusal
from bot.findings import Edit, NewFinding, Opened
from bot.new_cases import NewCase
from bot.recommendations import FirstAction, NewRecommendation
from bot.rules.rights import Right
from bot.visit import Visit
from storage import findings
from storage import people as stored_people
from storage.models import Action, Audit, Finding, FollowUp
from storage.words import Cohort, FindingKind, Grade
from tests.council import TOMAS, Council, case_of
from tests.verbs.steps import amendment, journal_of, logged

AUDIT = Right.LOG_AUDIT
EARLIER = date(2025, 3, 3)
FAMILIES = "Children and Families"
STRENGTH = NewFinding(FindingKind.STRENGTH, "The child is seen weekly.", "Visits")
AREA = NewFinding(FindingKind.AREA, "The plan is old.", "Pathway plan")


def test_what_was_found_is_kept_with_its_theme(session: Session, council: Council) -> None:
    audit = logged(session, council.manager, findings=(STRENGTH, AREA))
    found = findings.of_audits(session, {audit.id})
    assert [(one.kind, one.text, one.theme) for one in found] == [
        (FindingKind.STRENGTH, "The child is seen weekly.", "Visits"),
        (FindingKind.AREA, "The plan is old.", "Pathway plan"),
    ]
    assert journal_of(session).count(("finding noted", "findings")) == 2


@pytest.mark.parametrize(
    ("finding", "refusal", "field"),
    [
        (NewFinding(FindingKind.AREA, "Ask jane@example.com", position=1), PersonalDetails, "area_2"),
        (NewFinding(FindingKind.AREA, "Old.", "Gossip", position=1), Refusal, "area_theme_2"),
        (NewFinding(FindingKind.STRENGTH, "x" * 1001), Refusal, "strength"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(
    session: Session, council: Council, finding: NewFinding, refusal: type[Refusal], field: str
) -> None:
    with pytest.raises(refusal) as caught:
        logged(session, council.manager, findings=(finding,))
    assert caught.value.field == field


@pytest.mark.parametrize("field", ["owner", "owner_name"])
def test_a_wrong_owner_of_the_second_recommendation_is_told_there(
    session: Session, council: Council, field: str
) -> None:
    first = FirstAction("Nobody Here", owner_field=field)
    new = NewRecommendation("Hold a meeting.", first, position=1)
    with pytest.raises(Refusal, match="do not know that person") as caught:
        logged(session, council.manager, recommendations=(new,))
    assert caught.value.field == f"{field}_2"


def test_the_same_form_twice_adds_nothing_and_another_one_is_said(session: Session, council: Council) -> None:
    form = LogAudit("K7Q2M", Grade.GOOD, findings=(STRENGTH,))
    audits.log(session, council.manager, form)
    assert audits.log(session, council.manager, form).already
    assert session.scalar(sa.select(sa.func.count(Finding.id))) == 1
    with pytest.raises(Conflict, match="already recorded"):
        logged(session, council.manager, findings=(AREA,))


def test_undoing_an_audit_takes_what_it_found_along(session: Session, council: Council) -> None:
    first = logged(session, council.manager, audited_on=EARLIER)
    audit = logged(session, council.manager, findings=(STRENGTH,), follows_up=first.id)
    corrections.undo(session, council.manager, audit.id)
    assert session.scalars(sa.select(Finding)).all() == []
    assert session.scalars(sa.select(FollowUp)).all() == []
    assert journal_of(session)[-3:] == [
        ("finding undone", "findings"),
        ("follow-up undone", "follow_ups"),
        ("audit undone", "audits"),
    ]


def test_an_audit_that_another_one_follows_up_is_not_undone(session: Session, council: Council) -> None:
    first = logged(session, council.manager, audited_on=EARLIER)
    logged(session, council.manager, follows_up=first.id)
    with pytest.raises(Conflict, match="follows this one up"):
        corrections.undo(session, council.manager, first.id)


# --- a follow-up


def first_audit(session: Session, council: Council, grade: Grade = Grade.INADEQUATE) -> Logged:
    """An audit some days before, with an action of Tomas's."""
    new = (NewRecommendation("Visit weekly.", FirstAction(TOMAS)),)
    line = LogAudit("K7Q2M", grade, audited_on=EARLIER, recommendations=new)
    return audits.log(session, council.manager, line)


def done(session: Session, council: Council, first: Logged) -> Action:
    """Its action, when Tomas says that it is done."""
    (added,) = first.added
    assert added.action is not None
    return actions.complete(session, council.practitioner, added.action.id)


def to_follow_up(session: Session, visit: Visit) -> Audit | None:
    return follow_ups.offered(session, visit, case_of(session, "K7Q2M"))


def test_an_inadequate_audit_is_offered_for_a_follow_up_until_there_is_one(
    session: Session, council: Council
) -> None:
    first = first_audit(session, council)
    done(session, council, first)
    assert to_follow_up(session, council.manager) is first.audit
    logged(session, council.manager, follows_up=first.audit.id)
    assert to_follow_up(session, council.manager) is None


def test_any_other_audit_is_offered_while_something_of_it_is_to_be_done(
    session: Session, council: Council
) -> None:
    first = first_audit(session, council, Grade.GOOD)
    assert to_follow_up(session, council.manager) is first.audit
    done(session, council, first)
    assert to_follow_up(session, council.manager) is None


def test_the_grade_that_is_reported_decides(session: Session, council: Council) -> None:
    first = logged(session, council.manager, grade=Grade.INADEQUATE, audited_on=EARLIER)
    first.moderated_grade = Grade.REQUIRES_IMPROVEMENT
    session.flush()
    assert to_follow_up(session, council.manager) is None


def test_who_does_not_see_the_case_is_told_of_no_audit_of_it(session: Session, council: Council) -> None:
    first_audit(session, council)
    assert to_follow_up(session, council.other_manager) is None


def test_a_follow_up_tells_what_it_may_check(session: Session, council: Council) -> None:
    first = first_audit(session, council)
    action = done(session, council, first)
    result = audits.log(session, council.manager, LogAudit("K7Q2M", Grade.GOOD, follows_up=first.audit.id))
    assert (result.first, result.to_check) == (first.audit, [action])
    assert session.get_one(FollowUp, result.audit.id).first_id == first.audit.id


def test_what_became_of_the_first_is_not_for_an_outside_auditor(session: Session, council: Council) -> None:
    first = first_audit(session, council)
    done(session, council, first)
    result = audits.log(session, council.auditor, LogAudit("K7Q2M", Grade.GOOD, follows_up=first.audit.id))
    assert result.to_check == ()


def test_an_audit_follows_up_none_of_another_case(session: Session, council: Council) -> None:
    other = logged(session, council.manager, "M4T9X", audited_on=EARLIER)
    for first_id in (other.id, 999):
        with pytest.raises(Refusal, match="no earlier audit of this case"):
            logged(session, council.manager, follows_up=first_id)


def test_an_audit_follows_up_one_audit_alone(session: Session, council: Council) -> None:
    first = logged(session, council.manager, audited_on=EARLIER)
    other = logged(session, council.manager, audited_on=date(2025, 2, 3))
    logged(session, council.manager, follows_up=first.id)
    logged(session, council.manager, follows_up=first.id)
    with pytest.raises(Conflict, match="follow-up of another one"):
        logged(session, council.manager, follows_up=other.id)


def test_an_audit_follows_up_none_that_was_done_later(session: Session, council: Council) -> None:
    later = logged(session, council.manager)
    with pytest.raises(Refusal, match="was done on Friday 14 March 2025") as caught:
        logged(session, council.manager, audited_on=EARLIER, follows_up=later.id)
    assert caught.value.field == "date"


# --- a case made in passing


def number_of(session: Session, reference: str) -> str:
    return case_of(session, reference).system_number or ""


def new_case(session: Session, number: str = "LCS-77001", team: str | None = FAMILIES) -> NewCase:
    found = stored_people.team_by_name(session, team) if team else None
    return NewCase(number, Cohort.CARE_LEAVER, found.id if found else None)


def test_a_new_case_is_of_the_team_that_is_chosen(session: Session, council: Council) -> None:
    new = LogAudit("", Grade.GOOD, new_case=new_case(session))
    result = audits.log(session, council.manager, new)
    case = result.audit.case
    assert (case.system_number, case.team_id) == ("LCS-77001", council.manager.actor.team_id)
    assert result.is_new_case
    assert cases.find(session, council.manager, case.reference) == case
    assert journal_of(session)[0] == ("case added", "cases")
    again = LogAudit("", Grade.GOOD, new_case=new_case(session, "lcs-77001"))
    assert audits.log(session, council.manager, again).already


@pytest.mark.parametrize("team", ["Early Help", None])
def test_a_manager_makes_cases_of_their_own_teams_alone(
    session: Session, council: Council, team: str | None
) -> None:
    with pytest.raises(Refusal, match="one that you lead") as caught:
        logged(session, council.manager, "", new_case=new_case(session, team=team))
    assert caught.value.field == "team"


def test_an_outside_organisation_is_no_team_of_a_case(session: Session, council: Council) -> None:
    def names(visit: Visit) -> list[str]:
        return [team.name for team in new_cases.teams(session, visit)]

    assert names(council.quality) == [FAMILIES, "Early Help"]
    assert names(council.manager) == [FAMILIES]


def test_the_quality_team_may_leave_the_team_open(session: Session, council: Council) -> None:
    case = logged(session, council.quality, "", new_case=new_case(session, team=None)).case
    assert case.team is None


def test_the_number_of_another_teams_case_makes_none_and_tells_nothing(
    session: Session, council: Council
) -> None:
    with pytest.raises(NotFound, match="none that you may see") as caught:
        logged(session, council.manager, "", new_case=new_case(session, number_of(session, "P3W6D")))
    assert caught.value.field == "number"
    assert "P3W6D" not in caught.value.message


@pytest.mark.parametrize("typed", ["Jo Child", "", "Łódź", "12 34"])
def test_what_is_no_number_makes_no_case(session: Session, council: Council, typed: str) -> None:
    with pytest.raises(Refusal, match="Never a name") as caught:
        logged(session, council.manager, "", new_case=new_case(session, typed))
    assert caught.value.field == "number"


def test_an_outside_auditor_makes_no_case(session: Session, council: Council) -> None:
    with pytest.raises(NotAllowed):
        logged(session, council.auditor, "", new_case=new_case(session))


# --- cases offered as they are typed


def test_cases_in_sight_are_offered_by_their_beginning_or_number(session: Session, council: Council) -> None:
    def offered(typed: str) -> list[str]:
        return [case.reference for case in cases.choices(session, council.manager, typed, AUDIT)]

    assert [offered(typed) for typed in ("k7", "K7QZM", number_of(session, "K7Q2M"))] == [["K7Q2M"]] * 3
    assert [offered(typed) for typed in ("P3W6D", "p3", "%", "", "Jo Child")] == [[]] * 5


def test_an_outside_auditor_is_offered_what_they_can_name(session: Session, council: Council) -> None:
    assert list(cases.choices(session, council.auditor, "M4T9X", AUDIT)) == []
    assert cases.unseen_choice(session, council.auditor, "M4T9X") is case_of(session, "M4T9X")
    for typed in ("M4", number_of(session, "M4T9X")):
        assert cases.unseen_choice(session, council.auditor, typed) is None
    assert cases.unseen_choice(session, council.manager, "P3W6D") is None


# --- what was found, changed later


def edit(finding: Finding, text: str, version: int | None = None) -> Edit:
    opened = Opened(finding.id, version or finding.version)
    return Edit(NewFinding(finding.kind, text, "Visits", position=1), opened)


def amend(session: Session, council: Council, audit: Audit, *edits: Edit) -> list[tuple[str, str | None]]:
    """What the audit has found after that."""
    corrections.amend(session, council.manager, amendment(audit, findings=edits))
    return [(finding.text, finding.theme) for finding in findings.of_audits(session, {audit.id})]


def test_what_was_found_can_be_changed_removed_and_added_to(session: Session, council: Council) -> None:
    audit = logged(session, council.manager, findings=(STRENGTH, AREA))
    strength, area = findings.of_audits(session, {audit.id})
    changes = (edit(strength, "Seen every week."), edit(area, ""), Edit(replace(AREA, text="Late.")))
    assert amend(session, council, audit, *changes) == [
        ("Seen every week.", "Visits"),
        ("Late.", "Pathway plan"),
    ]
    assert [event for event, subject in journal_of(session) if subject == "findings"][2:] == [
        "finding amended",
        "finding removed",
        "finding noted",
    ]


def test_a_finding_as_it_was_is_no_row_of_the_journal(session: Session, council: Council) -> None:
    audit = logged(session, council.manager, findings=(STRENGTH,))
    before = journal_of(session)
    (strength,) = findings.of_audits(session, {audit.id})
    amend(session, council, audit, edit(strength, STRENGTH.text))
    assert journal_of(session) == before


def test_a_finding_that_moved_on_is_not_written_over(session: Session, council: Council) -> None:
    audit = logged(session, council.manager, findings=(STRENGTH,))
    (strength,) = findings.of_audits(session, {audit.id})
    amend(session, council, audit, edit(strength, "Seen every week."))
    with pytest.raises(Conflict, match="changed while your form was open") as caught:
        amend(session, council, audit, edit(strength, "Not seen.", version=1))
    assert caught.value.field == "strength_2"


def test_a_finding_of_another_audit_is_not_changed(session: Session, council: Council) -> None:
    other = logged(session, council.manager, "M4T9X", findings=(STRENGTH,))
    (strength,) = findings.of_audits(session, {other.id})
    with pytest.raises(Conflict):
        amend(session, council, logged(session, council.manager), edit(strength, "Not seen."))


def test_what_somebody_else_added_keeps_an_audit_from_being_undone(
    session: Session, council: Council
) -> None:
    audit = logged(session, council.manager)
    corrections.amend(session, council.quality, amendment(audit, findings=(Edit(AREA),)))
    with pytest.raises(Conflict, match="Somebody has added"):
        corrections.undo(session, council.manager, audit.id)
