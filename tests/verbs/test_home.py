"""Home: what each role finds in it, and what it keeps from them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot import cases, coverage, extensions, home, owners, people
from bot.home import First
from bot.visit import Visit
from storage import people as stored_people
from storage.models import Action, Audit, Case, Extension, Letter, Person, Post, Round, Team
from storage.words import Basis, Cohort, LetterKind, LetterState, Role, Status
from tests.council import GRACE, PRIYA, TOMAS, Council, case_of, person_id, put_action
from tests.verbs.steps import logged

TODAY = date(2025, 3, 14)
YESTERDAY, TOMORROW = date(2025, 3, 13), date(2025, 3, 17)
OF_ROLES = {
    "practitioner": {"own"},
    "manager": {
        "own",
        "requests",
        "disowned",
        "to_check",
        "to_look_at_again",
        "to_follow_up",
        "late",
        "programme",
    },
    "quality": {
        "own",
        "requests",
        "disowned",
        "to_check",
        "to_look_at_again",
        "to_follow_up",
        "to_moderate",
        "coverage",
        "failed_letters",
        "meeting",
        "programme",
    },
    "leader": {"own", "meeting", "programme", "second_requests", "late_in_service"},
    "auditor": {"rounds", "to_audit"},
    "administrator": {"failed_letters", "out_of_reach"},
}
PARTS = set().union(*OF_ROLES.values())


def parts_of(shown: home.Home) -> set[str]:
    return {part for part in PARTS if getattr(shown, part) is not None}


def names(things: First[Action] | None) -> list[str]:
    assert things is not None
    return [action.name for action in things.shown]


def asked_for(session: Session, visit: Visit, action: Action, until: date = date(2025, 6, 2)) -> Extension:
    return extensions.ask(session, visit, action.id, until, "The school is closed.")


@pytest.mark.parametrize("role", OF_ROLES)
def test_each_role_finds_its_own_parts(session: Session, council: Council, role: str) -> None:
    assert parts_of(home.of(session, getattr(council, role))) == OF_ROLES[role]


def test_an_administrator_beside_another_role_finds_both(session: Session, council: Council) -> None:
    grace = session.get_one(Person, person_id(session, GRACE))
    grace.administrator = True
    session.flush()
    both = home.of(session, _visit(session, council, GRACE))
    assert parts_of(both) == OF_ROLES["quality"] | OF_ROLES["administrator"]


def test_a_service_manager_finds_what_a_manager_finds(session: Session, council: Council) -> None:
    team = stored_people.team_by_name(session, "Early Help")
    assert team is not None
    session.add(Post(team_id=team.id, post="service_manager", person_id=person_id(session, GRACE)))
    session.flush()
    late = put_action(session, "P3W6D", TOMAS, YESTERDAY)
    put_action(session, "K7Q2M", TOMAS, YESTERDAY)
    shown = home.of(session, _visit(session, council, GRACE))
    assert names(shown.late) == [late.name]
    assert shown.teams_led == 1


def _visit(session: Session, council: Council, slack_id: str) -> Visit:
    actor = people.recognise(session, slack_id, council.manager.terms)
    return Visit(actor, council.manager.door, council.manager.at, TODAY, council.manager.terms)


@pytest.mark.parametrize(
    ("role", "may_log", "has_cases"),
    [
        ("practitioner", False, True),
        ("manager", True, True),
        ("quality", True, False),
        ("auditor", True, False),
        ("administrator", False, False),
    ],
)
def test_the_buttons_are_those_that_lead_somewhere(
    session: Session, council: Council, *, role: str, may_log: bool, has_cases: bool
) -> None:
    shown = home.of(session, getattr(council, role))
    assert (shown.may_log, shown.has_cases) == (may_log, has_cases)


# --- one's own actions


def test_what_is_overdue_comes_first_by_its_first_date_then_what_is_due(
    session: Session, council: Council
) -> None:
    due = put_action(session, "K7Q2M", TOMAS, TODAY)
    given_time = put_action(session, "K7Q2M", TOMAS, TOMORROW, first_due_on=date(2025, 1, 6))
    late = put_action(session, "K7Q2M", TOMAS, YESTERDAY)
    later = put_action(session, "K7Q2M", TOMAS, YESTERDAY, first_due_on=date(2025, 2, 3))
    put_action(session, "K7Q2M", PRIYA, YESTERDAY)
    own = home.of(session, council.practitioner).own
    assert own is not None
    assert names(own.actions) == [later.name, late.name, given_time.name, due.name]
    assert (own.late, own.actions.total) == (2, 4)


def test_ten_are_shown_and_all_are_counted(session: Session, council: Council) -> None:
    for _ in range(8):
        put_action(session, "K7Q2M", TOMAS, YESTERDAY)
        put_action(session, "K7Q2M", TOMAS, TOMORROW)
    own = home.of(session, council.practitioner).own
    assert own is not None
    assert (len(own.actions.shown), own.actions.total, own.late) == (10, 16, 8)


# --- what a manager decides


def test_a_manager_sees_what_is_late_in_the_team_and_nowhere_else(session: Session, council: Council) -> None:
    late = [put_action(session, "M4T9X", TOMAS, YESTERDAY) for _ in range(6)]
    put_action(session, "P3W6D", PRIYA, YESTERDAY)
    shown = home.of(session, council.manager).late
    assert names(shown) == [action.name for action in late[: home.MOST]]
    assert shown is not None
    assert shown.total == 6


def test_a_request_waits_for_the_manager_until_it_is_decided(session: Session, council: Council) -> None:
    asked = asked_for(session, council.practitioner, put_action(session, "K7Q2M", TOMAS, TOMORROW))
    asked_for(session, council.manager, put_action(session, "K7Q2M", PRIYA, TOMORROW))
    assert home.of(session, council.manager).requests == First([asked], 1)
    assert home.of(session, council.other_manager).requests == First([], 0)
    extensions.decide(session, council.manager, asked.id, is_granted=False)
    assert home.of(session, council.manager).requests == First([], 0)


def test_it_waits_for_the_manager_of_the_case_who_may_decide_it(session: Session, council: Council) -> None:
    asked = asked_for(session, council.practitioner, put_action(session, "P3W6D", TOMAS, TOMORROW))
    assert home.of(session, council.manager).requests == First([], 0)
    assert home.of(session, council.other_manager).requests == First([asked], 1)
    assert extensions.to_decide(session, council.other_manager, asked.id) is asked


def test_what_nobody_leads_waits_for_the_quality_person_who_was_told(
    session: Session, council: Council
) -> None:
    asked = asked_for(session, council.manager, put_action(session, "K7Q2M", PRIYA, TOMORROW))
    assert home.of(session, council.quality).requests == First([asked], 1)


def test_a_second_request_waits_for_the_chair_alone(session: Session, council: Council) -> None:
    action = put_action(session, "K7Q2M", TOMAS, TOMORROW)
    first = asked_for(session, council.practitioner, action)
    assert home.of(session, council.leader).second_requests == First([], 0)
    extensions.decide(session, council.manager, first.id, is_granted=True)
    second = extensions.ask(
        session, council.practitioner, action.id, date(2025, 7, 1), "The school is closed."
    )
    assert home.of(session, council.leader).second_requests == First([second], 1)
    assert home.of(session, council.manager).requests == First([], 0)


def test_what_its_owner_says_is_not_theirs_waits_for_the_manager(session: Session, council: Council) -> None:
    action = put_action(session, "K7Q2M", TOMAS, TOMORROW)
    owners.disown(session, council.practitioner, action.id, "This is the school's to do.")
    shown = home.of(session, council.manager)
    assert names(shown.disowned) == [action.name]
    assert shown.why_disowned == {action.id: "This is the school's to do."}
    assert names(home.of(session, council.quality).disowned) == []
    owners.keep(session, council.manager, action.id)
    assert names(home.of(session, council.manager).disowned) == []


# --- how the service stands


def test_coverage_in_home_and_the_command_say_the_same(session: Session, council: Council) -> None:
    put_audit(session, "K7Q2M", date(2024, 3, 14))
    put_audit(session, "K7Q2M", date(2025, 1, 2))
    put_audit(session, "M4T9X", date(2024, 3, 13))
    dates = {"closed_on": YESTERDAY}, {"closed_on": TOMORROW}, {"opened_on": TOMORROW}
    session.add_all(
        Case(reference=f"C2D3{letter}", cohort=Cohort.CARE_LEAVER, **opened)
        for letter, opened in zip("BCD", dates, strict=True)
    )
    session.flush()
    shown = home.of(session, council.quality).coverage
    assert shown == coverage.of(session, council.quality).strata
    assert shown is not None
    assert [(one.cohort, one.team, one.audited, one.cases) for one in shown] == [
        (Cohort.CARE_LEAVER, "", 0, 1),
        (Cohort.CHILD_IN_NEED, "Children and Families", 0, 1),
        (Cohort.CARE_LEAVER, "Children and Families", 1, 1),
        (Cohort.EARLY_HELP, "Early Help", 0, 1),
    ]


def put_audit(session: Session, reference: str, on: date) -> None:
    session.add(
        Audit(
            case_id=case_of(session, reference).id,
            audited_on=on,
            auditor_name="A. Auditor",
            grade="good",
            logged_at=datetime(2025, 1, 2, 10, 0, tzinfo=UTC),
        )
    )


def test_what_waits_for_quality_is_counted_and_the_first_few_shown(
    session: Session, council: Council
) -> None:
    for month in range(1, 8):
        put_audit(session, "K7Q2M", date(2024, month, 1))
        put_action(session, "K7Q2M", TOMAS, YESTERDAY, status=Status.DONE, done_on=YESTERDAY)
    shown = home.of(session, council.quality)
    assert shown.to_moderate is not None
    assert shown.to_check is not None
    assert (len(shown.to_moderate.shown), shown.to_moderate.total) == (home.MOST, 7)
    assert (len(shown.to_check.shown), shown.to_check.total) == (home.MOST, 7)


def test_the_chair_sees_what_is_late_as_totals(session: Session, council: Council) -> None:
    put_action(session, "K7Q2M", TOMAS, YESTERDAY)
    put_action(session, "P3W6D", TOMAS, TOMORROW, first_due_on=YESTERDAY)
    assert home.of(session, council.leader).late_in_service == home.LateInService(since_first_date=2, now=1)


def test_an_auditor_sees_the_rounds_of_their_organisation(session: Session, council: Council) -> None:
    logged(session, council.auditor)
    session.add(Round(name="Ours", basis=Basis.ALL, starts_on=date(2025, 2, 1)))
    session.flush()
    rounds = home.of(session, council.auditor).rounds
    assert rounds is not None
    assert [(entry.round.name, entry.audits) for entry in rounds] == [("March 2025", 1)]


# --- what an administrator mends


def put_failed(session: Session, day: date, **values: Any) -> None:
    session.add(
        Letter(
            key=f"{day}",
            kind=LetterKind.DAILY,
            day=day,
            until=day,
            state=LetterState.FAILED,
            reason="user_disabled",
            made_at=datetime(2025, 1, 2, 10, 0, tzinfo=UTC),
            not_before=datetime(2025, 1, 2, 10, 0, tzinfo=UTC),
            **values,
        )
    )
    session.flush()


def test_letters_that_failed_lately_are_shown(session: Session, council: Council) -> None:
    put_failed(session, date(2025, 3, 6), person_id=person_id(session, TOMAS))
    put_failed(session, YESTERDAY, person_id=person_id(session, TOMAS))
    failed = home.of(session, council.administrator).failed_letters
    assert failed is not None
    assert [(letter.day, letter.person.name) for letter in failed.shown if letter.person] == [
        (YESTERDAY, "Tomas Reid")
    ]


def test_people_whom_slack_does_not_reach_are_named(session: Session, council: Council) -> None:
    stored_people.cannot_be_reached(session, person_id(session, TOMAS), YESTERDAY)
    session.add(Person(name="Ana Left", role=Role.PRACTITIONER, active=False))
    session.flush()
    found = home.of(session, council.administrator).out_of_reach
    assert found is not None
    assert [person.name for person in found.shown] == ["Jude Ellery", "Tomas Reid"]


# --- my cases


def test_a_worker_sees_the_open_cases_that_they_work_on(session: Session, council: Council) -> None:
    worker = person_id(session, TOMAS)
    session.add(Case(reference="C2D3F", cohort=Cohort.CARE_LEAVER, worker_id=worker, closed_on=YESTERDAY))
    session.flush()
    assert [case.reference for case in cases.mine(session, council.practitioner).cases] == ["K7Q2M"]


def test_a_manager_sees_those_of_the_team_page_by_page(session: Session, council: Council) -> None:
    team = session.get_one(Team, case_of(session, "K7Q2M").team_id)
    letters = "BCDFGHJKL"
    session.add_all(
        Case(reference=f"A2A2{letter}", cohort=Cohort.CARE_LEAVER, team_id=team.id) for letter in letters
    )
    session.flush()
    first, second = (cases.mine(session, council.manager, page) for page in (0, 1))
    assert (len(first.cases), first.total) == (10, 11)
    assert [case.reference for case in second.cases] == ["M4T9X"]
