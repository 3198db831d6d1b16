"""Outcomes: which two audits of a case are compared, and what is left out."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.rules import outcomes
from bot.rules.outcomes import Audited, Movement
from storage.words import Basis, Grade

FIRST = date(2024, 3, 1)
CHECKED = [(1, date(2024, 6, 3))]
RI, GOOD = Grade.REQUIRES_IMPROVEMENT, Grade.GOOD


def audit(days: int, grade: Grade | None, case_id: int = 1, **values: Any) -> Audited:
    return Audited(case_id, FIRST + timedelta(days), grade, **{"basis": Basis.ALL, **values})


def moved(*audits: Audited) -> Movement:
    return outcomes.movement(audits, CHECKED)


def test_a_case_is_counted_from_the_grade_before_the_check_to_the_grade_after() -> None:
    movement = moved(audit(0, RI), audit(365, GOOD))
    assert (movement.total, movement.higher, movement.same, movement.lower) == (1, 1, 0, 0)
    assert movement.rows == ((0, 0, 0, 0), (0, 0, 1, 0), (0, 0, 0, 0), (0, 0, 0, 0))


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [(GOOD, GOOD, (0, 1, 0)), (GOOD, RI, (0, 0, 1)), (RI, Grade.OUTSTANDING, (1, 0, 0))],
)
def test_higher_the_same_and_lower_are_told_apart(
    before: Grade, after: Grade, counts: tuple[int, int, int]
) -> None:
    movement = moved(audit(0, before), audit(365, after))
    assert (movement.higher, movement.same, movement.lower) == counts


def test_without_a_check_in_between_nothing_is_counted() -> None:
    assert moved(audit(0, RI), audit(10, GOOD)).total == 0
    assert moved(audit(200, RI), audit(300, GOOD)).total == 0
    assert moved(audit(0, RI, case_id=2), audit(365, GOOD, case_id=2)).total == 0
    assert moved(audit(0, RI), audit((CHECKED[0][1] - FIRST).days, GOOD)).total == 0


def test_a_case_counts_once_by_its_newest_such_audit() -> None:
    checks = [*CHECKED, (1, date(2025, 6, 2))]
    audits = [audit(0, RI), audit(365, GOOD), audit(730, RI), audit(800, GOOD)]
    movement = outcomes.movement(audits, checks)
    assert (movement.total, movement.lower) == (1, 1)


def test_across_a_change_of_basis_nothing_is_compared() -> None:
    movement = moved(audit(0, RI), audit(365, GOOD, basis=Basis.HALF))
    assert (movement.total, movement.other_basis) == (0, 1)
    assert moved(audit(0, RI), audit(365, GOOD, basis=None)).other_basis == 1


def test_a_follow_up_is_compared_with_what_it_follows_up_whatever_their_basis() -> None:
    again = audit(365, GOOD, basis=None, audit_id=8, first_id=7)
    movement = moved(audit(0, Grade.INADEQUATE, audit_id=7), again)
    assert (movement.higher, movement.follow_ups, movement.other_basis) == (1, 1, 0)
    of_another = moved(audit(0, Grade.INADEQUATE, audit_id=6), again)
    assert (of_another.total, of_another.other_basis) == (0, 1)


def test_rounds_that_are_said_to_be_comparable_are_compared() -> None:
    after = audit(365, GOOD, basis=Basis.HALF, round_id=2, comparable_id=1)
    assert moved(audit(0, RI, round_id=1), after).total == 1


@pytest.mark.parametrize("grade", [None, Grade.NOT_GRADED])
def test_a_case_without_two_moderated_grades_is_left_out_and_counted(grade: Grade | None) -> None:
    movement = moved(audit(0, RI), audit(365, grade))
    assert (movement.total, movement.ungraded) == (0, 1)


def test_twenty_are_enough_to_say_something_and_nineteen_are_not() -> None:
    assert outcomes.is_enough(20)
    assert not outcomes.is_enough(19)
