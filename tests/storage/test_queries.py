"""Queries: what each finds, whom it hides what from, and that none reads a table from end to end."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage import (
    actions,
    audits,
    cases,
    challenges,
    checks,
    digest,
    endings,
    extensions,
    figures,
    home,
    inbox,
    leave,
    letters,
    notices,
    people,
    recommendations,
    rounds,
)
from storage.actions import Which
from storage.cases import Whose
from storage.figures import Actions, Audits, Within
from storage.home import Decider
from storage.models import Action, Audit, Base, Case, Person, Post, Recommendation, Round, Team
from storage.sight import Sight
from storage.words import Basis, Cohort, Grade, Origin, Role, Status
from tests.council import GRACE, PRIYA, TOMAS, case_of, person_id, put_action

AT = datetime(2025, 3, 14, 10, 0, tzinfo=UTC)
TODAY = date(2025, 3, 14)
EVERYTHING = Sight(everything=True)
NOTHING = Sight()


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def team_id(session: Session, name: str) -> int:
    team = people.team_by_name(session, name)
    assert team is not None
    return team.id


def found(session: Session, sight: Sight = EVERYTHING, which: Which | None = None) -> list[Action]:
    """Everything on the list; the count is held to be the list's length."""
    which = which or Which(due_before=TODAY)
    rows = list(actions.unfinished(session, sight, which, offset=0, limit=100))
    assert actions.count_unfinished(session, sight, which) == len(rows)
    return rows


def put_service_action(session: Session, owner: str, due_on: date) -> Action:
    """An action for a recommendation to the service, which has no case."""
    wanted = Recommendation(text="Review supervision.", origin=Origin.INSPECTION, made_at=AT)
    session.add(wanted)
    session.flush()
    action = Action(
        recommendation_id=wanted.id,
        text="Write to all managers.",
        owner_id=person_id(session, owner),
        first_due_on=due_on,
        due_on=due_on,
        status=Status.OPEN,
        agreed_at=AT,
    )
    session.add(action)
    session.flush()
    return action


def put_audit(session: Session, reference: str, round_: Round | None, auditor: str = "A. Auditor") -> Audit:
    audit = Audit(
        case_id=case_of(session, reference).id,
        round_id=round_.id if round_ else None,
        audited_on=TODAY,
        auditor_name=auditor,
        grade=Grade.GOOD,
        logged_at=AT,
    )
    session.add(audit)
    session.flush()
    return audit


# --- the list of the overdue


def test_the_oldest_first_date_comes_first_whatever_the_date_is_now(session: Session) -> None:
    newest = put_action(session, "K7Q2M", TOMAS, days_ago(1))
    extended = put_action(session, "M4T9X", TOMAS, days_ago(2), first_due_on=days_ago(30))
    oldest = put_action(session, "P3W6D", TOMAS, days_ago(40))
    assert found(session) == [oldest, extended, newest]


def test_of_one_first_date_the_one_agreed_earlier_comes_first(session: Session) -> None:
    agreed = [put_action(session, "K7Q2M", TOMAS, days_ago(3)) for _ in range(4)]
    assert found(session) == agreed


def test_pages_neither_overlap_nor_leave_anything_out(session: Session) -> None:
    agreed = [put_action(session, "K7Q2M", TOMAS, days_ago(25 - number)) for number in range(25)]
    pages = [
        actions.unfinished(session, EVERYTHING, Which(due_before=TODAY), offset=start, limit=10)
        for start in (0, 10, 20, 30)
    ]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert [action for page in pages for action in page] == agreed


@pytest.mark.parametrize(("due", "overdue"), [(days_ago(1), 1), (TODAY, 0), (days_ago(-1), 0)])
def test_an_action_is_overdue_once_its_day_is_over(session: Session, due: date, overdue: int) -> None:
    put_action(session, "K7Q2M", TOMAS, due)
    assert len(found(session)) == overdue


@pytest.mark.parametrize("status", Status)
def test_only_what_is_not_finished_is_listed(session: Session, status: Status) -> None:
    action = put_action(session, "K7Q2M", TOMAS, days_ago(1), status=status)
    expected = [action] if status in {Status.OPEN, Status.STARTED} else []
    assert found(session) == expected
    assert found(session, which=Which()) == expected


def test_an_extended_action_is_not_overdue_though_its_first_date_has_passed(session: Session) -> None:
    put_action(session, "K7Q2M", TOMAS, days_ago(-5), first_due_on=days_ago(20))
    assert found(session) == []


