"""The figures of the digest: each by a small story, for one team and for the whole service."""

from datetime import date, timedelta
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import people
from bot.errors import NotAllowed, NotUnderstood
from bot.reports import digest
from bot.reports.digest import Digest, RoundProgress, Whose
from bot.settings import Terms
from bot.visit import Visit
from storage import people as stored_people
from storage.models import Action, Audit, Base, Check, Person, Post, Recommendation, Round, Team
from storage.words import Basis, Grade, Impact, Origin, Role, Status
from tests.conftest import NOW
from tests.council import GRACE, TOMAS, Council, case_of, put_action
from tests.verbs.test_grades import NUMBERS

MONDAY = date(2025, 3, 17)
LAST_MONDAY, LAST_SUNDAY, SUNDAY = date(2025, 3, 10), date(2025, 3, 16), date(2025, 3, 23)
Row = TypeVar("Row", bound=Base)

FAMILIES, EARLY = "Children and Families", "Early Help"


def days_before(days: int) -> date:
    return MONDAY - timedelta(days=days)


def team(session: Session, name: str) -> Team:
    found = stored_people.team_by_name(session, name)
    assert found is not None
    return found


def of(session: Session, terms: Terms, name: str | None = None, today: date = MONDAY) -> Digest:
    """The digest of the team of that name, or of the service."""
    return digest.digest(session, today, terms, team(session, name) if name else None)


def everywhere(session: Session, terms: Terms, figure: str) -> tuple[int, int, int]:
    """A figure of the service, of Children and Families and of Early Help."""
    service, families, early = (getattr(of(session, terms, name), figure) for name in (None, FAMILIES, EARLY))
    return service, families, early


def put(session: Session, reference: str = "K7Q2M", due_on: date = LAST_SUNDAY, **values: Any) -> Action:
    return put_action(session, reference, TOMAS, due_on, **values)


def put_done(
    session: Session, done_on: date, status: Status = Status.DONE, reference: str = "K7Q2M"
) -> Action:
    return put(session, reference, status=status, done_on=done_on)


def put_check(session: Session, checked_on: date, reference: str = "K7Q2M", **values: Any) -> Check:
    action = put_done(session, days_before(40), Status.CHECKED, reference)
    check = Check(action_id=action.id, checked_on=checked_on, **{"is_done": True, **values})
    return put_row(session, check)


def put_audit(session: Session, audited_on: date, reference: str = "K7Q2M", **values: Any) -> Audit:
    fields = {"grade": Grade.GOOD, "moderated_grade": values.get("grade", Grade.GOOD), **values}
    return put_row(
        session,
        Audit(
            case_id=case_of(session, reference).id,
            audited_on=audited_on,
            auditor_name=f"Auditor {next(NUMBERS)}",
            logged_at=NOW,
            **fields,
        ),
    )


