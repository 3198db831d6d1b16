"""What an audit brings beside its grade: findings, recommendations, a new case, what it follows up."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import actions, audits, cases
from bot.audits import LogAudit
from bot.errors import Conflict, NotAllowed, NotFound, PersonalDetails, Refusal
from bot.findings import NewFinding
from bot.new_cases import NewCase
from bot.recommendations import FirstAction, NewRecommendation
from storage import findings
from storage.models import Finding, FollowUp
from storage.words import Cohort, FindingKind, Grade
from tests.council import TOMAS, Council, case_of
from tests.verbs.steps import journal_of, logged

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
        (NewFinding(FindingKind.AREA, "Ask jane@example.com"), PersonalDetails, "area_2"),
        (NewFinding(FindingKind.AREA, "Old.", "Gossip"), Refusal, "area_theme_2"),
        (NewFinding(FindingKind.STRENGTH, "x" * 1001), Refusal, "strength"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(
    session: Session, council: Council, finding: NewFinding, refusal: type[Refusal], field: str
) -> None:
    with pytest.raises(refusal) as caught:
        logged(session, council.manager, findings=(AREA, finding))
    assert caught.value.field == field


def test_a_wrong_owner_of_the_second_recommendation_is_told_there(session: Session, council: Council) -> None:
    new = (
        NewRecommendation("Visit weekly.", FirstAction(TOMAS)),
        NewRecommendation("Hold a meeting.", FirstAction("U0NOBODY99")),
    )
    with pytest.raises(Refusal, match="do not know that person") as caught:
        logged(session, council.manager, recommendations=new)
    assert caught.value.field == "owner_2"


def test_the_same_form_twice_adds_nothing_and_another_one_is_said(session: Session, council: Council) -> None:
    form = LogAudit("K7Q2M", Grade.GOOD, findings=(STRENGTH,))
    audits.log(session, council.manager, form)
    assert audits.log(session, council.manager, form).already
    assert session.scalar(sa.select(sa.func.count(Finding.id))) == 1
    with pytest.raises(Conflict, match="already recorded"):
        logged(session, council.manager, findings=(AREA,))


def test_undoing_an_audit_takes_what_it_found_along(session: Session, council: Council) -> None:
    logged(session, council.manager, audited_on=date(2025, 3, 3))
    audit = logged(session, council.manager, findings=(STRENGTH,), is_follow_up=True)
    audits.undo(session, council.manager, audit.id)
    assert session.scalars(sa.select(Finding)).all() == []
    assert session.scalars(sa.select(FollowUp)).all() == []


# --- a follow-up


def test_a_follow_up_tells_what_it_may_check(session: Session, council: Council) -> None:
    first = audits.log(
        session,
        council.manager,
        LogAudit(
            "K7Q2M",
            Grade.INADEQUATE,
            audited_on=date(2025, 3, 3),
            recommendations=(NewRecommendation("Visit weekly.", FirstAction(TOMAS)),),
        ),
    )
    action = first.added[0].action
    assert action is not None
    actions.complete(session, council.practitioner, action.id)
    result = audits.log(session, council.manager, LogAudit("K7Q2M", Grade.GOOD, is_follow_up=True))
    assert (result.first, result.to_check) == (first.audit, [action])
    assert session.get_one(FollowUp, result.audit.id).first_id == first.audit.id


def test_where_there_was_no_audit_there_is_none_to_follow_up(session: Session, council: Council) -> None:
    with pytest.raises(Refusal, match="no earlier audit") as caught:
        logged(session, council.manager, is_follow_up=True)
    assert caught.value.field == "more"


# --- a case made in passing


def number_of(session: Session, reference: str) -> str:
    return case_of(session, reference).system_number or ""


def test_a_new_case_belongs_to_the_team_of_whoever_makes_it(session: Session, council: Council) -> None:
    new = LogAudit("", Grade.GOOD, new_case=NewCase("LCS-77001", Cohort.CARE_LEAVER))
    result = audits.log(session, council.manager, new)
    case = result.audit.case
    assert (case.system_number, case.team_id) == ("LCS-77001", council.manager.actor.team_id)
    assert result.is_new_case
    assert cases.find(session, council.manager, case.reference) == case
    assert journal_of(session)[0] == ("case added", "cases")
    again = LogAudit("", Grade.GOOD, new_case=NewCase("lcs-77001", None))
    assert audits.log(session, council.manager, again).already


def test_the_number_of_another_teams_case_makes_none_and_tells_nothing(
    session: Session, council: Council
) -> None:
    new = NewCase(number_of(session, "P3W6D"), Cohort.CARE_LEAVER)
    with pytest.raises(NotFound, match="that you may see"):
        logged(session, council.manager, "", new_case=new)


@pytest.mark.parametrize("typed", ["Jo Child", "", "Łódź", "12 34"])
def test_what_is_no_number_makes_no_case(session: Session, council: Council, typed: str) -> None:
    with pytest.raises(Refusal, match="Never a name") as caught:
        logged(session, council.manager, "", new_case=NewCase(typed, Cohort.CARE_LEAVER))
    assert caught.value.field == "number"


def test_an_outside_auditor_makes_no_case(session: Session, council: Council) -> None:
    with pytest.raises(NotAllowed):
        logged(session, council.auditor, "", new_case=NewCase("LCS-77001", Cohort.CARE_LEAVER))


# --- cases offered as they are typed


def test_cases_in_sight_are_offered_by_their_beginning_or_number(session: Session, council: Council) -> None:
    def offered(typed: str) -> list[str]:
        return [case.reference for case in cases.choices(session, council.manager, typed)]

    assert [offered(typed) for typed in ("k7", "K7QZM", number_of(session, "K7Q2M"))] == [["K7Q2M"]] * 3
    assert [offered(typed) for typed in ("P3W6D", "p3", "%", "", "Jo Child")] == [[]] * 5


def test_an_outside_auditor_is_offered_what_they_can_name(session: Session, council: Council) -> None:
    assert [case.reference for case in cases.choices(session, council.auditor, "M4T9X")] == ["M4T9X"]
    assert list(cases.choices(session, council.auditor, "M4")) == []
