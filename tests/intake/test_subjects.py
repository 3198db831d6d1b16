"""What each kind of row becomes, and why one is refused."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.intake import Kind, pairs
from bot.rules import references
from bot.visit import Visit
from storage import actions as stored_actions
from storage import audits as stored_audits
from storage import cases as stored_cases
from storage import people as stored_people
from storage import recommendations as stored_recommendations
from storage import rounds as stored_rounds
from storage.models import Action, Audit, Case, JournalEntry, Person, Recommendation
from storage.words import Basis, Cohort, Grade, Origin, Role, Source, Status
from tests.council import PRIYA, TOMAS, person_id
from tests.intake.sheets import (
    ACTIONS,
    AUDITS,
    CASES,
    PEOPLE,
    RECOMMENDATIONS,
    ROUNDS,
    TEAMS,
    take,
    take_one,
)


def named(session: Session, name: str) -> Person:
    (person,) = stored_people.by_name(session, name)
    return person


def case_id(session: Session, reference: str = "K7Q2M") -> int:
    case = stored_cases.by_reference(session, reference)
    assert case is not None
    return case.id


# --- people


def test_a_person_comes_in_with_role_team_days_and_a_cover_from_a_later_row(
    session: Session, visit: Visit
) -> None:
    take(session, visit, Kind.PEOPLE, PEOPLE)
    robin = named(session, "Robin Vale")
    assert robin.slack_id == "U0ROBIN09"
    assert robin.roles == {Role.QUALITY, Role.ADMINISTRATOR}
    assert robin.team is not None
    assert robin.team.name == "Early Help"
    assert robin.working_days == "mon-wed"
    assert robin.cover_id == named(session, "Wren Ashdale").id


@pytest.mark.parametrize(
    ("role", "roles"),
    [
        ("administrator", {Role.ADMINISTRATOR}),
        ("Quality and Administrator", {Role.QUALITY, Role.ADMINISTRATOR}),
        ("admin, leader", {Role.LEADER, Role.ADMINISTRATOR}),
        ("social worker", {Role.PRACTITIONER}),
    ],
)
def test_a_role_may_have_administrator_beside_it(
    session: Session, visit: Visit, role: str, roles: set[Role]
) -> None:
    take_one(session, visit, Kind.PEOPLE, name="Robin Vale", role=role)
    assert named(session, "Robin Vale").roles == roles


@pytest.mark.parametrize("role", ["quality; leader", "boss", ";"])
def test_any_other_role_is_refused(session: Session, visit: Visit, role: str) -> None:
    assert take_one(session, visit, Kind.PEOPLE, name="Robin Vale", role=role).startswith("role: ")


def test_a_person_who_gets_slack_stays_the_same_person(session: Session, visit: Visit) -> None:
    jude = named(session, "Jude Ellery").id
    assert (
        take_one(session, visit, Kind.PEOPLE, slack_id="U0JUDE007", name="jude ellery", role="practitioner")
        == "changed"
    )
    assert person_id(session, "U0JUDE007") == jude


def test_a_person_with_slack_may_change_their_name(session: Session, visit: Visit) -> None:
    take_one(session, visit, Kind.PEOPLE, slack_id=TOMAS, name="Tomas Reid-Obi", role="practitioner")
    assert person_id(session, TOMAS) == named(session, "Tomas Reid-Obi").id


def test_a_namesake_with_another_slack_id_is_somebody_else(session: Session, visit: Visit) -> None:
    report = take(session, visit, Kind.PEOPLE, "slack_id,name,role\nU0TOMAS99,Tomas Reid,manager")
    assert "another Slack id" in report.rows[0].notes[0]
    assert len(stored_people.by_name(session, "Tomas Reid")) == 2
    assert "more than one person" in take_one(
        session, visit, Kind.PEOPLE, name="Tomas Reid", role="practitioner"
    )


def test_a_name_is_the_same_in_capitals_of_any_alphabet(session: Session, visit: Visit) -> None:
    take_one(session, visit, Kind.PEOPLE, name="Éva Ünal", role="practitioner")
    assert take_one(session, visit, Kind.PEOPLE, name="Éva Ünal", role="practitioner") == "unchanged"
    assert take_one(session, visit, Kind.PEOPLE, name="ÉVA ÜNAL", role="practitioner") == "changed"


def test_a_team_that_nobody_knows_is_added_with_a_note(session: Session, visit: Visit) -> None:
    report = take(
        session,
        visit,
        Kind.PEOPLE,
        "name,role,team\nRobin Vale,quality,Fostering\nWren Ashdale,leader,fostering",
    )
    assert [row.notes for row in report.rows] == [
        ('the team "Fostering" was not known; this row adds it.',),
        (),
    ]


@pytest.mark.parametrize("cover", ["Somebody Else", "Robin Vale"])
def test_a_cover_who_cannot_be_is_noted_and_left_out(session: Session, visit: Visit, cover: str) -> None:
    report = take(session, visit, Kind.PEOPLE, f"name,role,cover\nRobin Vale,quality,{cover}")
    assert report.rows[0].notes[0].startswith("cover: ")
    assert named(session, "Robin Vale").cover_id is None


# --- teams


def test_a_team_comes_in_with_its_channel_and_both_posts(session: Session, visit: Visit) -> None:
    take(session, visit, Kind.TEAMS, TEAMS)
    team = stored_people.team_by_name(session, "Fostering")
    assert team is not None
    assert team.channel == "C0FOSTER1"
    posts = stored_people.posts_of_team(session, team.id)
    assert {post: held.person_id for post, held in posts.items()} == {
        "manager": person_id(session, PRIYA),
        "service_manager": named(session, "Omara Finch").id,
    }


def test_a_new_manager_takes_the_post_over_and_it_is_journalled(session: Session, visit: Visit) -> None:
    assert (
        take_one(session, visit, Kind.TEAMS, name="Children and Families", manager="Omara Finch") == "changed"
    )
    newest = session.scalars(sa.select(JournalEntry).order_by(JournalEntry.number.desc())).first()
    assert newest is not None
    assert (newest.event, newest.subject) == ("post filled", "posts")
    assert newest.before_digest is not None


def test_teams_and_people_may_come_in_either_order(session: Session, visit: Visit) -> None:
    teams = "name,manager\nFostering,Robin Vale"
    first = take(session, visit, Kind.TEAMS, teams)
    assert "import the people, then the teams again" in first.rows[0].notes[0]
    take(session, visit, Kind.PEOPLE, "name,role,team\nRobin Vale,manager,Fostering")
    assert take(session, visit, Kind.TEAMS, teams).rows[0].notes == ()
    team = stored_people.team_by_name(session, "Fostering")
    assert team is not None
    manager = stored_people.manager_of(session, team.id)
    assert manager is not None
    assert manager.name == "Robin Vale"


# --- cases


def test_a_case_comes_in_with_its_reference_or_a_new_one(session: Session, visit: Visit) -> None:
    take(session, visit, Kind.CASES, CASES)
    given = stored_cases.by_system_number(session, "2001")
    made = stored_cases.by_system_number(session, "2002")
    assert given is not None
    assert made is not None
    assert (given.reference, given.cohort, given.opened_on) == (
        "R8D4C",
        Cohort.CHILD_IN_CARE,
        date(2024, 3, 14),
    )
    assert given.team is not None
    assert given.worker is not None
    assert (given.team.name, given.worker.name) == ("Early Help", "Jude Ellery")
    assert references.read(made.reference) == made.reference


CASE = {"system_number": "1001", "cohort": "Care leaver"}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"reference": "R8D4C"}, "a reference never changes"),
        ({"system_number": "2001", "reference": "K7Q2M"}, "another case has it"),
        ({"reference": "12345"}, "not a reference"),
        ({"team": "Fostering"}, "The teams are: Aidhour, Children and Families, Early Help."),
        ({"worker": "Somebody Else"}, "worker: "),
        ({"opened": "2/2/2025", "closed": "1/2/2025"}, "close before it opened"),
        ({"closed": "1/2/2024"}, "close before it opened"),
        ({"opened": "15/3/2025"}, "in the future"),
        ({"cohort": "Adult"}, "early help, child in need"),
    ],
)
def test_a_wrong_case_is_refused(session: Session, visit: Visit, cells: dict[str, str], said: str) -> None:
    assert said in take_one(session, visit, Kind.CASES, **(CASE | cells))


def test_a_case_moves_to_another_cohort(session: Session, visit: Visit) -> None:
    assert take_one(session, visit, Kind.CASES, system_number="1002", cohort="CP") == "changed"
    case = stored_cases.by_reference(session, "M4T9X")
    assert case is not None
    assert case.cohort is Cohort.CHILD_PROTECTION


# --- rounds


def test_a_round_comes_in_with_its_dates_and_basis(session: Session, visit: Visit) -> None:
    take(session, visit, Kind.ROUNDS, ROUNDS)
    round_ = stored_rounds.by_name(session, "April 2025")
    assert round_ is not None
    assert (round_.basis, round_.starts_on, round_.ends_on) == (
        Basis.RISK,
        date(2025, 4, 1),
        date(2025, 4, 30),
    )
    assert (round_.kind, round_.theme, round_.organisation, round_.planned) == (
        "Case audits",
        "Housing",
        "Aidhour",
        31,
    )


def test_a_round_cannot_end_before_it_starts(session: Session, visit: Visit) -> None:
    said = take_one(session, visit, Kind.ROUNDS, name="March 2025", basis="half", starts="1/4/2025")
    assert said == "ends: the round would end before it starts. Please check the two dates."


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"starts": "5/3/2025"}, "starts: 1 audit is in this round already, one of Tuesday 4 March 2025,"),
        ({"ends": "3/3/2025"}, "ends: 1 audit is in this round already, one of Tuesday 4 March 2025,"),
        (
            {"organisation": "Others"},
            "organisation: 1 audit is in this round already, so who audits it stays.",
        ),
    ],
)
def test_a_round_never_moves_past_its_audits(
    session: Session, visit: Visit, cells: dict[str, str], said: str
) -> None:
    round_ = {"name": "March 2025", "basis": "half", "starts": "1/3/2025"}
    take_one(session, visit, Kind.AUDITS, **AUDIT, round="March 2025")
    assert take_one(session, visit, Kind.ROUNDS, **round_ | cells).startswith(said)
    there = stored_rounds.by_name(session, "March 2025")
    assert there is not None
    assert (there.starts_on, there.ends_on, there.organisation) == (
        date(2025, 3, 1),
        date(2025, 3, 31),
        "Aidhour",
    )
    assert take_one(session, visit, Kind.ROUNDS, **round_, organisation="aidhour") == "unchanged"


def test_a_round_that_another_is_compared_with_keeps_its_basis(session: Session, visit: Visit) -> None:
    take_one(session, visit, Kind.ROUNDS, name="April 2025", basis="half", starts="1/4/2025")
    march, april = (stored_rounds.by_name(session, name) for name in ("March 2025", "April 2025"))
    assert march is not None
    assert april is not None
    april.comparable_id = march.id
    said = take_one(session, visit, Kind.ROUNDS, name="March 2025", basis="all", starts="1/3/2025")
    assert said == "basis: a later round is compared with this one, so the basis stays."


# --- audits


def test_an_audit_comes_in_with_both_grades(session: Session, visit: Visit) -> None:
    take(session, visit, Kind.AUDITS, AUDITS)
    (audit,) = stored_audits.of_case(session, case_id(session))
    assert (audit.grade, audit.moderated_grade) == (Grade.REQUIRES_IMPROVEMENT, Grade.GOOD)
    assert (audit.moderator_name, audit.moderated_on) == ("Grace Obi", date(2025, 3, 7))
    assert audit.sources == {Source.CASE_FILE, Source.WORKER}
    assert audit.round is not None
    assert audit.round.name == "March 2025"


def test_an_auditor_the_bot_knows_is_linked_with_their_organisation(session: Session, visit: Visit) -> None:
    take(session, visit, Kind.AUDITS, AUDITS)
    (known,) = stored_audits.of_case(session, case_id(session))
    (stranger,) = stored_audits.of_case(session, case_id(session, "M4T9X"))
    assert (known.auditor_name, known.auditor_id, known.organisation) == (
        "Alana Brook",
        named(session, "Alana Brook").id,
        "Aidhour",
    )
    assert (stranger.auditor_name, stranger.auditor_id, stranger.organisation) == ("Wren Ashdale", None, None)


AUDIT = {"case": "K7Q2M", "date": "4/3/2025", "auditor": "Alana Brook", "grade": "good"}


@pytest.mark.parametrize("round_", ["", "Single audits"])
def test_an_audit_without_a_round_is_a_single_one(session: Session, visit: Visit, round_: str) -> None:
    assert take_one(session, visit, Kind.AUDITS, **AUDIT, round=round_) == "added"
    assert stored_audits.same(session, case_id(session), None, date(2025, 3, 4), "Alana Brook") is not None


def test_the_round_is_part_of_what_an_audit_is_known_by(session: Session, visit: Visit) -> None:
    assert take_one(session, visit, Kind.AUDITS, **AUDIT) == "added"
    assert take_one(session, visit, Kind.AUDITS, **AUDIT, round="March 2025") == "added"
    assert take_one(session, visit, Kind.AUDITS, **AUDIT, round="march 2025") == "unchanged"


def test_moderation_may_come_in_later(session: Session, visit: Visit) -> None:
    take_one(session, visit, Kind.AUDITS, **AUDIT)
    assert take_one(session, visit, Kind.AUDITS, **AUDIT, moderated_grade="1") == "changed"
    assert take_one(session, visit, Kind.AUDITS, **AUDIT) == "unchanged"
    assert session.scalars(sa.select(Audit.moderated_grade)).all() == [Grade.OUTSTANDING]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"case": "Q9Q9Q"}, "no case of that reference or number"),
        ({"round": "March 2035"}, "no round of that name"),
        ({"date": "15/3/2025"}, "in the future"),
        ({"date": "1/3/1999"}, "too long ago"),
        ({"moderator": "Grace Obi"}, "moderated_grade: the cell is blank"),
        ({"moderated_on": "5/3/2025"}, "moderated_grade: the cell is blank"),
        ({"moderated_grade": "good", "moderated_on": "3/3/2025"}, "moderated before it was done"),
        ({"moderated_grade": "good", "moderator": "ALANA BROOK"}, "nobody moderates their own audit"),
        ({"moderated_grade": "good", "moderator": "U0ALANA05"}, "nobody moderates their own audit"),
    ],
)
def test_a_wrong_audit_is_refused(session: Session, visit: Visit, cells: dict[str, str], said: str) -> None:
    assert said in take_one(session, visit, Kind.AUDITS, **(AUDIT | cells))


def test_a_date_outside_the_round_is_noted(session: Session, visit: Visit) -> None:
    report = take(
        session,
        visit,
        Kind.AUDITS,
        "case,round,date,auditor,grade\nK7Q2M,March 2025,4/3/2024,Alana Brook,good",
    )
    assert report.rows[0].notes == ("the date lies outside the round's dates. Is the year right?",)


# --- recommendations


def test_a_recommendation_is_for_the_service_or_for_a_case(session: Session, visit: Visit) -> None:
    take(session, visit, Kind.RECOMMENDATIONS, RECOMMENDATIONS)
    service = stored_recommendations.by_number(session, "1")
    (case,) = stored_recommendations.of_case(session, case_id(session))
    assert service is not None
    assert (service.case_id, service.origin, service.theme) == (None, Origin.INSPECTION, "Supervision")
    assert (case.number, case.origin, case.text) == (None, Origin.AUDIT, "Update the pathway plan")


def test_the_number_is_what_a_recommendation_is_known_by(session: Session, visit: Visit) -> None:
    take_one(session, visit, Kind.RECOMMENDATIONS, number="1.0", text="Try case mapping")
    assert take_one(session, visit, Kind.RECOMMENDATIONS, number="1", text="Use case mapping") == "changed"
    assert session.scalars(sa.select(Recommendation.text)).all() == ["Use case mapping"]


def test_a_recommendation_gets_its_number_later(session: Session, visit: Visit) -> None:
    take_one(session, visit, Kind.RECOMMENDATIONS, text="Try case mapping")
    assert take_one(session, visit, Kind.RECOMMENDATIONS, number="1", text="Try case mapping") == "changed"
    assert take_one(session, visit, Kind.RECOMMENDATIONS, number="2", text="Try case mapping") == "added"


def test_the_same_words_in_two_rounds_are_two_recommendations(session: Session, visit: Visit) -> None:
    take_one(session, visit, Kind.RECOMMENDATIONS, text="Try case mapping")
    said = take_one(session, visit, Kind.RECOMMENDATIONS, text="Try case mapping", round="March 2025")
    assert said == "added"


def test_a_number_stays_with_its_case(session: Session, visit: Visit) -> None:
    take_one(session, visit, Kind.RECOMMENDATIONS, number="1", text="Try", case="K7Q2M")
    said = take_one(session, visit, Kind.RECOMMENDATIONS, number="1", text="Try", case="M4T9X")
    assert said.startswith("case: the recommendation of that number is another case's")


# --- actions


def test_an_action_is_for_a_recommendation_by_number_or_by_text(session: Session, visit: Visit) -> None:
    take(session, visit, Kind.RECOMMENDATIONS, RECOMMENDATIONS)
    take(session, visit, Kind.ACTIONS, ACTIONS)
    by_number, by_text = session.scalars(sa.select(Action).order_by(Action.id)).all()
    assert (by_number.case_id, by_number.status, by_number.owner_id) == (
        None,
        Status.STARTED,
        person_id(session, PRIYA),
    )
    assert (by_text.case_id, by_text.status, by_text.done_on) == (
        case_id(session),
        Status.DONE,
        date(2025, 3, 7),
    )
    assert by_text.first_due_on == by_text.due_on == date(2025, 3, 10)


ACTION = {"recommendation": "1", "text": "Try it", "owner": "Priya Shah", "due": "31/03/2025"}


def agreed(session: Session, visit: Visit, **cells: str) -> str:
    take_one(session, visit, Kind.RECOMMENDATIONS, number="1", text="Use case mapping", case="K7Q2M")
    take_one(session, visit, Kind.ACTIONS, **ACTION)
    return take_one(session, visit, Kind.ACTIONS, **(ACTION | cells))


def only_action(session: Session) -> Action:
    (action,) = stored_actions.of_case(session, case_id(session))
    return action


def test_a_later_date_moves_the_date_and_not_the_first_date(session: Session, visit: Visit) -> None:
    assert agreed(session, visit, due="14/04/2025") == "changed"
    action = only_action(session)
    assert (action.first_due_on, action.due_on) == (date(2025, 3, 31), date(2025, 4, 14))


def test_no_date_comes_before_the_first(session: Session, visit: Visit) -> None:
    assert agreed(session, visit, due="30/03/2025").startswith(
        "due: the action was first agreed for Monday 31 March 2025"
    )


def test_an_action_that_is_opened_again_was_not_done(session: Session, visit: Visit) -> None:
    agreed(session, visit, status="done", done_on="12/03/2025")
    assert only_action(session).done_on == date(2025, 3, 12)
    assert take_one(session, visit, Kind.ACTIONS, **ACTION, status="open") == "changed"
    action = only_action(session)
    assert (action.status, action.done_on) == (Status.OPEN, None)


def test_a_row_without_a_status_leaves_it(session: Session, visit: Visit) -> None:
    agreed(session, visit, status="checked", done_on="12/03/2025")
    assert take_one(session, visit, Kind.ACTIONS, **ACTION) == "unchanged"
    assert take_one(session, visit, Kind.ACTIONS, **ACTION, done_on="12/03/2025") == "unchanged"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"owner": "Somebody Else"}, "owner: I do not know that person"),
        ({"recommendation": "7"}, "none of that number or in these words"),
        ({"case": "M4T9X"}, "the recommendation of that number is another case's"),
        ({"status": "started", "done_on": "12/03/2025"}, "its status says that it is not done"),
        ({"status": "done", "done_on": "15/03/2025"}, "in the future"),
        ({"due": "when we can"}, "not a date"),
    ],
)
def test_a_wrong_action_is_refused(session: Session, visit: Visit, cells: dict[str, str], said: str) -> None:
    assert said in agreed(session, visit, **cells)


def test_words_that_two_recommendations_share_need_the_number(session: Session, visit: Visit) -> None:
    for number in ("1", "2"):
        take_one(session, visit, Kind.RECOMMENDATIONS, number=number, text="Use case mapping")
    said = take_one(session, visit, Kind.ACTIONS, **(ACTION | {"recommendation": "Use case mapping"}))
    assert said == "recommendation: more than one has these words. Please give its number."


def test_a_case_may_have_its_own_action_for_a_recommendation_of_the_service(
    session: Session, visit: Visit
) -> None:
    take_one(session, visit, Kind.RECOMMENDATIONS, number="1", text="Use case mapping")
    assert take_one(session, visit, Kind.ACTIONS, **ACTION) == "added"
    assert take_one(session, visit, Kind.ACTIONS, **ACTION, case="1001") == "added"
    assert session.scalar(sa.select(Case.reference).join(Action)) == "K7Q2M"


# --- as councils write it


@pytest.mark.parametrize("owner", ["Priya Sha", "Shah, Priya", "P. Shah"])
def test_a_name_that_is_close_to_one_is_proposed_and_never_taken(
    session: Session, visit: Visit, owner: str
) -> None:
    said = agreed(session, visit, owner=owner)
    assert said.endswith("Is it Priya Shah? Then please write the name so.")


def test_a_tracker_row_holds_the_recommendation_and_its_action(session: Session, visit: Visit) -> None:
    tracker = """
        Ref,Recommendation,Action,Who,By when,RAG
        K7Q2M,Update the pathway plan,Meet the young person,Priya Shah,31.03.25,On track
        K7Q2M,Update the pathway plan,Agree it in supervision,Priya Shah,w/c 31 Mar 25,Overdue
    """
    assert take(session, visit, Kind.RECOMMENDATIONS, tracker).is_kept
    assert take(session, visit, Kind.ACTIONS, tracker).is_kept
    actions = stored_actions.of_case(session, case_id(session))
    assert {action.status for action in actions} == {Status.STARTED, Status.OPEN}


@pytest.mark.parametrize(
    ("written", "grades"),
    [
        ("Good/RI", (Grade.GOOD, Grade.REQUIRES_IMPROVEMENT)),
        ("RI -> Good", (Grade.REQUIRES_IMPROVEMENT, Grade.GOOD)),
        ("G (mod RI)", (Grade.GOOD, Grade.REQUIRES_IMPROVEMENT)),
        ("Good (moderated to RI)", (Grade.GOOD, Grade.REQUIRES_IMPROVEMENT)),
        ("Ofsted 3", (Grade.REQUIRES_IMPROVEMENT, None)),
        ("Req Imp", (Grade.REQUIRES_IMPROVEMENT, None)),
        ("Requires improvement to be good", (Grade.REQUIRES_IMPROVEMENT, None)),
    ],
)
def test_one_cell_may_hold_both_grades(written: str, grades: tuple[Grade, Grade | None]) -> None:
    assert pairs.read(written) == grades


def test_two_moderated_grades_that_differ_are_refused(session: Session, visit: Visit) -> None:
    cells = {"case": "K7Q2M", "date": "04/03/2025", "auditor": "Alana Brook"}
    said = take_one(session, visit, Kind.AUDITS, **cells, grade="Good/RI", moderated_grade="Good")
    assert said.startswith("grade: the cell gives a moderated grade")
