"""The programme's rows: which activity each becomes, and of which year."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from bot.intake import Kind, Outcome
from bot.visit import Visit
from storage import programme as stored
from storage.models import Activity
from tests.intake.sheets import PROGRAMME, take, take_one


def activities(session: Session, year: int = 2024) -> dict[str, Activity]:
    return {activity.kind: activity for activity in stored.of_year(session, year)}


def test_a_row_becomes_an_activity_of_its_month(session: Session, visit: Visit) -> None:
    take(session, visit, Kind.PROGRAMME, PROGRAMME)
    thematic = activities(session)["Thematic audit"]
    assert (thematic.theme, thematic.by) == ("pathway plans", "in-house")
    assert (thematic.month, thematic.done_on) == (date(2024, 6, 1), date(2024, 6, 14))


def test_a_row_without_a_month_is_of_the_other_rows_year(session: Session, visit: Visit) -> None:
    report = take(session, visit, Kind.PROGRAMME, PROGRAMME)
    assert [row.outcome for row in report.rows] == [Outcome.ADDED] * 3
    assert [row.number for row in report.rows] == [2, 3, 4]
    assert activities(session)["Top 3 forum"].month is None


def test_what_a_kind_says_in_brackets_is_its_theme(session: Session, visit: Visit) -> None:
    take(session, visit, Kind.PROGRAMME, PROGRAMME)
    assert activities(session)["Closed-case audit"].theme == "eight closed cases"


@pytest.mark.parametrize("others", ["", "Dip sample,,2023-06,\nDip sample,,2024-06,\n"])
def test_a_row_whose_year_nothing_tells_is_refused(session: Session, visit: Visit, others: str) -> None:
    report = take(session, visit, Kind.PROGRAMME, f"kind,theme,month,year\n{others}Top 3 forum,,,")
    assert "Please give a month, or a year such as 2015-16." in report.rows[-1].problem
    assert not report.is_kept


def test_a_year_of_its_own_is_enough(session: Session, visit: Visit) -> None:
    assert take_one(session, visit, Kind.PROGRAMME, kind="Top 3 forum", year="2023/24") == "added"
    assert "Top 3 forum" in activities(session, 2023)


@pytest.mark.parametrize("month", ["2025-03", "March 2025", "Mar-25", "03/2025", "31/03/2025", "2025-03-01"])
def test_a_month_is_read_as_people_write_it_and_march_ends_the_year(
    session: Session, visit: Visit, month: str
) -> None:
    take_one(session, visit, Kind.PROGRAMME, kind="Dip sample", month=month)
    assert activities(session)["Dip sample"].month == date(2025, 3, 1)


def test_a_kind_of_the_councils_own_is_kept_as_it_is_written(session: Session, visit: Visit) -> None:
    take_one(session, visit, Kind.PROGRAMME, kind="Practice week", month="2024-10")
    assert "Practice week" in activities(session)


def test_who_does_it_and_when_it_was_done_may_change(session: Session, visit: Visit) -> None:
    take(session, visit, Kind.PROGRAMME, PROGRAMME)
    changed = PROGRAMME.replace("in-house", "Aidhour").replace("14/06", "15/06")
    report = take(session, visit, Kind.PROGRAMME, changed)
    assert [row.outcome for row in report.rows] == [Outcome.UNCHANGED, Outcome.CHANGED, Outcome.UNCHANGED]
    assert activities(session)["Thematic audit"].by == "Aidhour"


def test_that_it_was_done_is_enough_where_the_day_is_not_known(session: Session, visit: Visit) -> None:
    cells = {"kind": "Dip sample", "month": "2024-06"}
    assert take_one(session, visit, Kind.PROGRAMME, **cells, done="no") == "added"
    assert not activities(session)["Dip sample"].is_done
    assert take_one(session, visit, Kind.PROGRAMME, **cells, done="Yes") == "changed"
    assert activities(session)["Dip sample"].done_undated
    for said, outcome in (("14/06/2024", "changed"), ("yes", "unchanged")):
        assert take_one(session, visit, Kind.PROGRAMME, **cells, done=said) == outcome
        dip = activities(session)["Dip sample"]
        assert (dip.done_on, dip.done_undated) == (date(2024, 6, 14), False)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"month": "2025-04", "year": "2024-25"}, "April 2025 is in the programme year 2025-26"),
        ({"month": "sometime"}, "month: this is not a month"),
        ({"year": "2015-17"}, "year: this is not a programme year"),
        ({"month": "2024-06", "done_on": "01/03/2024"}, "lies before the programme year"),
        ({"month": "2024-06", "done_on": "01/06/2030"}, "is in the future"),
        ({"month": "2024-06", "theme": "Ring 07700 900123"}, "theme: this seems to contain a phone number"),
        ({"month": "2025-04", "done": "yes"}, "planned for a month to come"),
        ({"kind": "K" * 61, "month": "2024-06"}, "at most 60"),
        ({"kind": "", "month": "2024-06"}, "kind: the cell is blank"),
    ],
)
def test_what_is_wrong_is_refused_at_its_column(
    session: Session, visit: Visit, cells: dict[str, str], said: str
) -> None:
    assert said in take_one(session, visit, Kind.PROGRAMME, **{"kind": "Dip sample", **cells})
