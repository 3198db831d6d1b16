"""Actions: when they are due, what may be done with them, and the lists of them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot import actions, agreements
from bot.actions import ActionList, Asked
from bot.agreements import Agreement
from bot.errors import Conflict, NotAllowed, NotFound, Refusal
from storage.models import Action, Case, Recommendation
from storage.words import Cohort, Grade, Origin, Status
from tests.council import ALANA, PRIYA, SAMIR, TOMAS, Council, case_of, on, person_id, put_action
from tests.verbs.steps import agreed, logged, recommended

TODAY = date(2025, 3, 14)
UNFINISHED = (Status.OPEN, Status.STARTED)
FINISHED = (Status.DONE, Status.CHECKED, Status.NOT_DOING, Status.NO_LONGER_APPLIES)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def for_the_service(session: Session) -> Recommendation:
    """A recommendation of no case."""
    wanted = Recommendation(
        text="Review supervision.", origin=Origin.INSPECTION, made_at=datetime(2025, 1, 2, tzinfo=UTC)
    )
    session.add(wanted)
    session.flush()
    return wanted


# --- agreeing


@pytest.mark.parametrize("owner", [ALANA, SAMIR])
def test_nobody_owns_an_action_that_they_could_not_see(
    session: Session, council: Council, owner: str
) -> None:
    with pytest.raises(Refusal, match="choose somebody else") as refusal:
        agreed(session, council.manager, owner=owner)
    assert refusal.value.field == "owner"


def test_an_action_says_who_agreed_it_with_whom(session: Session, council: Council) -> None:
    action = agreed(session, council.manager, text="Ring  the school.\n")
    assert (action.text, action.status, action.version) == ("Ring the school.", Status.OPEN, 1)
    assert (action.owner.name, action.agreed_by_id) == ("Tomas Reid", council.manager.actor.person_id)
    assert action.case is not None
    assert action.case.reference == "K7Q2M"


@pytest.mark.parametrize(
    ("grade", "day", "due"),
    [
        # Good Friday is 18 April 2025, Easter Monday the 21st, and 5 May the early May bank holiday.
        (Grade.INADEQUATE, date(2025, 3, 14), date(2025, 3, 21)),
        (Grade.INADEQUATE, date(2025, 3, 15), date(2025, 3, 21)),
        (Grade.INADEQUATE, date(2025, 4, 15), date(2025, 4, 24)),
        (Grade.INADEQUATE, date(2025, 12, 23), date(2026, 1, 2)),
        (Grade.REQUIRES_IMPROVEMENT, date(2025, 3, 14), date(2025, 4, 11)),
        (Grade.GOOD, date(2025, 4, 14), date(2025, 5, 15)),
        (Grade.OUTSTANDING, date(2025, 3, 14), date(2025, 4, 11)),
        (Grade.NOT_GRADED, date(2025, 3, 14), date(2025, 4, 11)),
    ],
)
def test_without_a_date_an_action_is_due_in_5_or_20_working_days(
    session: Session, council: Council, grade: Grade, day: date, due: date
) -> None:
    action = agreed(session, on(council.manager, day), grade=grade)
    assert (action.first_due_on, action.due_on) == (due, due)


def test_the_moderated_grade_decides_when_there_is_one(session: Session, council: Council) -> None:
    audit = logged(session, council.manager, grade=Grade.GOOD)
    audit.moderated_grade = Grade.INADEQUATE
    wanted = recommended(session, council.manager, audit)
    action = agreements.agree(session, council.manager, Agreement(wanted.id, "Ring the school.", TOMAS))
    assert action.due_on == date(2025, 3, 21)


@pytest.mark.parametrize(
    ("newest", "due"), [(Grade.INADEQUATE, date(2025, 3, 21)), (None, date(2025, 4, 11))]
)
def test_a_recommendation_of_no_audit_goes_by_the_newest_grade_of_the_case(
    session: Session, council: Council, newest: Grade | None, due: date
) -> None:
    wanted = for_the_service(session)
    wanted.case_id = case_of(session, "K7Q2M").id
    session.flush()
    if newest:
        logged(session, council.manager, grade=Grade.GOOD, audited_on=ago(3))
        logged(session, council.manager, grade=newest)
    session.expire_all()
    action = agreements.agree(session, council.manager, Agreement(wanted.id, "Ring the school.", TOMAS))
    assert action.due_on == due


@pytest.mark.parametrize("days", [0, 1, 365])
def test_a_date_that_is_given_is_taken(session: Session, council: Council, days: int) -> None:
    assert agreed(session, council.manager, due_on=ago(-days)).first_due_on == ago(-days)


@pytest.mark.parametrize(
    ("due", "reason"),
    [(ago(1), "Thursday 13 March 2025 has passed"), (date(2029, 1, 1), "Please check the year")],
)
def test_a_date_that_has_passed_or_is_years_away_is_refused(
    session: Session, council: Council, due: date, reason: str
) -> None:
    with pytest.raises(Refusal, match=reason) as caught:
        agreed(session, council.manager, due_on=due)
    assert caught.value.field == "due"


def test_an_action_for_the_service_has_the_date_that_the_meeting_sets(
    session: Session, council: Council
) -> None:
    wanted = for_the_service(session)
    with pytest.raises(Refusal, match="the date that the meeting set") as caught:
        agreements.agree(session, council.quality, Agreement(wanted.id, "Write to managers.", TOMAS))
    assert caught.value.field == "due"
    agreement = Agreement(wanted.id, "Write to managers.", TOMAS, date(2025, 4, 30))
    assert agreements.agree(session, council.quality, agreement).due_on == date(2025, 4, 30)


def test_a_manager_agrees_no_action_for_the_service(session: Session, council: Council) -> None:
    agreement = Agreement(for_the_service(session).id, "Write to managers.", TOMAS, date(2025, 4, 30))
    with pytest.raises(NotAllowed):
        agreements.agree(session, council.manager, agreement)


def test_the_same_action_is_not_agreed_twice(session: Session, council: Council) -> None:
    action = agreed(session, council.manager)
    assert action.recommendation_id is not None
    with pytest.raises(Conflict, match="already agreed") as caught:
        agreements.agree(session, council.manager, Agreement(action.recommendation_id, action.text, PRIYA))
    assert caught.value.field == "action"


@pytest.mark.parametrize("owner", ["U0NOBODY99", "Nobody Known", ""])
def test_an_owner_nobody_knows_is_refused(session: Session, council: Council, owner: str) -> None:
    with pytest.raises(Refusal, match="do not know that person") as caught:
        agreed(session, council.manager, owner=owner)
    assert caught.value.field == "owner"


def test_a_recommendation_that_was_undone_takes_no_action(session: Session, council: Council) -> None:
    with pytest.raises(NotFound, match="nothing was agreed"):
        agreements.agree(session, council.manager, Agreement(999, "Ring the school.", TOMAS))


# --- done and open again


@pytest.mark.parametrize("who", ["practitioner", "manager", "quality", "leader"])
def test_an_action_is_marked_as_done_by_those_it_concerns(
    session: Session, council: Council, who: str
) -> None:
    visit = getattr(council, who)
    action = actions.complete(session, visit, put_action(session, "K7Q2M", TOMAS, ago(5)).id)
    assert (action.status, action.done_on) == (Status.DONE, TODAY)
    assert action.done_by_id == visit.actor.person_id


def test_a_worker_does_not_finish_what_others_own(session: Session, council: Council) -> None:
    action = put_action(session, "K7Q2M", PRIYA, ago(5))
    with pytest.raises(NotAllowed):
        actions.complete(session, council.practitioner, action.id)


@pytest.mark.parametrize("status", FINISHED)
def test_what_is_finished_is_not_done_again_and_says_how_it_stands(
    session: Session, council: Council, status: Status
) -> None:
    action = put_action(session, "K7Q2M", TOMAS, ago(5), status=status, done_on=ago(1))
    action.done_by_id = person_id(session, PRIYA)
    with pytest.raises(Conflict) as caught:
        actions.complete(session, council.practitioner, action.id)
    stands = f"already stands as {status.label.lower()} on Thursday 13 March 2025 by Priya Shah"
    assert f"{action.name} {stands}. Nothing was changed." in caught.value.message
    assert action.status is status


@pytest.mark.parametrize("status", FINISHED)
def test_what_is_finished_can_be_opened_again(session: Session, council: Council, status: Status) -> None:
    done = {"status": status, "done_on": ago(1), "done_by_id": person_id(session, PRIYA)}
    action = put_action(session, "K7Q2M", TOMAS, ago(5), **done)
    actions.reopen(session, council.manager, action.id)
    assert (action.status, action.done_on, action.done_by_id) == (Status.OPEN, None, None)


def test_its_owner_opens_again_what_is_done_and_not_what_somebody_checked(
    session: Session, council: Council
) -> None:
    done, checked = (
        put_action(session, "K7Q2M", TOMAS, ago(5), status=status, done_on=ago(1))
        for status in (Status.DONE, Status.CHECKED)
    )
    assert actions.reopen(session, council.practitioner, done.id).status is Status.OPEN
    with pytest.raises(NotAllowed):
        actions.reopen(session, council.practitioner, checked.id)
    assert checked.status is Status.CHECKED


@pytest.mark.parametrize("status", UNFINISHED)
def test_what_is_open_is_not_opened_again(session: Session, council: Council, status: Status) -> None:
    action = put_action(session, "K7Q2M", TOMAS, ago(5), status=status)
    with pytest.raises(Conflict, match=f"already stands as {status.label.lower()}"):
        actions.reopen(session, council.practitioner, action.id)


def test_whatever_happens_the_first_date_stays(session: Session, council: Council) -> None:
    action = put_action(session, "K7Q2M", TOMAS, ago(5), first_due_on=ago(20))
    actions.complete(session, council.practitioner, action.id)
    actions.reopen(session, council.manager, action.id)
    assert action.first_due_on == ago(20)


@pytest.mark.parametrize(("who", "due_on"), [("practitioner", ago(5)), ("manager", date(2025, 4, 11))])
def test_an_owner_has_time_again_where_somebody_else_opens_an_action_again(
    session: Session, council: Council, who: str, due_on: date
) -> None:
    action = put_action(session, "K7Q2M", TOMAS, ago(5))
    actions.complete(session, council.practitioner, action.id)
    actions.reopen(session, getattr(council, who), action.id)
    assert action.due_on == due_on


def test_a_date_that_lies_ahead_stays_where_an_action_is_opened_again(
    session: Session, council: Council
) -> None:
    action = put_action(session, "K7Q2M", TOMAS, TODAY)
    actions.complete(session, council.practitioner, action.id)
    actions.reopen(session, council.manager, action.id)
    assert action.due_on == TODAY


def test_an_action_for_the_service_is_its_owners_managers_to_finish(
    session: Session, council: Council
) -> None:
    agreement = Agreement(for_the_service(session).id, "Write to managers.", TOMAS, date(2025, 4, 30))
    action = agreements.agree(session, council.quality, agreement)
    with pytest.raises(NotFound):
        actions.complete(session, council.other_manager, action.id)
    assert actions.complete(session, council.manager, action.id).status is Status.DONE


def test_of_a_case_without_a_team_the_owners_manager_finishes_what_they_see(
    session: Session, council: Council
) -> None:
    session.add(Case(reference="H2J3K", cohort=Cohort.CARE_LEAVER))
    session.flush()
    action = put_action(session, "H2J3K", TOMAS, ago(5))
    assert actions.overdue(session, council.manager, Asked()).actions == [action]
    assert actions.complete(session, council.manager, action.id).status is Status.DONE


def test_an_action_that_is_not_there_or_not_in_sight_is_answered_alike(
    session: Session, council: Council
) -> None:
    hidden = put_action(session, "K7Q2M", TOMAS, ago(5))
    messages = []
    for number in (hidden.id, 999):
        with pytest.raises(NotFound) as caught:
            actions.show(session, council.other_manager, number)
        messages.append(caught.value.message)
    assert messages[0] == messages[1]


# --- the lists


@pytest.fixture
def overdue(session: Session, council: Council) -> dict[str, Action]:
    """One overdue action of each case, the oldest first: K7Q2M's is Priya's, the others Tomas's."""
    return {
        "P3W6D": put_action(session, "P3W6D", TOMAS, ago(30)),
        "K7Q2M": put_action(session, "K7Q2M", PRIYA, ago(20)),
        "M4T9X": put_action(session, "M4T9X", TOMAS, ago(10)),
    }


