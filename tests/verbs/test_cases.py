"""Cases: found by what people type, hidden from whom they do not concern, and shown as they stand."""

import contextlib
from datetime import date

import pytest
from sqlalchemy.orm import Session

from bot import actions, cases, endings, moderation
from bot.endings import Approval
from bot.errors import NotAllowed, NotFound
from bot.findings import NewFinding
from bot.rules.lifecycle import Move
from bot.rules.rights import Right
from storage.models import Case
from storage.words import Cohort, FindingKind, Grade, Status
from tests.council import GRACE, TOMAS, Council, case_of, put_action
from tests.verbs.steps import agreed, logged, moderated, recommended


@pytest.mark.parametrize("typed", ["K7Q2M", " k7q2m ", "`K7QZM`", "1001"])
def test_a_case_is_found_as_people_type_it(session: Session, council: Council, typed: str) -> None:
    assert cases.find(session, council.manager, typed).reference == "K7Q2M"


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("manager", {"K7Q2M", "M4T9X"}),
        ("other_manager", {"P3W6D"}),
        ("practitioner", {"K7Q2M"}),
        ("quality", {"K7Q2M", "M4T9X", "P3W6D"}),
        ("leader", {"K7Q2M", "M4T9X", "P3W6D"}),
        ("auditor", set()),
    ],
)
def test_each_finds_the_cases_that_concern_them(
    session: Session, council: Council, who: str, seen: set[str]
) -> None:
    found = set()
    for reference in ("K7Q2M", "M4T9X", "P3W6D"):
        with contextlib.suppress(NotFound):
            found.add(cases.find(session, getattr(council, who), reference).reference)
    assert found == seen


def test_who_owns_an_action_of_a_case_sees_the_case(session: Session, council: Council) -> None:
    put_action(session, "P3W6D", TOMAS, date(2025, 3, 1), status=Status.CHECKED)
    assert cases.find(session, council.practitioner, "P3W6D").reference == "P3W6D"


def test_an_outside_auditor_sees_a_case_once_it_is_audited_in_their_round(
    session: Session, council: Council
) -> None:
    logged(session, council.quality, "M4T9X")
    with pytest.raises(NotFound):
        cases.find(session, council.auditor, "M4T9X")
    logged(session, council.quality, "M4T9X", auditor="Alana Brook")
    assert cases.find(session, council.auditor, "M4T9X").reference == "M4T9X"


def test_an_administrator_sees_no_case(session: Session, council: Council) -> None:
    with pytest.raises(NotAllowed, match="Case content is for the people who work with it"):
        cases.find(session, council.administrator, "K7Q2M")


@pytest.mark.parametrize("typed", ["K7Q2N", "7KQ2M", "k7q3m"])
def test_a_reference_one_slip_away_is_suggested(session: Session, council: Council, typed: str) -> None:
    with pytest.raises(NotFound, match=r"Did you mean K7Q2M\?"):
        cases.find(session, council.manager, typed)


def test_a_suggestion_is_of_a_case_that_one_may_see(session: Session, council: Council) -> None:
    with pytest.raises(NotFound) as caught:
        cases.find(session, council.other_manager, "K7Q2N")
    assert "Did you mean" not in caught.value.message


def test_at_most_three_are_suggested(session: Session, council: Council) -> None:
    team_id = case_of(session, "K7Q2M").team_id
    session.add_all(
        Case(reference=f"K7Q2{last}", cohort=Cohort.EARLY_HELP, team_id=team_id) for last in "CDFGH"
    )
    with pytest.raises(NotFound, match=r"Did you mean K7Q2C or K7Q2D or K7Q2F\?"):
        cases.find(session, council.manager, "K7Q2X")


@pytest.mark.parametrize("typed", ["Alice Example", "", "1002 Acacia Avenue", "K7Q2M; DROP TABLE cases", "%"])
def test_what_was_typed_is_not_repeated(session: Session, council: Council, typed: str) -> None:
    with pytest.raises(NotFound) as caught:
        cases.find(session, council.quality, typed)
    assert not typed or typed not in caught.value.message
    assert "such as K7Q2M" in caught.value.message