def test_what_is_due_soon_is_neither_overdue_nor_later(session: Session) -> None:
    put_action(session, "K7Q2M", TOMAS, days_ago(1))
    today = put_action(session, "K7Q2M", TOMAS, TODAY)
    last = put_action(session, "K7Q2M", TOMAS, days_ago(-7))
    put_action(session, "K7Q2M", TOMAS, days_ago(-8))
    assert found(session, which=Which(due_from=TODAY, due_before=days_ago(-8))) == [today, last]


def test_a_list_is_narrowed_by_owner_team_and_cohort(session: Session) -> None:
    leaver = put_action(session, "K7Q2M", TOMAS, days_ago(1))
    in_need = put_action(session, "M4T9X", PRIYA, days_ago(1))
    early = put_action(session, "P3W6D", TOMAS, days_ago(1))
    families = team_id(session, "Children and Families")
    assert found(session, which=Which(owner_id=person_id(session, TOMAS))) == [leaver, early]
    assert found(session, which=Which(team_id=families)) == [leaver, in_need]
    assert found(session, which=Which(cohort=Cohort.CARE_LEAVER)) == [leaver]
    assert found(session, which=Which(team_id=families, cohort=Cohort.EARLY_HELP)) == []


def test_an_action_for_the_service_belongs_to_its_owners_team(session: Session) -> None:
    action = put_service_action(session, TOMAS, days_ago(1))
    families, early = team_id(session, "Children and Families"), team_id(session, "Early Help")
    assert found(session, Sight(team_ids=frozenset({families}))) == [action]
    assert found(session, Sight(team_ids=frozenset({early}))) == []
    assert found(session, which=Which(team_id=families)) == [action]
    assert found(session, which=Which(cohort=Cohort.CARE_LEAVER)) == []


# --- sight


def test_who_has_no_sight_sees_nothing(session: Session) -> None:
    action = put_action(session, "K7Q2M", TOMAS, days_ago(1))
    assert found(session, NOTHING) == []
    assert not actions.is_in_sight(session, action, NOTHING)
    assert not cases.is_in_sight(session, case_of(session, "K7Q2M"), NOTHING)
    assert cases.in_sight(session, ["K7Q2M"], NOTHING, limit=3) == []


def sight_of_team(session: Session) -> Sight:
    return Sight(team_ids=frozenset({team_id(session, "Children and Families")}))


def sight_of_worker(session: Session) -> Sight:
    return Sight(person_id=person_id(session, TOMAS))


def sight_of_owner(session: Session) -> Sight:
    return Sight(person_id=person_id(session, GRACE))


def sight_of_organisation(session: Session) -> Sight:
    return Sight(organisation="Aidhour")


@pytest.mark.parametrize(
    ("sight_of", "seen_cases", "seen_actions"),
    [
        (sight_of_team, {"K7Q2M", "M4T9X"}, {"K7Q2M", "M4T9X"}),
        (sight_of_worker, {"K7Q2M"}, {"K7Q2M"}),
        (sight_of_owner, {"P3W6D"}, {"P3W6D"}),
        (sight_of_organisation, {"M4T9X"}, {"M4T9X"}),
    ],
)
def test_sight_reaches_what_is_the_persons_and_no_further(
    session: Session,
    sight_of: Callable[[Session], Sight],
    seen_cases: set[str],
    seen_actions: set[str],
) -> None:
    agreed = {
        reference: put_action(session, reference, owner, days_ago(1))
        for reference, owner in (("K7Q2M", PRIYA), ("M4T9X", PRIYA), ("P3W6D", GRACE))
    }
    put_audit(session, "M4T9X", rounds.by_name(session, "March 2025"))
    sight = sight_of(session)
    assert set(cases.in_sight(session, list(agreed), sight, limit=9)) == seen_cases
    assert {ref for ref in agreed if cases.is_in_sight(session, case_of(session, ref), sight)} == seen_cases
    assert {action.case.reference for action in found(session, sight) if action.case} == seen_actions
    assert {ref for ref, one in agreed.items() if actions.is_in_sight(session, one, sight)} == seen_actions


def test_an_audit_outside_every_round_opens_a_case_to_no_organisation(session: Session) -> None:
    put_audit(session, "K7Q2M", None, auditor="Alana Brook")
    assert not cases.is_in_sight(session, case_of(session, "K7Q2M"), sight_of_organisation(session))


# --- people, teams and rounds


