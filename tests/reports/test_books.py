"""The plan, grades, coverage and moderation as workbooks."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.orm import Session

from bot import documents, tracker
from bot.documents import Document, Paper, Wanted
from bot.errors import NotAllowed
from bot.reports.grades_book import CHART, NOT_DRAWN
from bot.visit import Visit
from storage.database import Database
from storage.models import Round
from storage.words import Basis, Cohort, Grade
from tests.conftest import on_sqlite
from tests.council import Council
from tests.reports import reading
from tests.verbs import plan_lines
from tests.verbs.steps import logged, moderated

GOOD, OUTSTANDING, RI = Grade.GOOD, Grade.OUTSTANDING, Grade.REQUIRES_IMPROVEMENT
BOOKS = (Paper.PLAN, Paper.ACTIONS, Paper.GRADES, Paper.COVERAGE, Paper.MODERATION)


@pytest.fixture
def demo(db: Database) -> Iterator[Session]:
    """The demo's record."""
    with db.reading() as session:
        yield session


def made(session: Session, visit: Visit, paper: Paper, **wanted: object) -> Document:
    return documents.make(session, visit, Wanted(paper, **wanted))  # type: ignore[arg-type]


def graded(session: Session, council: Council, grade: Grade, many: int, given: Grade | None = None) -> None:
    """So many moderated audits of the March round, each on a day of its own."""
    for number in range(many):
        audit = logged(
            session,
            council.auditor,
            grade=given or grade,
            audited_on=date(2025, 3, 1 + number),
            auditor=f"Auditor {grade.label} {'I' * (number + 1)}",
        )
        moderated(session, council.quality, audit, grade)


# --- all of them


@on_sqlite
@pytest.mark.parametrize("paper", BOOKS)
def test_the_same_record_gives_the_same_workbook(session: Session, council: Council, paper: Paper) -> None:
    first, again = (made(session, council.quality, paper) for _ in range(2))
    assert first == again


@on_sqlite
@pytest.mark.parametrize("paper", BOOKS)
def test_only_the_quality_team_and_leaders_make_them(
    session: Session, council: Council, paper: Paper
) -> None:
    assert made(session, council.leader, paper).file_name.endswith("2025-03-14.xlsx")
    with pytest.raises(NotAllowed):
        made(session, council.manager, paper)


@on_sqlite
@pytest.mark.parametrize("paper", BOOKS)
@pytest.mark.parametrize("fewest", [0, 5])
def test_every_sheet_has_headings_the_marking_and_a_sentence_on_who_made_it(
    demo: Session, visit: Visit, paper: Paper, fewest: int
) -> None:
    content = made(demo, visit, paper, withhold_under=fewest).content
    for name in reading.names(content):
        if name != "Lists":
            read = reading.sheet(content, name)
            assert read.above[1] == "OFFICIAL-SENSITIVE"
            assert read.above[2].startswith("Made on Friday 14 March 2025 at 10:00 by")
            assert len(set(read.headings)) == len(read.headings) > 1


@on_sqlite
def test_the_whole_tracker_of_the_demo_goes_out_and_back_and_out_again(demo: Session, visit: Visit) -> None:
    first = made(demo, visit, Paper.ACTIONS).content
    changes = tracker.read(demo, visit, first)
    assert (changes.edits, changes.refused, changes.untouched) == ((), (), 36)
    assert tracker.apply(demo, visit, changes).is_kept
    assert reading.everything(made(demo, visit, Paper.ACTIONS).content) == reading.everything(first)


# --- the plan


def test_a_recommendation_is_a_line_and_its_actions_are_rows(session: Session, council: Council) -> None:
    asked = plan_lines.asked(session, council.quality)
    action = plan_lines.agreed(session, council.quality, asked)
    content = made(session, council.quality, Paper.PLAN).content
    (line,) = reading.sheet(content, "Plan").rows
    assert (line["Line"], line["What it is"], line["Of"]) == (f"R{asked.id}", "Recommendation", "The service")
    assert (line["Recommended or found"], line["Owners"]) == ("Rewrite the policy.", "Helen Marsh")
    assert line["How far it has come"] == "Not started"
    (row,) = reading.sheet(content, "Actions for the service").rows
    assert (row["Reference"], row["Owner"], row["First due"]) == (
        action.name,
        "Helen Marsh",
        plan_lines.TODAY,
    )


def test_the_plan_of_a_cohort_has_its_areas_alone(session: Session, council: Council) -> None:
    plan_lines.found(session, council.quality, "K7Q2M")
    plan_lines.found(session, council.quality, "P3W6D")
    plan_lines.asked(session, council.quality)
    wanted = {"cohort": Cohort.CARE_LEAVER}
    read = reading.sheet(made(session, council.quality, Paper.PLAN, **wanted).content, "Plan")
    assert read.column("Of") == ["Care leavers"]
    assert "Only of: Care leavers." in read.above


def test_the_plan_of_a_year_has_what_was_found_in_it(session: Session, council: Council) -> None:
    plan_lines.found(session, council.quality)
    plan = made(session, council.quality, Paper.PLAN, year=2025)
    assert len(reading.sheet(plan.content, "Plan").rows) == 1
    plan = made(session, council.quality, Paper.PLAN, year=2018)
    assert reading.sheet(plan.content, "Plan").rows == []


def test_small_counts_of_cases_are_left_out_of_the_plan(session: Session, council: Council) -> None:
    plan_lines.found(session, council.quality)
    content = made(session, council.quality, Paper.PLAN, withhold_under=5).content
    (line,) = reading.sheet(content, "Plan").rows
    assert line["Recommended or found"] == "Found by fewer than 5 audits, on Monday 3 February 2025."