@pytest.mark.parametrize("typed", ["P3W6D", "1003"])
def test_a_hidden_case_is_answered_like_one_that_is_not_there(
    session: Session, council: Council, typed: str
) -> None:
    messages = []
    for asked in (typed, "D6W3P", "9999"):
        with pytest.raises(NotFound) as caught:
            cases.find(session, council.manager, asked)
        messages.append(caught.value.message)
    assert len(set(messages)) == 1


def test_the_page_shows_all_there_is(session: Session, council: Council) -> None:
    older = logged(session, council.manager, grade=Grade.GOOD, audited_on=date(2025, 2, 3))
    action = agreed(session, council.manager, grade=Grade.REQUIRES_IMPROVEMENT)
    waiting = recommended(session, council.manager, older, "Record supervision.")
    done = put_action(session, "K7Q2M", TOMAS, date(2025, 1, 6), status=Status.DONE)
    agreed(session, council.manager, "M4T9X")
    session.expire_all()
    page = cases.page(session, council.practitioner, "K7Q2M")
    assert [audit.grade for audit in page.audits] == [Grade.REQUIRES_IMPROVEMENT, Grade.GOOD]
    assert [entry.text for entry in page.recommendations] == ["Visit weekly.", "Record supervision."]
    assert list(page.actions) == [done, action]
    assert page.unfinished == [action]
    assert page.without_action == [waiting]


def test_a_case_stands_where_its_newest_audit_left_it(session: Session, council: Council) -> None:
    assert cases.page(session, council.manager, "K7Q2M").grade is None
    newest = logged(session, council.manager, grade=Grade.GOOD)
    logged(session, council.manager, grade=Grade.INADEQUATE, audited_on=date(2025, 3, 3))
    assert cases.page(session, council.manager, "K7Q2M").grade is Grade.GOOD
    newest.moderated_grade = Grade.REQUIRES_IMPROVEMENT
    assert cases.page(session, council.manager, "K7Q2M").grade is Grade.REQUIRES_IMPROVEMENT


def test_a_page_is_complete_when_the_database_is_closed(session: Session, council: Council) -> None:
    """What a page shows was loaded with it: nothing is fetched when the answer is drawn."""
    logged(session, council.manager, auditor="Alana Brook")
    put_action(session, "K7Q2M", GRACE, date(2025, 3, 3))
    session.expunge_all()
    page = cases.page(session, council.manager, "K7Q2M")
    session.expunge_all()
    assert page.case.team is not None
    assert page.case.worker is not None
    assert page.audits[0].round is not None
    assert page.actions[0].owner.name == "Grace Obi"


# --- what stands between it and Outstanding


def test_the_page_has_what_was_found_last(session: Session, council: Council) -> None:
    old = NewFinding(FindingKind.AREA, "Visits are late.", "Visits")
    new = NewFinding(FindingKind.AREA, "The plan is old.", "Pathway plan")
    logged(session, council.manager, audited_on=date(2025, 1, 6), findings=(old,))
    logged(session, council.manager, audited_on=date(2025, 2, 3), findings=(new,))
    logged(session, council.manager, audited_on=date(2025, 3, 3))
    page = cases.page(session, council.manager, "K7Q2M")
    assert [finding.text for finding in page.areas] == ["The plan is old."]


def test_an_inadequate_audit_is_to_be_followed_up_and_the_one_that_does_says_so(
    session: Session, council: Council
) -> None:
    first = logged(session, council.manager, grade=Grade.INADEQUATE, audited_on=date(2025, 1, 6))
    assert cases.page(session, council.manager, "K7Q2M").follow_up_by == date(2025, 4, 7)
    second = logged(session, council.manager, audited_on=date(2025, 3, 3), follows_up=first.id)
    page = cases.page(session, council.manager, "K7Q2M")
    assert (page.follow_up_by, page.follow_ups) == (None, {second.id: date(2025, 1, 6)})


