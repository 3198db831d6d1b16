"""Grades: read as people write them, in Ofsted's order."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import grades
from storage.words import Grade

WRITTEN = [
    ("outstanding", Grade.OUTSTANDING),
    ("o", Grade.OUTSTANDING),
    ("1", Grade.OUTSTANDING),
    ("good", Grade.GOOD),
    ("g", Grade.GOOD),
    ("2", Grade.GOOD),
    ("requires improvement", Grade.REQUIRES_IMPROVEMENT),
    ("requires-improvement", Grade.REQUIRES_IMPROVEMENT),
    ("requires_improvement", Grade.REQUIRES_IMPROVEMENT),
    ("req improvement", Grade.REQUIRES_IMPROVEMENT),
    ("req. improvement", Grade.REQUIRES_IMPROVEMENT),
    ("ri", Grade.REQUIRES_IMPROVEMENT),
    ("r.i.", Grade.REQUIRES_IMPROVEMENT),
    ("r i", Grade.REQUIRES_IMPROVEMENT),
    ("3", Grade.REQUIRES_IMPROVEMENT),
    ("inadequate", Grade.INADEQUATE),
    ("i", Grade.INADEQUATE),
    ("4", Grade.INADEQUATE),
    ("not graded", Grade.NOT_GRADED),
    ("not-graded", Grade.NOT_GRADED),
    ("ungraded", Grade.NOT_GRADED),
    ("ng", Grade.NOT_GRADED),
]


@pytest.mark.parametrize(("text", "grade"), WRITTEN)
def test_a_grade_is_read_as_people_write_it(text: str, grade: Grade) -> None:
    assert grades.read(text) is grade


@given(st.sampled_from(WRITTEN), st.sampled_from((str.upper, str.title, str.lower)), st.sampled_from(" \t\n"))
def test_case_and_spaces_around_a_grade_do_not_matter(
    written: tuple[str, Grade], case: Callable[[str], str], space: str
) -> None:
    text, grade = written
    assert grades.read(space + case(text).replace(" ", "  ") + space) is grade


@pytest.mark.parametrize(
    "text", ["", " ", "0", "5", "12", "-1", "1.2", "fine", "good or better", "goood", "r", "."]
)
def test_what_is_no_grade_is_not_read_as_one(text: str) -> None:
    assert grades.read(text) is None


@pytest.mark.parametrize("grade", Grade)
def test_a_grade_is_read_back_from_its_label_and_its_stored_word(grade: Grade) -> None:
    assert (grades.read(grade.label), grades.read(grade)) == (grade, grade)


@pytest.mark.parametrize(("number", "grade"), list(zip("4321", grades.WORST_TO_BEST, strict=True)))
def test_a_grade_is_read_from_ofsteds_number(number: str, grade: Grade) -> None:
    assert grades.read(number) is grade


def test_tables_print_four_columns_from_worst_to_best() -> None:
    assert [grade.label for grade in grades.WORST_TO_BEST] == [
        "Inadequate",
        "Requires improvement",
        "Good",
        "Outstanding",
    ]


def test_each_of_the_four_grades_has_a_meaning_that_fits_a_forms_hint() -> None:
    assert set(grades.MEANINGS) == set(grades.WORST_TO_BEST)
    assert all(meaning.endswith(".") and len(meaning) <= 75 for meaning in grades.MEANINGS.values())
