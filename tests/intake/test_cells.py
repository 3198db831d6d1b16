"""Cells as people and Excel write them, one table a reader."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.intake import cells, words
from bot.intake.cells import Cells
from storage.words import Basis, Cohort, Grade, Origin, Role, Source, Status

PI_DAY = date(2025, 3, 14)


@pytest.mark.parametrize(
    "written",
    [
        "14/03/2025",
        "14/3/25",
        "14.3.2025",
        "14-03-2025",
        "14-Mar-25",
        "14 March 2025",
        "14 MAR 2025",
        "14th March 2025",
        "14th of March, 2025",
        "Friday 14 March 2025",
        "Fri, 14 Mar 2025",
        "March 14, 2025",
        "2025-03-14",
        "2025/3/14",
        "2025-03-14T00:00:00",
        "2025-03-14 00:00:00.000",
        "14/03/2025 00:00",
        "14/03/2025  9:30:00 AM",
    ],
)
def test_a_date_is_read_day_first_or_iso(written: str) -> None:
    assert cells.day(written) == PI_DAY


def test_september_has_its_four_letters_too() -> None:
    assert cells.day("1 Sept 2024") == date(2024, 9, 1)


@pytest.mark.parametrize(
    "written",
    [
        "03/14/2025",
        "31/02/2025",
        "14 March",
        "March 2025",
        "2025",
        "45730",
        "soon",
        "14/03/20255",
        "14/03/1925",
        "14/03/85",
        "14/03/2205",
    ],
)
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"not a date|check the year|without a|number of a day"):
        cells.day(written)


@pytest.mark.parametrize(
    ("reader", "written", "value"),
    [
        (cells.system_number, "1001.0", "1001"),
        (cells.system_number, "1001", "1001"),
        (cells.system_number, "LCS-10432/2", "LCS-10432/2"),
        (cells.label, "4.00", "4"),
        (cells.label, "R4", "R4"),
        (cells.count, "31.0", 31),
        (cells.count, "1,250", 1250),
        (cells.grade, "Requires Improvement", Grade.REQUIRES_IMPROVEMENT),
        (cells.grade, "R.I.", Grade.REQUIRES_IMPROVEMENT),
        (cells.grade, "2.0", Grade.GOOD),
        (cells.grade, "Not graded", Grade.NOT_GRADED),
        (cells.reference, "#k7qzm", "K7Q2M"),
        (cells.working_days, "Mon, Wed and Fri", "mon,wed,fri"),
        (cells.slack_user, "u0priya01", "U0PRIYA01"),
        (cells.slack_channel, "C0QUALITY1", "C0QUALITY1"),
        (cells.name, "  Éva\u200b  Nagy\n", "Éva Nagy"),
        (cells.sources, "file; worker", frozenset({Source.CASE_FILE, Source.WORKER})),
        (cells.sources, "Case file, young person and carers", frozenset({Source.CASE_FILE, Source.FAMILY})),
        (cells.sources, "all four", frozenset(Source)),
    ],
)
def test_a_cell_is_read_as_it_is_meant(reader: Callable[[str], object], written: str, value: object) -> None:
    assert reader(written) == value


@pytest.mark.parametrize(
    ("choices", "written", "value"),
    [
        (words.COHORTS, "Care leavers", Cohort.CARE_LEAVER),
        (words.COHORTS, "LAC", Cohort.CHILD_IN_CARE),
        (words.COHORTS, "Looked-after child", Cohort.CHILD_IN_CARE),
        (words.COHORTS, "child_in_need", Cohort.CHILD_IN_NEED),
        (words.COHORTS, "Children in Need", Cohort.CHILD_IN_NEED),
        (words.COHORTS, "early  help", Cohort.EARLY_HELP),
        (words.BASES, "All open cases", Basis.ALL),
        (words.BASES, "about half of the open cases", Basis.HALF),
        (words.BASES, "dip sample", Basis.RANDOM),
        (words.STATUSES, "Agreed not to do", Status.NOT_DOING),
        (words.STATUSES, "No longer applies", Status.NO_LONGER_APPLIES),
        (words.STATUSES, "In progress", Status.STARTED),
        (words.STATUSES, "Complete", Status.DONE),
        (words.ROLES, "Social Worker", Role.PRACTITIONER),
        (words.ROLES, "team manager", Role.MANAGER),
        (words.ORIGINS, "Independent Reviewing Officer's challenge", Origin.IRO),
        (words.ORIGINS, "multi-agency audit", Origin.MULTI_AGENCY_AUDIT),
    ],
)
def test_a_word_of_the_trade_is_known_by_its_usual_spellings(
    choices: dict[str, object], written: str, value: object
) -> None:
    assert cells.one_of(choices)(written) is value


@pytest.mark.parametrize(
    ("reader", "written", "said"),
    [
        (cells.grade, "Goood", "Did you mean good"),
        (cells.grade, "5", "outstanding"),
        (cells.one_of(words.COHORTS), "Care leevers", "Did you mean care leavers"),
        (cells.one_of(words.STATUSES), "?", "no longer applies"),
        (cells.sources, "file; telepathy", "Case file".lower()),
        (cells.system_number, "1.23457E+11", "Excel has rounded"),
        (cells.system_number, "Robin Vale", "number of the case system"),
        (cells.system_number, "Robin", "number of the case system"),
        (cells.label, "x" * 21, "at most 20"),
        (cells.count, "about 30", "whole number"),
        (cells.count, "30.5", "whole number"),
        (cells.count, "-3", "whole number"),
        (cells.reference, "AEIOU", "not a reference"),
        (cells.working_days, "weekdays", "mon-fri"),
        (cells.slack_user, "@robin", "Slack user id"),
        (cells.slack_channel, "#quality-team", "id of a Slack channel"),
        (cells.name, "x" * 81, "at most 80"),
        (cells.text, "x" * 1001, "at most 1,000"),
        (cells.text, "Phone her on 07700 900123", "a phone number"),
    ],
)
def test_a_wrong_cell_is_refused_with_what_would_be_right(
    reader: Callable[[str], object], written: str, said: str
) -> None:
    with pytest.raises((ValueError, Refusal), match=said) as refused:
        reader(written)
    assert written not in str(refused.value)


READERS = (
    cells.day,
    cells.grade,
    cells.sources,
    cells.system_number,
    cells.label,
    cells.count,
    cells.reference,
    cells.working_days,
    cells.slack_user,
    cells.slack_channel,
    cells.name,
    cells.text,
    cells.one_of(words.COHORTS),
)


@given(st.sampled_from(READERS), st.text() | st.from_regex(r"[\d./: -]{1,30}") | st.just("9" * 5000))
def test_whatever_a_cell_holds_it_is_read_or_refused_in_a_sentence(
    reader: Callable[[str], object], written: str
) -> None:
    try:
        reader(written)
    except (ValueError, Refusal) as refused:
        assert str(refused).endswith(".")  # noqa: PT017 - many cells are right


def test_everything_wrong_in_a_row_is_told_at_once() -> None:
    row = Cells({"date": "15/03/2025", "grade": "excellent", "case": ""}, today=PI_DAY)
    row.need("case", cells.reading)
    row.need("date", row.past_day)
    row.need("grade", cells.grade)
    with pytest.raises(Refusal) as refused:
        row.refuse_wrong_cells()
    assert refused.value.message.startswith(
        "case: the cell is blank, and every row needs it. "
        "date: Saturday 15 March 2025 is in the future. "
        "grade: this word is not known here."
    )


def test_a_blank_cell_that_nobody_needs_says_nothing() -> None:
    assert Cells({"team": " "}, today=PI_DAY).take("team", cells.name) is None
