"""Programme years, which run from April to March, and kinds of activity as people write them."""

from datetime import date

import pytest

from bot.rules import programme


@pytest.mark.parametrize(
    ("day", "year"), [(date(2015, 3, 31), 2014), (date(2015, 4, 1), 2015), (date(2016, 3, 31), 2015)]
)
def test_a_programme_year_begins_in_april(day: date, year: int) -> None:
    assert programme.year_of(day) == year
    assert programme.span(year).first <= day <= programme.span(year).last


def test_its_months_are_twelve_and_all_its_own() -> None:
    months = programme.months(2015)
    assert (months[0], months[-1], len(months)) == (date(2015, 4, 1), date(2016, 3, 1), 12)
    assert {programme.year_of(month) for month in months} == {2015}


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("2015-16", 2015),
        ("2015/16", 2015),
        ("2015 – 2016", 2015),
        ("2015..2016", 2015),
        ("2015", 2015),
        ("2099-00", 2099),
        ("2015-17", None),
        ("2016-15", None),
        ("15-16", None),
        ("", None),
    ],
)
def test_a_year_is_read_as_people_write_it(written: str, year: int | None) -> None:
    assert programme.read_year(written) == year


def test_a_year_is_written_as_reports_write_it() -> None:
    assert programme.in_words(2015) == "2015-16"
    assert programme.in_words(2099) == "2099-00"


@pytest.mark.parametrize(
    ("written", "kind", "detail"),
    [
        ("Thematic audits", "Thematic audit", None),
        ("multi agency audit", "Multi-agency audit", None),
        ("Visits and line of sight", "Line of sight", None),
        ("Case audit (all open cases)", "Case audit", "all open cases"),
        ("Case audit (eight closed cases)", "Closed-case audit", "eight closed cases"),
        ("Practice week", "Practice week", None),
    ],
)
def test_a_kind_is_known_by_its_spellings(written: str, kind: str, detail: str | None) -> None:
    assert programme.read_kind_and_detail(written) == (kind, detail)


def test_kinds_stand_in_the_order_of_a_report_and_those_of_a_councils_own_come_last() -> None:
    mixed = ["Practice week", "Dip sample", "Thematic audit", "Early Help audit"]
    in_order = ["Early Help audit", "Thematic audit", "Dip sample", "Practice week"]
    assert sorted(mixed, key=programme.place) == in_order
