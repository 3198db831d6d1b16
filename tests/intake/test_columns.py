"""Columns found under the headings that people give them."""

import pytest

from bot.errors import Refusal
from bot.intake.columns import match
from bot.intake.kinds import COLUMNS, Kind


@pytest.mark.parametrize(
    "heading", ["system_number", "System Number", "SYSTEMNUMBER", "system-number *", "Mosaic ID"]
)
def test_case_spaces_and_underscores_do_not_matter_in_a_heading(heading: str) -> None:
    assert match(Kind.CASES, [heading, "Cohort"]).headings["system_number"] == heading


def test_what_a_heading_says_in_brackets_does_not_matter() -> None:
    headings = ["Mosaic ID (8 digits)", "Cohort (as of today)"]
    assert match(Kind.CASES, headings).headings == {"system_number": headings[0], "cohort": headings[1]}


def test_columns_that_nobody_knows_are_told_and_do_no_harm() -> None:
    assert match(Kind.TEAMS, ["name", "Budget", "Floor"]).unknown == ("Budget", "Floor")


def test_every_missing_column_is_named_with_the_heading_that_it_may_be() -> None:
    with pytest.raises(Refusal) as refused:
        match(Kind.CASES, ["reference", "Chrt"])
    assert refused.value.message == (
        'These columns are missing: system_number, cohort (is it "Chrt"?). '
        "The headings must stand in one row, among the first 20 that are not blank."
    )


def test_a_row_that_stands_where_the_headings_should_is_not_repeated() -> None:
    with pytest.raises(Refusal) as refused:
        match(Kind.PEOPLE, ["U0ROBIN09", "Robin Vale", "quality"])
    assert "Robin" not in refused.value.message


def test_two_columns_that_mean_the_same_are_refused() -> None:
    with pytest.raises(Refusal, match='"Due" and "By when" both mean due'):
        match(Kind.ACTIONS, ["recommendation", "text", "owner", "Due", "By when"])


def test_an_unknown_heading_with_personal_details_is_not_repeated() -> None:
    (shown,) = match(Kind.TEAMS, ["name", "robin@example.org"]).unknown
    assert "robin" not in shown


def test_a_very_long_heading_is_cut_short() -> None:
    (shown,) = match(Kind.TEAMS, ["name", "x" * 500]).unknown
    assert len(shown) == 41


@pytest.mark.parametrize("kind", Kind)
def test_no_heading_means_two_columns(kind: Kind) -> None:
    columns = COLUMNS[kind]
    named = [
        *columns.required,
        *columns.optional,
        *(name for names in columns.also.values() for name in names),
    ]
    assert len(columns.meanings) == len(named)