def references(shown: ActionList) -> Sequence[str]:
    return [action.case.reference for action in shown.actions if action.case]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("practitioner", ["P3W6D", "K7Q2M", "M4T9X"]),  # as owner, as worker, as owner
        ("manager", ["K7Q2M", "M4T9X"]),
        ("other_manager", ["P3W6D"]),
        ("quality", ["P3W6D", "K7Q2M", "M4T9X"]),
        ("leader", ["P3W6D", "K7Q2M", "M4T9X"]),
    ],
)
def test_each_sees_the_overdue_actions_that_concern_them(
    session: Session, council: Council, overdue: dict[str, Action], who: str, seen: list[str]
) -> None:
    shown = actions.overdue(session, getattr(council, who), Asked())
    assert references(shown) == seen
    assert shown.total == len(seen)
    assert shown.everything == (who in {"quality", "leader"})


@pytest.mark.parametrize("who", ["auditor", "administrator"])
def test_auditors_and_administrators_see_none(session: Session, council: Council, who: str) -> None:
    for listed in (actions.overdue, actions.unfinished):
        with pytest.raises(NotAllowed, match="Actions are for the people who work with them"):
            listed(session, getattr(council, who), Asked())


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        (Asked(mine=True), ["P3W6D", "M4T9X"]),
        (Asked(team="Children and Families"), ["K7Q2M", "M4T9X"]),
        (Asked(team="early HELP"), ["P3W6D"]),
        (Asked(cohort=Cohort.CARE_LEAVER), ["K7Q2M"]),
        (Asked(mine=True, cohort=Cohort.CARE_LEAVER), []),
        (Asked(), ["P3W6D", "K7Q2M", "M4T9X"]),
    ],
)
def test_one_may_ask_for_ones_own_a_teams_or_a_cohorts(
    session: Session, council: Council, overdue: dict[str, Action], asked: Asked, seen: list[str]
) -> None:
    assert references(actions.overdue(session, council.practitioner, asked)) == seen


