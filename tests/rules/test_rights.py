"""Rights: what each role may do, read as sentences."""

import pytest

from bot.rules.rights import TABLE, Reach, Right, reaches
from storage.words import Role

OF_ADMINISTRATORS_ALONE = {Right.SET_PEOPLE_UP}
OF_ADMINISTRATORS = OF_ADMINISTRATORS_ALONE | {Right.NOTE_LEAVE}
OF_QUALITY = {
    Right.RECOMMEND_TO_SERVICE,
    Right.MODERATE_AUDIT,
    Right.PLAN_ROUNDS,
    Right.REVIEW_PLAN,
    Right.RUN_MEETING,
    Right.CHANGE_PROGRAMME,
    Right.MAKE_DOCUMENTS,
    Right.EXPORT_CASE,
    Right.HOLD_CASE,
    Right.PURGE_CASE,
    Right.IMPORT_FILES,
}
OF_PRACTITIONERS = {
    Right.CHALLENGE_GRADE,
    Right.COMPLETE_ACTION,
    Right.REOPEN_ACTION,
    Right.SEE_CASE,
    Right.SEE_PACK,
    Right.SEE_ACTIONS,
}
OF_AUDITORS = {
    Right.CHALLENGE_GRADE,
    Right.LOG_AUDIT,
    Right.AMEND_AUDIT,
    Right.ADD_RECOMMENDATION,
    Right.SEE_CASE,
    Right.SEE_COVERAGE,
}
TOTALS = {Right.SEE_GRADES, Right.SEE_PLAN, Right.SEE_IMPACT, Right.SEE_PROGRAMME}


def held_by(role: Role) -> dict[Right, Reach]:
    """What the role may do, and how far."""
    return {right: row[role] for right, row in TABLE.items() if row[role] is not Reach.NONE}


def test_the_table_answers_for_every_right_and_role() -> None:
    assert {(right, role) for right, row in TABLE.items() for role in row} == {
        (right, role) for right in Right for role in Role
    }


def test_practitioners_finish_and_see_what_is_their_own() -> None:
    assert held_by(Role.PRACTITIONER) == dict.fromkeys(OF_PRACTITIONERS, Reach.OWN)


def test_managers_do_everything_in_their_team_but_what_is_for_quality_and_see_everybodys_totals() -> None:
    not_in_team = OF_ADMINISTRATORS_ALONE | OF_QUALITY | TOTALS | {Right.SEE_PACK}
    in_team = dict.fromkeys(set(Right) - not_in_team, Reach.TEAM)
    beside = dict.fromkeys(TOTALS, Reach.ALL) | {Right.SEE_PACK: Reach.OWN}
    assert held_by(Role.MANAGER) == in_team | beside


@pytest.mark.parametrize(
    ("role", "of_the_other"), [(Role.QUALITY, Right.PURGE_CASE), (Role.LEADER, Right.IMPORT_FILES)]
)
def test_quality_and_leaders_do_everything_everywhere_but_set_people_up(
    role: Role, of_the_other: Right
) -> None:
    theirs = set(Right) - OF_ADMINISTRATORS_ALONE - {of_the_other}
    assert held_by(role) == dict.fromkeys(theirs, Reach.ALL)


def test_auditors_audit_and_recommend_in_their_rounds_and_see_nothing_else() -> None:
    assert held_by(Role.AUDITOR) == dict.fromkeys(OF_AUDITORS, Reach.ROUNDS)


def test_administrators_set_people_up_and_see_no_case() -> None:
    assert held_by(Role.ADMINISTRATOR) == dict.fromkeys(OF_ADMINISTRATORS, Reach.ALL)


def test_a_second_role_adds_to_the_first() -> None:
    both = {Role.PRACTITIONER, Role.MANAGER}
    assert reaches(both, Right.COMPLETE_ACTION) == {Reach.OWN, Reach.TEAM}
    assert reaches(both, Right.LOG_AUDIT) == {Reach.TEAM}


def test_without_the_right_there_is_no_reach() -> None:
    assert reaches({Role.ADMINISTRATOR}, Right.SEE_CASE) == frozenset()
    assert reaches([], Right.SEE_GRADES) == frozenset()