def test_a_name_is_found_however_it_is_capitalised(session: Session) -> None:
    session.add_all(
        (
            Person(name="Éva Łukasz", role=Role.PRACTITIONER),
            Team(name="Équipe Nord"),
            Round(name="Été 2025", basis=Basis.ALL, starts_on=TODAY),
        )
    )
    assert [person.name for person in people.by_name(session, "éva łUKASZ")] == ["Éva Łukasz"]
    assert people.team_by_name(session, "ÉQUIPE nord") is not None
    assert rounds.by_name(session, "ÉTÉ 2025") is not None


def test_a_person_comes_with_team_and_posts(session: Session) -> None:
    person = people.by_slack_id(session, PRIYA)
    assert person is not None
    assert person.team is not None
    assert (person.team.name, [post.post for post in person.posts]) == ("Children and Families", ["manager"])


def test_administrators_are_also_those_who_are_it_beside_another_role(session: Session) -> None:
    session.add(Person(name="Bea Holt", role=Role.MANAGER, administrator=True))
    session.add(Person(name="Cal Innes", role=Role.ADMINISTRATOR, active=False))
    names = [person.name for person in people.active_in_role(session, Role.ADMINISTRATOR)]
    assert names == ["Bea Holt", "Samir Patel"]


def test_a_manager_who_left_manages_no_team(session: Session) -> None:
    families = team_id(session, "Children and Families")
    manager = people.manager_of(session, families)
    assert manager is not None
    assert manager.name == "Priya Shah"
    manager.active = False
    assert people.manager_of(session, families) is None
    assert set(people.posts_of_team(session, families)) == {"manager"}


def test_a_service_manager_is_not_the_manager(session: Session) -> None:
    early = team_id(session, "Early Help")
    session.add(Post(team_id=early, post="service_manager", person_id=person_id(session, GRACE)))
    assert people.manager_of(session, early) is None


def test_a_round_holds_its_first_and_its_last_day_and_is_open_without_an_end(session: Session) -> None:
    session.add(Round(name="April 2025", basis=Basis.ALL, starts_on=date(2025, 3, 31)))
    session.flush()

    def names(day: date) -> list[str]:
        return [entry.name for entry in rounds.holding(session, day)]

    assert names(date(2025, 2, 28)) == []
    assert names(date(2025, 3, 1)) == ["March 2025"]
    assert names(date(2025, 3, 31)) == ["April 2025", "March 2025"]
    assert names(date(2029, 1, 1)) == ["April 2025"]


def test_the_same_audit_is_known_by_case_round_day_and_auditor(session: Session) -> None:
    round_ = rounds.by_name(session, "March 2025")
    assert round_ is not None
    audit = put_audit(session, "K7Q2M", round_, auditor="Éva Holt")
    known = (audit.case_id, round_.id, TODAY, "ÉVA HOLT")
    assert audits.same(session, *known) == audit
    for other in (
        (case_of(session, "M4T9X").id, *known[1:]),
        (known[0], None, *known[2:]),
        (*known[:2], days_ago(1), known[3]),
        (*known[:3], "Eva Holt"),
    ):
        assert audits.same(session, *other) is None


def test_every_reference_comes_with_number_and_worker_in_order(session: Session) -> None:
    session.add(Case(reference="H2J3K", cohort=Cohort.EARLY_HELP))
    session.flush()
    assert [tuple(row) for row in cases.every_reference(session)] == [
        ("H2J3K", None, None),
        ("K7Q2M", "1001", "Tomas Reid"),
        ("M4T9X", "1002", None),
        ("P3W6D", "1003", None),
    ]


# --- the inbox


def test_an_event_is_taken_in_once(session: Session) -> None:
    assert inbox.take_in(session, "Ev1", AT)
    assert not inbox.take_in(session, "Ev1", AT + timedelta(minutes=1))
    assert inbox.take_in(session, "Ev2", AT)


def test_an_event_seen_before_leaves_what_was_written_with_it(session: Session) -> None:
    inbox.take_in(session, "Ev1", AT)
    session.add(Team(name="North"))
    inbox.take_in(session, "Ev1", AT)
    assert people.team_by_name(session, "North") is not None


def test_old_events_are_forgotten_and_only_those(session: Session) -> None:
    inbox.take_in(session, "Ev1", AT - timedelta(days=1, seconds=1))
    inbox.take_in(session, "Ev2", AT - timedelta(days=1))
    assert inbox.forget_before(session, AT - timedelta(days=1)) == 1
    assert inbox.take_in(session, "Ev1", AT)
    assert not inbox.take_in(session, "Ev2", AT)