def put_row(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row


@pytest.fixture(autouse=True)
def no_round(session: Session) -> None:
    """The council's round is left out: most stories are of none."""
    session.execute(sa.delete(Round))


# --- last week


def test_last_week_is_the_whole_week_before_from_monday_to_sunday(session: Session, terms: Terms) -> None:
    for today in (MONDAY, MONDAY + timedelta(days=1), SUNDAY):
        figures = of(session, terms, today=today)
        assert (figures.since, figures.until, figures.sunday) == (LAST_MONDAY, LAST_SUNDAY, SUNDAY)


def test_without_anything_there_is_nothing_to_tell(session: Session, terms: Terms) -> None:
    assert of(session, terms).is_empty
    assert of(session, terms, FAMILIES).is_empty


def test_what_was_done_last_week_counts_whether_checked_since_or_not(session: Session, terms: Terms) -> None:
    put_done(session, LAST_MONDAY)
    put_done(session, LAST_SUNDAY, Status.CHECKED)
    put_done(session, LAST_SUNDAY, reference="P3W6D")
    put_done(session, days_before(8))
    put_done(session, MONDAY)
    assert everywhere(session, terms, "done") == (3, 2, 1)


@pytest.mark.parametrize("status", [Status.NOT_DOING, Status.NO_LONGER_APPLIES])
def test_what_was_given_up_is_not_done(session: Session, terms: Terms, status: Status) -> None:
    put_done(session, LAST_MONDAY, status)
    assert of(session, terms).done == 0


def test_what_was_checked_and_found_done_last_week_counts_once(session: Session, terms: Terms) -> None:
    first = put_check(session, LAST_MONDAY)
    put_row(session, Check(action_id=first.action_id, checked_on=LAST_SUNDAY, is_done=True))
    put_check(session, LAST_SUNDAY, "P3W6D")
    put_check(session, LAST_SUNDAY, is_done=False)
    put_check(session, days_before(8))
    put_check(session, MONDAY)
    assert everywhere(session, terms, "checked") == (2, 1, 1)


def test_what_was_opened_again_after_its_check_no_longer_counts(session: Session, terms: Terms) -> None:
    check = put_check(session, LAST_MONDAY, impact=Impact.YES, impact_on=LAST_MONDAY)
    put_row(session, Check(action_id=check.action_id, checked_on=MONDAY, is_done=True))
    opened = put_check(session, LAST_SUNDAY, impact=Impact.YES, impact_on=LAST_SUNDAY)
    session.execute(sa.update(Action).where(Action.id == opened.action_id).values(status=Status.OPEN))
    found = of(session, terms)
    assert (found.checked, found.made_a_difference) == (0, 0)


@pytest.mark.parametrize(
    ("impact", "counted"),
    [(Impact.YES, 1), (Impact.PARTLY, 1), (Impact.NOT_YET, 0), (Impact.TOO_EARLY, 0), (None, 0)],
)
def test_yes_and_partly_say_that_it_made_a_difference(
    session: Session, terms: Terms, impact: Impact | None, counted: int
) -> None:
    put_check(session, days_before(60), impact=impact, impact_on=LAST_MONDAY if impact else None)
    assert everywhere(session, terms, "made_a_difference") == (counted, counted, 0)


@pytest.mark.parametrize(
    ("answered_on", "counted"), [(days_before(8), 0), (LAST_MONDAY, 1), (LAST_SUNDAY, 1), (MONDAY, 0)]
)
def test_the_day_of_the_answer_counts_and_not_the_day_of_the_check(
    session: Session, terms: Terms, answered_on: date, counted: int
) -> None:
    put_check(session, days_before(90), impact=Impact.YES, impact_on=answered_on)
    assert of(session, terms).made_a_difference == counted


def test_audits_count_in_the_week_in_which_they_were_carried_out(session: Session, terms: Terms) -> None:
    for audited_on in (days_before(8), LAST_MONDAY, LAST_SUNDAY, MONDAY):
        put_audit(session, audited_on)
    put_audit(session, LAST_SUNDAY, "P3W6D")
    assert everywhere(session, terms, "audits") == (3, 2, 1)


def test_only_a_moderated_grade_says_what_is_good_or_better(session: Session, terms: Terms) -> None:
    for grade, moderated in (
        (Grade.INADEQUATE, Grade.GOOD),
        (Grade.OUTSTANDING, None),
        (Grade.GOOD, Grade.REQUIRES_IMPROVEMENT),
        (Grade.GOOD, Grade.NOT_GRADED),
    ):
        put_audit(session, LAST_MONDAY, grade=grade, moderated_grade=moderated)
    figures = of(session, terms)
    assert (figures.audits, figures.graded, figures.good_or_better) == (4, 2, 1)


# --- late, due and waiting


def test_late_is_told_against_the_first_date_and_against_the_date_now(session: Session, terms: Terms) -> None:
    put(session, due_on=days_before(3))
    put(session, due_on=days_before(1), first_due_on=days_before(30))
    put(session, due_on=MONDAY, first_due_on=days_before(10))
    put(session, "P3W6D", due_on=SUNDAY, first_due_on=days_before(1))
    assert everywhere(session, terms, "late") == (4, 3, 1)
    assert everywhere(session, terms, "late_now") == (2, 2, 0)


@pytest.mark.parametrize("status", Status)
def test_only_what_is_unfinished_is_late_or_due(session: Session, terms: Terms, status: Status) -> None:
    put(session, status=status)
    put(session, due_on=MONDAY, status=status)
    figures = of(session, terms)
    unfinished = status in (Status.OPEN, Status.STARTED)
    assert (figures.late, figures.late_now, figures.due) == ((1, 1, 1) if unfinished else (0, 0, 0))


@pytest.mark.parametrize(
    ("first_due_on", "band"),
    [
        (date(2025, 3, 14), 0),  # Friday: one working day
        (date(2025, 3, 10), 0),  # five
        (date(2025, 3, 7), 1),  # six
        (date(2025, 3, 3), 1),  # ten
        (date(2025, 2, 28), 2),  # eleven
        (date(2025, 2, 17), 2),  # twenty
        (date(2025, 2, 14), 3),  # twenty-one
        (date(2024, 2, 14), 3),
    ],
)
def test_what_is_late_ages_by_working_days(
    session: Session, terms: Terms, first_due_on: date, band: int
) -> None:
    put(session, due_on=SUNDAY, first_due_on=first_due_on)
    assert of(session, terms).ageing == tuple(int(each == band) for each in range(4))


def test_bank_holidays_do_not_age_what_is_late(session: Session, terms: Terms) -> None:
    put(session, due_on=date(2025, 4, 14))
    # Six weekdays on, of which Good Friday and Easter Monday are holidays.
    assert of(session, terms, today=date(2025, 4, 22)).ageing == (1, 0, 0, 0)


def test_late_over_a_weekend_only_is_late_all_the_same(session: Session, terms: Terms) -> None:
    put(session, due_on=date(2025, 3, 14))
    assert of(session, terms, today=date(2025, 3, 15)).ageing == (1, 0, 0, 0)


def test_this_week_is_from_today_to_sunday(session: Session, terms: Terms) -> None:
    for due_on in (days_before(1), MONDAY, SUNDAY, SUNDAY + timedelta(days=1)):
        put(session, due_on=due_on)
    put(session, "P3W6D", due_on=SUNDAY, first_due_on=days_before(50))
    assert everywhere(session, terms, "due") == (3, 2, 1)
    assert of(session, terms, today=SUNDAY).due == 2


def test_what_is_done_waits_to_be_checked(session: Session, terms: Terms) -> None:
    put_done(session, days_before(200))
    put_done(session, MONDAY, reference="P3W6D")
    put_done(session, LAST_MONDAY, Status.CHECKED)
    assert everywhere(session, terms, "unchecked") == (2, 1, 1)


def test_audits_without_a_moderated_grade_wait_for_moderation(session: Session, terms: Terms) -> None:
    put_audit(session, days_before(200), moderated_grade=None)
    put_audit(session, LAST_MONDAY, "P3W6D", moderated_grade=None)
    put_audit(session, LAST_MONDAY)
    assert everywhere(session, terms, "unmoderated") == (2, 1, 1)


def test_an_inadequate_audit_is_to_be_followed_up_this_week_or_is_late(
    session: Session, terms: Terms
) -> None:
    put_audit(session, date(2024, 12, 19), grade=Grade.INADEQUATE)
    put_audit(session, date(2024, 12, 13), grade=Grade.INADEQUATE)
    put_audit(session, date(2024, 12, 27), grade=Grade.INADEQUATE)
    shown = of(session, terms)
    assert (shown.follow_ups_due, shown.follow_ups_late) == (1, 1)
    assert of(session, terms, EARLY).follow_ups_late == 0


def test_an_action_for_the_service_belongs_to_its_owners_team(session: Session, terms: Terms) -> None:
    wanted = put_row(
        session, Recommendation(text="Review supervision.", origin=Origin.INSPECTION, made_at=NOW)
    )
    for owner in (TOMAS, GRACE):  # Grace is of no team
        action = put_action(session, "K7Q2M", owner, days_before(1))
        action.case_id, action.recommendation_id = None, wanted.id
    assert everywhere(session, terms, "late") == (2, 1, 0)


# --- rounds


def put_round(
    session: Session, name: str, starts_on: date, ends_on: date | None, planned: int | None
) -> Round:
    made = Round(name=name, basis=Basis.HALF, starts_on=starts_on, ends_on=ends_on, planned=planned)
    return put_row(session, made)


def test_rounds_that_run_today_are_told_with_what_is_planned(session: Session, terms: Terms) -> None:
    running = put_round(session, "March", LAST_MONDAY, MONDAY, 31)
    put_round(session, "For ever", days_before(700), None, None)
    put_round(session, "Over", LAST_MONDAY, LAST_SUNDAY, 5)
    put_round(session, "To come", SUNDAY, None, 5)
    for number in range(3):
        put_audit(session, days_before(30 + number), round_id=running.id)
    assert of(session, terms).rounds == (RoundProgress("March", 3, 31), RoundProgress("For ever", 0, None))


def test_a_round_that_runs_is_something_to_tell_of_the_service_and_not_of_a_team(
    session: Session, terms: Terms
) -> None:
    put_round(session, "March", LAST_MONDAY, MONDAY, 31)
    assert not of(session, terms).is_empty
    assert of(session, terms, FAMILIES).is_empty


# --- whose


@pytest.mark.parametrize(
    ("who", "whose", "expected"),
    [
        ("manager", Whose(), FAMILIES),
        ("manager", Whose(team=FAMILIES), FAMILIES),
        ("other_manager", Whose(), EARLY),
        ("quality", Whose(), None),
        ("quality", Whose(service=True), None),
        ("quality", Whose(team=EARLY), EARLY),
        ("leader", Whose(team="early help"), EARLY),
        ("leader", Whose(), None),
    ],
)
def test_one_sees_the_digest_of_ones_own_team_or_of_all(
    session: Session, council: Council, who: str, whose: Whose, expected: str | None
) -> None:
    found = digest.chosen(session, getattr(council, who), whose)
    assert (found.name if found else None) == expected


@pytest.mark.parametrize(
    ("who", "whose", "sentence"),
    [
        ("manager", Whose(team=EARLY), "another team is for those who lead it"),
        ("manager", Whose(service=True), "whole service is for the quality team"),
        ("practitioner", Whose(), "Digests are for managers and the quality team"),
        ("auditor", Whose(team=EARLY), "Digests are for managers and the quality team"),
        ("administrator", Whose(service=True), "Digests are for managers and the quality team"),
    ],
)
def test_nobody_else_sees_it(
    session: Session, council: Council, who: str, whose: Whose, sentence: str
) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        digest.chosen(session, getattr(council, who), whose)


def service_manager(session: Session, council: Council, *teams: str) -> Visit:
    """A visit by somebody without a team of their own who leads these."""
    person = put_row(session, Person(slack_id="U0MIRIAM9", name="Miriam Oakes", role=Role.MANAGER))
    rows: list[Base] = [
        Post(team_id=team(session, name).id, post="service_manager", person_id=person.id) for name in teams
    ]
    session.add_all(rows)
    session.flush()
    actor = people.recognise(session, "U0MIRIAM9", council.quality.terms)
    return Visit(actor, council.quality.door, council.quality.at, MONDAY, council.quality.terms)


def test_who_leads_several_teams_is_asked_which(session: Session, council: Council) -> None:
    visit = service_manager(session, council, FAMILIES, EARLY)
    with pytest.raises(
        NotUnderstood, match="`/g2o digest Children and Families` or `/g2o digest Early Help`"
    ):
        digest.chosen(session, visit, Whose())
    assert digest.chosen(session, visit, Whose(team=EARLY)) == team(session, EARLY)


def test_who_leads_one_team_without_belonging_to_it_sees_that(session: Session, council: Council) -> None:
    assert digest.chosen(session, service_manager(session, council, EARLY), Whose()) == team(session, EARLY)


def test_a_manager_without_a_team_is_told_so(session: Session, council: Council) -> None:
    with pytest.raises(NotAllowed, match="You lead no team here"):
        digest.chosen(session, service_manager(session, council), Whose())
