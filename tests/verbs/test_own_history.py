"""A person's own history: what they did and what concerns them, in the sight that they have now."""

from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import absence, actions, checks, own_history, owners, person_file, record
from bot.own_history import A_CASE
from bot.visit import Visit
from handlers.blocks import own_history as blocks
from handlers.blocks.actions import Listing
from storage import people as stored_people
from storage import person_holdings
from storage.models import Base, Case, Person
from storage.words import Grade
from tests.conftest import later
from tests.council import GRACE, TOMAS, Council, case_of, on, person_id, put_action
from tests.verbs.steps import logged, moderated
from tests.verbs.test_case_file import cells_of

LATE = date(2025, 3, 3)
YEAR = timedelta(days=366)
AWAY = date(2025, 4, 14), date(2025, 4, 25)


def told(session: Session, visit: Visit, **asked: bool) -> list[tuple[str, str, str]]:
    """What was done, by whom, and about what."""
    shown = own_history.of_me(session, visit, **asked)
    return [(line.event, "me" if line.is_theirs else line.by, ", ".join(line.about)) for line in shown.lines]


def test_what_one_did_and_what_others_did_about_it_is_told_the_latest_first(
    session: Session, council: Council
) -> None:
    action = put_action(session, "K7Q2M", TOMAS, LATE)
    actions.complete(session, council.practitioner, action.id)
    checks.check(session, council.manager, action.id, is_done=True)
    assert told(session, council.practitioner) == [
        ("action checked", "Priya Shah", f"{action.name}, K7Q2M"),
        ("action completed", "me", f"{action.name}, K7Q2M"),
    ]
    assert told(session, council.manager)[0] == ("action checked", "me", f"{action.name}, K7Q2M")


def test_an_auditor_reads_that_their_grade_was_moderated(session: Session, council: Council) -> None:
    audit = logged(session, council.auditor)
    moderated(session, council.quality, audit, Grade.OUTSTANDING)
    assert told(session, council.auditor) == [
        ("audit moderated", "Grace Obi", "K7Q2M"),
        ("audit logged", "me", "K7Q2M"),
    ]


def test_a_case_that_one_may_no_longer_see_is_a_case(session: Session, council: Council) -> None:
    action = put_action(session, "M4T9X", TOMAS, LATE)
    actions.complete(session, council.practitioner, action.id)
    actions.reopen(session, council.manager, action.id)
    owners.give(session, council.manager, action.id, GRACE)
    session.execute(sa.update(Case).values(worker_id=None))
    session.expire_all()
    lines = told(session, council.practitioner)
    assert lines[-1] == ("action completed", "me", f"{action.name}, {A_CASE}")
    assert ("action given", "Priya Shah", f"{action.name}, {A_CASE}") in lines
    assert "M4T9X" not in str(lines)


def test_leave_that_others_noted_is_told_also_once_it_was_taken_back(
    session: Session, council: Council
) -> None:
    absence.take_leave(session, council.manager, *AWAY, whose=TOMAS)
    absence.end_leave(session, council.manager, TOMAS)
    assert told(session, council.practitioner) == [
        ("leave taken back", "Priya Shah", ""),
        ("leave taken", "Priya Shah", ""),
    ]


def test_a_change_of_ones_role_is_told_and_another_persons_is_not(session: Session, council: Council) -> None:
    for slack_id in (TOMAS, GRACE):
        person = stored_people.by_slack_id(session, slack_id)
        assert person is not None
        with record.change(session, council.administrator, "person changed", person):
            person.working_days = "mon-thu"
    assert told(session, council.practitioner) == [("person changed", "Samir Patel", "")]
    assert told(session, council.administrator) == [
        ("person changed", "me", "Grace Obi"),
        ("person changed", "me", "Tomas Reid"),
    ]


def test_it_is_of_a_year_unless_all_is_asked_for(session: Session, council: Council) -> None:
    action = put_action(session, "K7Q2M", TOMAS, LATE)
    actions.complete(session, council.practitioner, action.id)
    next_year = on(council.practitioner, council.practitioner.today + YEAR)
    assert told(session, next_year) == []
    assert len(told(session, next_year, everything=True)) == 1


def test_an_administrator_reads_of_what_they_did_and_of_no_case(session: Session, council: Council) -> None:
    visit = later(council.administrator, at=datetime(2025, 3, 14, 11, 0, tzinfo=UTC))
    record.note(session, visit, "case written out", case_of(session, "K7Q2M"))
    assert told(session, visit) == [("case written out", "me", A_CASE)]


def test_it_has_pages_of_ten(session: Session, council: Council) -> None:
    for _ in range(12):
        record.note(session, council.quality, "case written out", case_of(session, "K7Q2M"))
    shown = own_history.of_me(session, council.quality, page=1)
    assert (shown.first, shown.total, len(shown.lines)) == (11, 12, 2)
    message = blocks.page(Listing("own_history", page=1), shown, council.quality.terms.zone)
    assert "11 to 12 of 12, the latest first, since Thursday 14 March 2024." in message.text


def test_the_first_page_says_what_else_is_held(session: Session, council: Council) -> None:
    put_action(session, "K7Q2M", TOMAS, LATE)
    absence.take_leave(session, council.manager, *AWAY, whose=TOMAS)
    shown = own_history.of_me(session, council.practitioner)
    message = blocks.page(Listing("own_history"), shown, council.practitioner.terms.zone)
    said = str(message.blocks)
    assert "You are set up as practitioner in Children and Families, at work mon-fri, and own 1 open" in said
    assert "Leave noted: Monday 14 April 2025 to Friday 25 April 2025." in said
    assert "10:00 leave taken, by Priya Shah" in said


# --- as a file


def test_ones_own_file_has_the_same_and_nothing_that_was_written(session: Session, council: Council) -> None:
    action = put_action(session, "K7Q2M", TOMAS, LATE, text="Speak to the school.")
    actions.complete(session, council.practitioner, action.id)
    cells = " ".join(map(str, cells_of(person_file.own(session, council.practitioner).content)))
    assert "Action completed" in cells
    assert f"{action.name}, K7Q2M" in cells
    assert "Speak to the school." not in cells


def test_the_whole_file_has_every_table_that_points_to_people() -> None:
    pointing = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "people"
    }
    read = {kind.__tablename__ for kind in (*person_holdings.kinds(), *person_holdings.READ_APART)}
    assert pointing | {"people"} == read


def test_the_whole_file_has_what_was_written_and_no_case_number(
    session: Session, council: Council, visit: Visit
) -> None:
    action = put_action(session, "K7Q2M", TOMAS, LATE, text="Speak to the school.")
    actions.complete(session, council.practitioner, action.id)
    person = session.get_one(Person, person_id(session, TOMAS))
    cells = " ".join(map(str, cells_of(person_file.everything(session, visit, person).content)))
    for said in ("Everything held on Tomas Reid", "Speak to the school.", "Action completed", "K7Q2M"):
        assert said in cells
    assert "1001" not in cells
