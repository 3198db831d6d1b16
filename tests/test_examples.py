"""The example files: taken in whole, and giving the table that the 2018 report printed."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from bot import actions, programme
from bot.actions import Asked
from bot.cli import demo_data
from bot.cli.demo_examples import PLANNED
from bot.intake import Kind, Outcome, read_file, take_in
from bot.reports import figures
from bot.reports.figures import Moderation, Years
from bot.rules import periods
from bot.rules import programme as rules
from bot.rules.lifecycle import is_unfinished
from bot.visit import Visit
from handlers.blocks import programme as programme_blocks
from storage import actions as stored_actions
from storage import cases, journal, people, recommendations, rounds
from storage.database import Database
from storage.words import Basis, Cohort, Role
from tests.conftest import later

PRINTED = [
    # year, cases audited, Inadequate, Requires improvement, Good, Outstanding, basis
    (2018, 17, ("0", "5 (30%)", "6 (35%)", "6 (35%)"), Basis.HALF),
    (2017, 16, ("0", "5 (31%)", "10 (63%)", "1 (6%)"), Basis.ALL),
    (2016, 13, ("0", "0", "12 (92%)", "1 (8%)"), Basis.ALL),
]


@pytest.fixture
def demo(db: Database) -> Iterator[Session]:
    """A transaction in the demo's record as it was loaded."""
    with db.begin() as session:
        yield session
        session.rollback()