def test_asking_for_another_team_shows_no_more_than_one_may_see(
    session: Session, council: Council, overdue: dict[str, Action]
) -> None:
    assert references(actions.overdue(session, council.manager, Asked(team="Early Help"))) == []


def test_a_team_that_is_gone_is_said_to_be_gone(session: Session, council: Council) -> None:
    with pytest.raises(NotFound, match="no team of that name any more"):
        actions.overdue(session, council.manager, Asked(team="Fostering"))


@pytest.mark.parametrize(
    ("page", "first", "shown"),
    [(0, 1, 10), (1, 11, 10), (2, 21, 3), (9, 21, 3), (-1, 1, 10)],
)
def test_a_list_has_ten_entries_a_page_and_knows_where_it_is(
    session: Session, council: Council, page: int, first: int, shown: int
) -> None:
    agreed_ = [put_action(session, "K7Q2M", TOMAS, ago(40 - number)) for number in range(23)]
    listed = actions.overdue(session, council.manager, Asked(), page)
    assert (listed.first, len(listed.actions), listed.total) == (first, shown, 23)
    assert listed.page == (first - 1) // 10
    assert list(listed.actions) == agreed_[first - 1 : first - 1 + shown]


def test_ten_entries_are_one_page_and_none_are_too(session: Session, council: Council) -> None:
    nothing = actions.overdue(session, council.manager, Asked())
    assert (nothing.page, nothing.total) == (0, 0)
    for _ in range(10):
        put_action(session, "K7Q2M", TOMAS, ago(1))
    assert actions.overdue(session, council.manager, Asked(), page=1).page == 0