# --- how the database goes about it


@contextmanager
def plans(session: Session) -> Iterator[list[str]]:
    """What the database says how it would answer the queries of the block, line by line."""
    asked: list[tuple[str, Any]] = []
    connection = session.connection()

    def keep(_c: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        asked.append((statement, values))

    sa.event.listen(connection, "before_cursor_execute", keep)
    lines: list[str] = []
    yield lines
    sa.event.remove(connection, "before_cursor_execute", keep)
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        # With a handful of rows PostgreSQL would read any table from end to end.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    for statement, values in asked:
        lines += [
            str(row[-1]).strip() for row in connection.exec_driver_sql(f"{explain} {statement}", values)
        ]


def read_whole(lines: list[str]) -> list[str]:
    """The lines that say that a table is read from end to end."""
    return [line for line in lines if line.startswith("SCAN") or "Seq Scan on" in line]


SIGHTS = [
    EVERYTHING,
    Sight(team_ids=frozenset({1})),
    Sight(person_id=2),
    Sight(team_ids=frozenset({1}), person_id=1),
]


@pytest.mark.parametrize("sight", SIGHTS, ids=str)
def test_the_overdue_are_found_by_the_index_of_the_unfinished(session: Session, sight: Sight) -> None:
    which = Which(due_before=TODAY)
    with plans(session) as lines:
        actions.unfinished(session, sight, which, offset=0, limit=10)
        actions.count_unfinished(session, sight, which)
    assert len([line for line in lines if " ix_actions_unfinished" in line]) == 2
    assert not read_whole(lines)
    assert not [line for line in lines if line.startswith(("USE TEMP B-TREE FOR ORDER BY", "Sort"))]


@pytest.mark.parametrize(
    "which",
    [Which(), Which(owner_id=1), Which(cohort=Cohort.CARE_LEAVER), Which(due_from=TODAY, team_id=1)],
    ids=str,
)
def test_no_list_of_actions_reads_the_finished_ones_of_everybody(session: Session, which: Which) -> None:
    with plans(session) as lines:
        actions.unfinished(session, EVERYTHING, which, offset=0, limit=10)
        actions.count_unfinished(session, EVERYTHING, which)
    assert len([line for line in lines if re.search(r"\b(USING INDEX|using|on) ix_actions_", line)]) == 2
    assert not [line for line in read_whole(lines) if line.endswith("actions") or "Scan on actions" in line]


def test_actions_that_are_not_theirs_are_looked_for_among_the_unfinished(session: Session) -> None:
    with plans(session) as lines:
        home.disowned(session, Decider(1, Sight(team_ids=frozenset({1}))), 5)
    # Both of these indexes hold the unfinished ones alone.
    assert len([line for line in lines if re.search("ix_actions_(unfinished|to_look_at)", line)]) == 2


@pytest.mark.parametrize(
    "asked",
    [
        lambda session: home.requests(session, Decider(1, EVERYTHING), 5, is_second=False),
        lambda session: extensions.to_decide(
            session, extensions.Which(EVERYTHING, decided_by=1, with_second=True), 0, 5
        ),
    ],
)
def test_requests_are_looked_for_among_the_undecided(
    session: Session, asked: Callable[[Session], object]
) -> None:
    with plans(session) as lines:
        asked(session)
    assert any("ix_extensions_undecided" in line for line in lines)


LOOK_UPS: list[tuple[Callable[[Session], object], str]] = [
    (lambda session: cases.by_reference(session, "K7Q2M"), "cases"),
    (lambda session: cases.by_system_number(session, "1001"), "cases"),
    (lambda session: cases.get(session, 1), "cases"),
    (lambda session: cases.in_sight(session, ["K7Q2M", "M4T9X"], EVERYTHING, limit=3), "cases"),
    (lambda session: audits.of_case(session, 1), "audits"),
    (lambda session: audits.same(session, 1, 1, TODAY, "A. Auditor"), "audits"),
    (lambda session: audits.same(session, 1, None, TODAY, "A. Auditor"), "audits"),
    (lambda session: recommendations.of_case(session, 1), "recommendations"),
    (lambda session: recommendations.of_audit(session, 1), "recommendations"),
    (lambda session: actions.of_case(session, 1), "actions"),
    (lambda session: actions.of_recommendation(session, 1), "actions"),
    (lambda session: actions.same(session, "Visit.", 1, 1), "actions"),
    (lambda session: actions.get(session, 1), "actions"),
    (lambda session: actions.to_look_at(session, TODAY, 10), "actions"),
    (lambda session: checks.latest_of(session, [1, 2]), "checks"),
    (lambda session: endings.latest_of(session, [1, 2]), "endings"),
    (lambda session: challenges.of_audits(session, [1, 2]), "challenges"),
    (lambda session: extensions.waiting_of(session, [1, 2]), "extensions"),
    (lambda session: endings.to_look_at_again(session, EVERYTHING, TODAY, 5, without=1), "endings"),
    (lambda session: home.rounds_of(session, "Aidhour", 5), "rounds"),
    (lambda session: home.failed_letters(session, TODAY, 5), "letters"),
    (lambda session: cases.open_of(session, Whose(1, [1]), TODAY, 0, 10), "cases"),
    (lambda session: leave.on(session, 1, TODAY), "leave"),
    (lambda session: letters.conversation_with(session, session.get_one(Person, 1)), "letters"),
    (lambda session: letters.readers_on(session, TODAY), "letters"),
    (lambda session: notices.of_letter(session, 1), "notices"),
    (lambda session: notices.reckoned(session, [1, 2]), "notices"),
    (notices.waiting, "notices"),
    (lambda session: people.by_slack_id(session, PRIYA), "people"),
    (lambda session: people.manager_of(session, 1), "people"),
]


@pytest.mark.parametrize(("look_up", "table"), LOOK_UPS)
def test_a_look_up_reads_its_rows_and_no_others(
    session: Session, look_up: Callable[[Session], object], table: str
) -> None:
    with plans(session) as lines:
        look_up(session)
    assert any(line.startswith(f"SEARCH {table}") or f" on {table}" in line for line in lines)
    assert not read_whole(lines)


@pytest.mark.parametrize(
    "look_up",
    [
        lambda session: letters.claim(session, timedelta(1), timedelta()),
        lambda session: letters.never_tried_before(session, TODAY),
    ],
)
def test_letters_that_have_arrived_are_not_read_to_find_those_on_their_way(
    session: Session, look_up: Callable[[Session], object]
) -> None:
    with plans(session) as lines:
        look_up(session)
    assert any("ix_letters_on_their_way" in line for line in lines)
    assert not [line for line in read_whole(lines) if "ix_letters_on_their_way" not in line]


def test_a_case_and_all_about_it_comes_in_a_few_queries(session: Session) -> None:
    for _ in range(12):
        put_action(session, "K7Q2M", TOMAS, days_ago(1))
    case_id = case_of(session, "K7Q2M").id
    session.expunge_all()
    with plans(session) as lines:
        shown: Sequence[Base] = actions.of_case(session, case_id)
    assert len(shown) == 12
    assert len([line for line in lines if line.startswith("SEARCH actions") or " on actions " in line]) == 1


def _actions(which: Actions) -> Callable[[Session, Within], object]:
    return lambda session, within: figures.count_actions(session, which, within)


def _audits(which: Audits) -> Callable[[Session, Within], object]:
    return lambda session, within: figures.count_audits(session, which, within)


@pytest.mark.parametrize("team", [None, 1])
@pytest.mark.parametrize(
    ("count", "index"),
    [
        (digest.late, "ix_actions_unfinished"),
        (_actions(Actions.DUE), "ix_actions_unfinished"),
        (_actions(Actions.DONE), "ix_actions_done_on"),
        (_actions(Actions.UNCHECKED), "ix_actions_unchecked"),
        (_actions(Actions.CHECKED), "ix_checks_checked_on"),
        (_actions(Actions.HELPED), "ix_checks_impact_on"),
        (_audits(Audits.CARRIED_OUT), "ix_audits_audited_on"),
        (_audits(Audits.GOOD_OR_BETTER), "ix_audits_audited_on"),
        (_audits(Audits.UNMODERATED), "ix_audits_unmoderated"),
        (
            lambda session, _: digest.of_rounds(session, TODAY),
            "(ix_audits_round_id|uq_audits_once_in_a_round)",
        ),
    ],
    ids=range(10),
)
def test_no_count_of_the_digest_reads_the_finished_history(
    session: Session, team: int | None, count: Callable[[Session, Within], object], index: str
) -> None:
    with plans(session) as lines:
        count(session, Within(TODAY, team, TODAY, TODAY))
    assert any(re.search(f" {index}", line) for line in lines)
    whole = [line for line in read_whole(lines) if re.search(r"\b(actions|audits|checks)\b", line)]
    assert not [line for line in whole if not re.search(f" {index}", line)]