def cells(kind: Kind, column: str) -> list[str]:
    with (demo_data.EXAMPLES / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        return [row[column] for row in csv.DictReader(file)]


def test_the_example_files_are_taken_in_whole(db: Database, visit: Visit) -> None:
    with db.begin() as session:
        for kind in Kind:
            report = take_in(
                session, visit, kind, read_file(demo_data.EXAMPLES / f"{kind}.csv", kind).rows, skip_bad=False
            )
            assert (report.refused, report.unknown_columns) == ([], ())


@pytest.mark.parametrize("kind", Kind)
def test_the_examples_a_second_time_change_nothing(demo: Session, visit: Visit, kind: Kind) -> None:
    before = journal.length(demo)
    sheet = read_file(demo_data.EXAMPLES / f"{kind}.csv", kind)
    report = take_in(demo, visit, kind, sheet.rows, skip_bad=False)
    assert {row.outcome for row in report.rows} == {Outcome.UNCHANGED}
    assert journal.length(demo) == before


def test_the_care_leavers_table_is_the_one_that_was_printed(demo: Session, visit: Visit) -> None:
    table = figures.grades(demo, visit, Cohort.CARE_LEAVER, Years(2016, 2018))
    assert [(row.year, row.audited, row.cells, row.basis) for row in table.rows] == PRINTED
    assert [row.awaiting for row in table.rows] == [0, 0, 0]


def test_thirty_one_cases_were_audited_in_october_2018(demo: Session, visit: Visit) -> None:
    (row,) = figures.grades(demo, visit, None, Years(2018, 2018)).rows
    assert (row.audited, row.awaiting) == (31, 0)


def test_moderation_left_grades_and_raised_and_lowered_some(demo: Session, visit: Visit) -> None:
    moderation = figures.grades(demo, visit, None, Years(2016, 2018)).moderation
    assert moderation == Moderation(unchanged=47, raised=5, lowered=8)


def test_no_case_was_audited_twice_in_a_round() -> None:
    audited = list(zip(cells(Kind.AUDITS, "case"), cells(Kind.AUDITS, "round"), strict=True))
    assert len(set(audited)) == len(audited) == 60


def test_the_four_recommendations_of_2018_are_for_the_service(demo: Session) -> None:
    texts = {}
    for number in "1234":
        entry = recommendations.by_number(demo, number)
        assert entry is not None
        assert entry.case_id is None
        assert {a.due_on for a in stored_actions.of_recommendation(demo, entry.id)} == {date(2019, 1, 31)}
        texts[number] = entry.text
    assert texts == {
        "1": "Introduce case mapping in group supervision sessions for complex cases",
        "2": "Joint visits and direct observations of practice by team managers",
        "3": "Make the supervision policy fit for purpose: reflective, outcomes-focused, "
        "driving care planning",
        "4": "With human resources, make sure managers understand the policy on poor staff performance",
    }


def told_of(demo: Session, visit: Visit) -> dict[str, list[str]]:
    """The programme of 2015-16 as it is shown: by heading, each activity's theme and month."""
    shown = programme.of_year(demo, visit, 2015)
    assert [entry.round for entry in shown.entries] == [None] * 20
    sentences = programme_blocks.told(shown).removesuffix(".").split(". ")
    return {heading: rest.split(", ") for heading, rest in (line.split(": ") for line in sentences)}


def test_the_programme_of_2015_16_reads_as_the_report_tells_it(demo: Session, visit: Visit) -> None:
    assert told_of(demo, visit) == {
        "Early Help audits": ["August 2015", "November 2015", "February 2016"],
        "Thematic audits": [
            "children in need (June 2015)",
            "child protection (June 2015)",
            "children looked after (June 2015)",
            "pathway plans (June 2015)",
            "children missing from care (June 2015)",
            "range of interventions with families (June 2015)",
            "care leavers and housing (June 2015)",
        ],
        "Case audits": ["all open cases (September 2015)"],
        "Closed-case audits": ["eight closed cases (September 2015)"],
        "Consultations with children and families": [
            "open cases (July 2015)",
            "cases closed July to December 2015 (March 2016)",
        ],
        "Multi-agency audits": [
            "the journey of the child (September 2015)",
            "theme not reported (September 2015)",
            "children with disabilities (February 2016)",
        ],
        "Visits and line of sight": [
            "annual visits to children looked after (during the year)",
            "cases (during the year)",
        ],
        "Top 3 forum": ["cases across services (during the year)"],
    }


def test_the_programme_of_2015_16_says_by_whom(demo: Session, visit: Visit) -> None:
    entries = programme.of_year(demo, visit, 2015).entries
    by = {entry.kind: entry.activity.by for entry in reversed(entries) if entry.activity}
    assert by["Case audit"] == by["Closed-case audit"] == "Aidhour"
    assert by["Consultation with children and families"] == "Action for Children"
    assert by["Multi-agency audit"] == "City and Hackney Safeguarding Children's Board"
    assert by["Line of sight"] == "Assistant Director People"


@pytest.mark.parametrize("days", [0, 17, 18, 200])
def test_the_demo_has_a_programme_of_the_year_that_runs(db: Database, visit: Visit, days: int) -> None:
    visit = later(visit, today=visit.today + timedelta(days=days))
    with db.begin() as session:
        demo_data.load(session, visit)
        entries = programme.of_year(session, visit, rules.year_of(visit.today)).entries
    assert sum(entry.activity is not None for entry in entries) == len(PLANNED)


@pytest.mark.parametrize(
    ("slack_id", "name", "role", "team"),
    [
        ("U0PRIYA01", "Priya Shah", Role.MANAGER, "Children and Families"),
        ("U0TOMAS02", "Tomas Reid", Role.PRACTITIONER, "Children and Families"),
        ("U0GRACE03", "Grace Obi", Role.QUALITY, "Safeguarding and Quality Assurance"),
        ("U0HELEN04", "Helen Marsh", Role.LEADER, None),
        ("U0ALANA05", "Alana Brook", Role.AUDITOR, "Aidhour"),
        ("U0SAMIR06", "Samir Patel", Role.ADMINISTRATOR, None),
    ],
)
def test_six_leading_people_have_a_role_each(
    demo: Session, slack_id: str, name: str, role: Role, team: str | None
) -> None:
    person = people.by_slack_id(demo, slack_id)
    assert person is not None
    assert (person.name, person.role, person.team.name if person.team else None) == (name, role, team)


def test_the_case_of_the_documentation_is_tomas_reids(demo: Session) -> None:
    case = cases.by_reference(demo, "K7Q2M")
    assert case is not None
    assert case.worker is not None
    assert case.team is not None
    assert (case.cohort, case.worker.name, case.team.name) == (
        Cohort.CARE_LEAVER,
        "Tomas Reid",
        "Children and Families",
    )


# Any day of a fortnight: over Easter, with its two bank holidays.
@pytest.mark.parametrize("days", range(33, 47))
def test_the_demo_has_work_that_is_late_due_and_done(db: Database, visit: Visit, days: int) -> None:
    visit = later(visit, today=visit.today + timedelta(days=days))
    with db.begin() as session:
        demo_data.load(session, visit)
        assert actions.overdue(session, visit, Asked()).total == 10
        assert actions.due(session, visit, Asked(), periods.days(visit.today, 35)).total == 11
        assert actions.overdue(session, visit, Asked(cohort=Cohort.CARE_LEAVER)).total >= 4
        newest = [stored_actions.get(session, number) for number in range(13, 38)]
    now = [action for action in newest if action is not None]
    assert len(now) == 24
    assert sum(not is_unfinished(action.status) for action in now) == 3
    assert {"Tomas Reid", "Priya Shah", "Bryony Kestle"} < {action.owner.name for action in now}


def test_an_outside_auditor_finds_a_round_under_way(demo: Session, visit: Visit) -> None:
    (here,) = rounds.holding(demo, visit.today)
    assert (here.name, here.organisation, here.starts_on, here.ends_on) == (
        "March 2025",
        "Aidhour",
        date(2025, 3, 1),
        date(2025, 3, 31),
    )


def test_loading_the_demo_again_leaves_what_people_did_meanwhile(demo: Session, visit: Visit) -> None:
    overdue = actions.overdue(demo, visit, Asked()).actions[0]
    actions.complete(demo, visit, overdue.id)
    before = journal.length(demo)
    demo_data.load(demo, later(visit, today=visit.today + timedelta(days=1)))
    assert journal.length(demo) == before