def test_what_is_due_within_days_counts_today_and_the_last_of_them(
    session: Session, council: Council
) -> None:
    wanted = [put_action(session, "K7Q2M", TOMAS, ago(-days)) for days in (0, 7)]
    put_action(session, "K7Q2M", TOMAS, ago(1))
    put_action(session, "K7Q2M", TOMAS, ago(-8))
    assert list(actions.due(session, council.manager, Asked(), days=7).actions) == wanted


def test_all_that_is_unfinished_counts_what_is_not_due_yet(session: Session, council: Council) -> None:
    late = put_action(session, "K7Q2M", TOMAS, ago(1))
    soon = put_action(session, "K7Q2M", TOMAS, ago(-90))
    put_action(session, "K7Q2M", TOMAS, ago(1), status=Status.DONE)
    assert list(actions.unfinished(session, council.practitioner, Asked(mine=True)).actions) == [late, soon]


def test_what_was_done_is_off_the_list_and_back_on_it_when_it_is_reopened(
    session: Session, council: Council
) -> None:
    action = put_action(session, "K7Q2M", TOMAS, ago(5))
    actions.complete(session, council.practitioner, action.id)
    assert actions.overdue(session, council.manager, Asked()).total == 0
    actions.reopen(session, council.practitioner, action.id)
    assert actions.overdue(session, council.manager, Asked()).actions == [action]