# --- grades


@on_sqlite
def test_the_table_of_2018_is_printed_as_the_report_had_it(demo: Session, visit: Visit) -> None:
    content = made(demo, visit, Paper.GRADES, cohort=Cohort.CARE_LEAVER, year=2018).content
    read = reading.sheet(content, "Grades")
    (row,) = read.rows
    assert read.above[0] == "Grades of care leavers"
    assert list(row.values())[:6] == ["2018", 17, "0", "5 (30%)", "6 (35%)", "6 (35%)"]
    assert read.below == ["Percentages are rounded to add to 100."]


@on_sqlite
def test_a_change_of_basis_is_said_and_the_chart_tells_grades_apart_without_colours(
    demo: Session, visit: Visit
) -> None:
    content = made(demo, visit, Paper.GRADES).content
    assert any("cannot be compared directly" in line for line in reading.sheet(content, "Grades").below)
    chart = reading.part(content, "xl/charts/chart1.xml")
    assert chart.count("<a:pattFill") == 2
    assert chart.count("<c:showVal") == 4
    assert '<c:grouping val="stacked"/>' in chart
    drawing = reading.part(content, "xl/drawings/drawing1.xml")
    assert "2018: 31 audited; Inadequate 0, Requires improvement 8 (26%)" in drawing


def test_both_grades_stand_side_by_side(session: Session, council: Council) -> None:
    graded(session, council, GOOD, 3, given=OUTSTANDING)
    (row,) = reading.sheet(made(session, council.quality, Paper.GRADES).content, "Both grades").rows
    assert (row["Good"], row["Outstanding"]) == (3, 0)
    assert (row["Good, auditor's grade"], row["Outstanding, auditor's grade"]) == (0, 3)


def test_a_small_count_takes_another_with_it_and_its_round_out_of_the_chart(
    session: Session, council: Council
) -> None:
    graded(session, council, GOOD, 7)
    graded(session, council, RI, 2)
    content = made(session, council.quality, Paper.GRADES, withhold_under=5).content
    read = reading.sheet(content, "Grades")
    (row,) = read.rows
    assert list(row.values())[1:6] == [9, "0", "withheld", "withheld", "0"]
    assert NOT_DRAWN not in read.below  # without a chart there is nothing to explain
    assert CHART not in reading.names(content)
    assert not any(name.startswith("xl/charts") for name in reading.parts(content))


def test_grades_may_be_of_one_round(session: Session, council: Council) -> None:
    graded(session, council, GOOD, 1)
    other = Round(name="Spring", basis=Basis.ALL, starts_on=date(2025, 1, 6))
    session.add(other)
    session.flush()
    content = made(session, council.quality, Paper.GRADES, round_id=other.id).content
    assert reading.sheet(content, "Grades").rows == []


# --- coverage


def test_open_cases_are_counted_by_team_and_cohort(session: Session, council: Council) -> None:
    logged(session, council.auditor)
    content = made(session, council.quality, Paper.COVERAGE).content
    read = reading.sheet(content, "Coverage")
    assert [tuple(row.values()) for row in read.rows] == [
        ("Children and Families", "Children in need", 1, 0, 1),
        ("Children and Families", "Care leavers", 1, 1, 0),
        ("Early Help", "Early Help", 1, 0, 1),
    ]
    assert read.below == ["Together 1 of 3 open cases were audited."]
    assert reading.sheet(content, "Not audited yet").column("Case") == ["M4T9X", "P3W6D"]
    assert reading.sheet(content, "Rounds").column("Round") == ["March 2025"]


def test_where_counts_are_left_out_there_is_no_list_of_cases_and_no_sum(
    session: Session, council: Council
) -> None:
    content = made(session, council.quality, Paper.COVERAGE, withhold_under=5).content
    assert "Not audited yet" not in reading.names(content)
    read = reading.sheet(content, "Coverage")
    assert set(read.column("Open cases")) == {"fewer than 5"}
    assert "Together" not in "".join(read.below)


# --- moderation


def test_moderation_is_counted_by_round_and_by_grade(session: Session, council: Council) -> None:
    graded(session, council, GOOD, 8)
    graded(session, council, RI, 2, given=GOOD)
    logged(session, council.auditor, "M4T9X")
    content = made(session, council.quality, Paper.MODERATION).content
    (row,) = reading.sheet(content, "By round").rows
    assert list(row.values())[2:] == [10, 8, 0, 2, "80%", 1]
    pairs = reading.sheet(content, "By grade").rows[2]
    assert list(pairs.values()) == ["Good", 0, 2, 8, 0]
    assert reading.sheet(content, "Waiting").column("Case") == ["M4T9X"]
    assert reading.sheet(content, "Changed").column("Why") == ["The plan is old."] * 2


def test_no_agreement_is_given_for_fewer_than_ten(session: Session, council: Council) -> None:
    graded(session, council, GOOD, 9)
    content = made(session, council.quality, Paper.MODERATION).content
    assert reading.sheet(content, "By round").column("Agreement") == ["fewer than 10"]


def test_where_counts_are_left_out_moderation_lists_no_audit(session: Session, council: Council) -> None:
    graded(session, council, RI, 2, given=GOOD)
    content = made(session, council.quality, Paper.MODERATION, withhold_under=5).content
    assert reading.names(content) == ["By round", "How it is counted"]
    assert reading.sheet(content, "By round").column("Moderated") == ["fewer than 5"]