def test_an_audit_in_one_line_follows_up_the_inadequate_one_before(
    session: Session, council: Council
) -> None:
    first = logged(session, council.manager, grade=Grade.INADEQUATE, audited_on=date(2025, 1, 6))
    again = logged(session, council.manager, audited_on=date(2025, 3, 3), in_one_line=True)
    assert cases.page(session, council.manager, "K7Q2M").follow_ups == {again.id: first.audited_on}


def test_an_audit_beside_the_follow_up_leaves_it_due(session: Session, council: Council) -> None:
    logged(session, council.manager, grade=Grade.INADEQUATE, audited_on=date(2025, 1, 6))
    logged(session, council.manager, audited_on=date(2025, 3, 3))
    assert cases.page(session, council.manager, "K7Q2M").follow_up_by == date(2025, 4, 7)


def test_what_was_inadequate_years_ago_waits_for_no_follow_up(session: Session, council: Council) -> None:
    logged(session, council.manager, grade=Grade.INADEQUATE, audited_on=date(2023, 1, 6))
    assert cases.page(session, council.manager, "K7Q2M").follow_up_by is None


def test_an_audit_that_nothing_was_agreed_after_has_no_answer(session: Session, council: Council) -> None:
    put_action(session, "K7Q2M", TOMAS, date(2025, 3, 3))
    logged(session, council.manager, grade=Grade.INADEQUATE)
    assert cases.page(session, council.manager, "K7Q2M").is_without_answer


def test_a_challenged_grade_is_marked_until_it_is_answered(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    moderation.challenge(session, council.practitioner, audit.id, "The plan was updated.")
    assert cases.page(session, council.manager, "K7Q2M").challenged == {audit.id}
    moderated(session, council.quality, audit, Grade.OUTSTANDING)
    assert cases.page(session, council.manager, "K7Q2M").challenged == frozenset()


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("practitioner", {Right.CHALLENGE_GRADE}),
        ("manager", set(cases.OF_A_CASE) - {Right.MODERATE_AUDIT}),
        ("quality", set(cases.OF_A_CASE)),
        (
            "auditor",
            {Right.LOG_AUDIT, Right.AMEND_AUDIT, Right.ADD_RECOMMENDATION, Right.CHALLENGE_GRADE},
        ),
    ],
)
def test_each_is_offered_what_they_may_do(
    session: Session, council: Council, who: str, offered: set[Right]
) -> None:
    logged(session, council.quality, auditor="Alana Brook")
    assert cases.page(session, getattr(council, who), "K7Q2M").may == offered


def test_nobody_is_offered_to_moderate_their_own_audit(session: Session, council: Council) -> None:
    logged(session, council.quality)
    may = cases.page(session, council.quality, "K7Q2M").may
    assert (Right.MODERATE_AUDIT in may, Right.CHALLENGE_GRADE in may) == (False, True)


def test_nobody_is_offered_to_challenge_a_grade_twice(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    moderation.challenge(session, council.practitioner, audit.id, "The plan was updated.")
    assert Right.CHALLENGE_GRADE not in cases.page(session, council.practitioner, "K7Q2M").may
    assert Right.CHALLENGE_GRADE in cases.page(session, council.manager, "K7Q2M").may


def test_how_an_action_ended_is_shown_until_it_is_open_again(session: Session, council: Council) -> None:
    action = put_action(session, "K7Q2M", TOMAS, date(2025, 3, 3))
    approval = Approval(Move.AGREE_NOT_TO_DO, "The family has moved.", date(2025, 9, 1))
    ending = endings.end(session, council.manager, action.id, approval)
    assert cases.page(session, council.practitioner, "K7Q2M").endings == {action.id: ending}
    actions.reopen(session, council.manager, action.id)
    assert cases.page(session, council.practitioner, "K7Q2M").endings == {}


def test_who_may_not_see_actions_does_not_see_how_they_ended(session: Session, council: Council) -> None:
    logged(session, council.quality, auditor="Alana Brook")
    action = put_action(session, "K7Q2M", TOMAS, date(2025, 3, 3))
    endings.end(session, council.manager, action.id, Approval(Move.NO_LONGER_APPLIES, "They have moved."))
    assert cases.page(session, council.auditor, "K7Q2M").endings == {}
