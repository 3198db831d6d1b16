"""Setting people up: adding and changing them, who has left, what is still theirs, and what nobody may do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import intake, people, recipients, staff, teams
from bot.errors import Conflict, NotAllowed, PersonalDetails, Refusal
from bot.granting import LastAdministrator
from bot.intake import Kind, RawRow
from bot.staff import Opened, Particulars
from bot.teams import NewTeam
from bot.visit import COMMAND_LINE, Visit
from storage import people as stored
from storage.models import JournalEntry, JournalValues, Meeting, Notice, Person, Round, Team
from storage.staff import Led, Which
from storage.words import Door, Role, Told
from tests.conftest import later
from tests.council import ALANA, GRACE, HELEN, PRIYA, SAMIR, STRANGER, TOMAS, Council, person_id, put_action

NADIA, FIRST = "U0NADIA09", "U0FIRST10"


def known(session: Session, slack_id: str) -> Person:
    person = stored.by_slack_id(session, slack_id)
    assert person is not None
    return person


def team_id(session: Session, name: str) -> int:
    team = stored.team_by_name(session, name)
    assert team is not None
    return team.id


def change(session: Session, visit: Visit, whom: str, **values: object) -> Person:
    """Opens the form of somebody, changes these fields, and saves it."""
    person = known(session, whom)
    new = replace(Particulars.of(person), **values)  # type: ignore[arg-type]  # the fields are its own
    return staff.change(session, visit, Opened(person.id, person.version), new)


def second_administrator(session: Session, slack_id: str = HELEN) -> None:
    known(session, slack_id).administrator = True
    session.flush()


def newest(session: Session) -> JournalEntry:
    entry = session.scalars(sa.select(JournalEntry).order_by(JournalEntry.number.desc())).first()
    assert entry is not None
    return entry


def told_of(session: Session, about: int) -> list[tuple[int, str | None]]:
    query = sa.select(Notice).where(Notice.told == Told.TROUBLE, Notice.owner_id == about)
    return [(notice.person_id, notice.note) for notice in session.scalars(query)]


# --- the list


def test_people_are_listed_by_team_and_name(session: Session, council: Council) -> None:
    shown = staff.listed(session, council.administrator, Which())
    assert [person.name for person in shown.people] == [
        *("Alana Brook", "Jude Ellery", "Priya Shah", "Tomas Reid", "Omara Finch"),
        *("Grace Obi", "Helen Marsh", "Samir Patel"),
    ]
    families = team_id(session, "Children and Families")
    assert shown.leaders[families, "manager"].name == "Priya Shah"
    assert (shown.first, shown.total) == (1, 8)


@pytest.mark.parametrize(
    ("which", "names"),
    [
        (Which(name="SHA"), ["Priya Shah"]),
        (Which(name="%"), []),
        (Which(role=Role.MANAGER), ["Priya Shah", "Omara Finch"]),
        (Which(role=Role.ADMINISTRATOR), ["Samir Patel"]),
        (Which(team="Early Help"), ["Omara Finch"]),
        (Which(without_slack=True), ["Jude Ellery"]),
        (Which(has_left=True), []),
        (Which(role=Role.MANAGER, team="Early Help"), ["Omara Finch"]),
        (Which(slack_id=TOMAS), ["Tomas Reid"]),
    ],
)
def test_the_list_holds_those_who_are_asked_for(
    session: Session, council: Council, which: Which, names: list[str]
) -> None:
    shown = staff.listed(session, council.administrator, which)
    assert [person.name for person in shown.people] == names


def test_whoever_is_administrator_beside_a_role_is_listed_as_one(session: Session, council: Council) -> None:
    second_administrator(session)
    shown = staff.listed(session, council.administrator, Which(role=Role.ADMINISTRATOR))
    assert [person.name for person in shown.people] == ["Helen Marsh", "Samir Patel"]


# --- adding


def test_who_is_added_is_recognised_from_then_on_and_the_journal_says_by_whom(
    session: Session, council: Council
) -> None:
    new = Particulars("Nadia Cole", Role.MANAGER, slack_id=NADIA, team_id=team_id(session, "Early Help"))
    person = staff.add(session, later(council.administrator, door=Door.FORM), new)
    assert people.recognise(session, NADIA, council.administrator.terms).team_ids == {new.team_id}
    entry = newest(session)
    assert (entry.event, entry.subject_id, entry.door) == ("person added", person.id, Door.FORM)
    assert entry.who_id == person_id(session, SAMIR)


def test_an_auditor_brings_their_organisation(session: Session, council: Council) -> None:
    new = Particulars("Nadia Cole", Role.AUDITOR, slack_id=NADIA, organisation="Aidhour")
    staff.add(session, council.administrator, new)
    assert people.recognise(session, NADIA, council.administrator.terms).organisation == "Aidhour"
    other = replace(new, name="Sol Reyes", slack_id="U0SOLRE11", organisation="Another Company")
    staff.add(session, council.administrator, other)
    assert (
        people.recognise(session, "U0SOLRE11", council.administrator.terms).organisation == "Another Company"
    )


@pytest.mark.parametrize(
    ("new", "field", "words"),
    [
        (Particulars("Nadia Cole", Role.AUDITOR), "organisation", "The organisation is empty"),
        (
            Particulars("Nadia Cole", Role.AUDITOR, organisation="Early Help"),
            "organisation",
            "a team of your own",
        ),
        (Particulars("Nadia Cole", Role.QUALITY, organisation="Aidhour"), "organisation", "Only auditors"),
        (Particulars("  ", Role.QUALITY), "name", "The name is empty"),
        (Particulars("Tomas R.", Role.QUALITY, slack_id=TOMAS), "slack", "in the list already: Tomas Reid"),
        (Particulars("jude ELLERY", Role.MANAGER), "name", "Jude Ellery is in the list already"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    session: Session, council: Council, new: Particulars, field: str, words: str
) -> None:
    with pytest.raises(Refusal, match=words) as caught:
        staff.add(session, council.administrator, new)
    assert caught.value.field == field


def test_an_outside_organisation_is_no_team_of_ours(session: Session, council: Council) -> None:
    new = Particulars("Nadia Cole", Role.MANAGER, team_id=team_id(session, "Aidhour"))
    with pytest.raises(Refusal, match="outside organisation"):
        staff.add(session, council.administrator, new)


def test_a_name_with_personal_details_in_it_is_refused(session: Session, council: Council) -> None:
    with pytest.raises(PersonalDetails):
        staff.add(session, council.administrator, Particulars("Nadia 07700 900123", Role.MANAGER))


def test_whoever_left_is_found_again_and_not_added_twice(session: Session, council: Council) -> None:
    staff.leave(session, council.administrator, person_id(session, TOMAS))
    with pytest.raises(Conflict, match="as somebody who has left"):
        staff.add(session, council.administrator, Particulars("Tomas", Role.MANAGER, slack_id=TOMAS))


# --- changing


def test_a_changed_role_holds_at_once(session: Session, council: Council) -> None:
    change(session, council.administrator, TOMAS, role=Role.QUALITY, team_id=None)
    assert people.recognise(session, TOMAS, council.administrator.terms).roles == {Role.QUALITY}
    assert newest(session).event == "person changed"


def test_of_two_forms_the_second_is_told(session: Session, council: Council) -> None:
    person = known(session, TOMAS)
    opened = Opened(person.id, person.version)
    change(session, council.administrator, TOMAS, name="Tomas J. Reid")
    with pytest.raises(Conflict, match="was changed while your form was open"):
        staff.change(session, council.administrator, opened, Particulars.of(person))


def test_nothing_changed_is_nothing_written(session: Session, council: Council) -> None:
    before = newest_number(session)
    change(session, council.administrator, TOMAS)
    assert newest_number(session) == before


def newest_number(session: Session) -> int:
    return session.scalar(sa.select(sa.func.max(JournalEntry.number))) or 0


def test_a_slack_account_that_was_gone_is_forgotten_with_another_one(
    session: Session, council: Council
) -> None:
    stored.cannot_be_reached(session, person_id(session, TOMAS), council.administrator.today)
    change(session, council.administrator, TOMAS, slack_id=NADIA)
    session.expire_all()
    assert known(session, NADIA).unreachable_since is None


# --- leaving


def test_who_has_left_has_no_rights_from_then_on(session: Session, council: Council) -> None:
    staff.leave(session, council.administrator, person_id(session, TOMAS))
    with pytest.raises(NotAllowed, match="I do not know you yet"):
        people.recognise(session, TOMAS, council.administrator.terms)
    assert newest(session).event == "person left"


def test_what_is_still_theirs_is_told(session: Session, council: Council) -> None:
    put_action(session, "K7Q2M", TOMAS, date(2025, 4, 1))
    early = session.get_one(Team, team_id(session, "Early Help"))
    teams.fill(session, council.administrator, early, "service_manager", known(session, TOMAS))
    known(session, PRIYA).cover_id = person_id(session, TOMAS)
    session.add(Meeting(held_on=date(2025, 4, 1), chair_id=person_id(session, TOMAS)))
    left = staff.leave(session, council.administrator, person_id(session, TOMAS))
    theirs = left.belongings
    assert (theirs.actions, theirs.cases, theirs.audits) == (1, 1, 0)
    assert theirs.posts == [Led("Early Help", "service_manager")]
    assert theirs.covers_for == ["Priya Shah"]
    assert theirs.chairs_on == date(2025, 4, 1)


def test_their_letters_go_to_whoever_stands_in(session: Session, council: Council) -> None:
    staff.leave(session, council.administrator, person_id(session, TOMAS))
    reader = recipients.receiver(
        session, stored.of_ids(session, [person_id(session, TOMAS)]).popitem()[1], council.manager.today
    )
    assert reader is not None
    assert reader.name == "Priya Shah"


def test_what_a_leaver_owns_is_listed_by_name_for_whoever_gives_it_to_somebody(
    session: Session, council: Council
) -> None:
    from bot import actions
    from bot.actions import Asked

    put_action(session, "K7Q2M", TOMAS, date(2025, 4, 1))
    staff.leave(session, council.administrator, person_id(session, TOMAS))
    assert "Tomas Reid" in people.names(session)
    listed = actions.unfinished(session, council.quality, Asked(owner="Tomas Reid"))
    assert listed.total == 1


def test_who_is_back_is_who_they_were(session: Session, council: Council) -> None:
    staff.leave(session, council.administrator, person_id(session, PRIYA))
    staff.return_(session, council.administrator, person_id(session, PRIYA))
    assert people.recognise(session, PRIYA, council.manager.terms).team_ids == council.manager.actor.team_ids
    assert newest(session).event == "person back"


@pytest.mark.parametrize("verb", [staff.leave, staff.return_])
def test_what_is_so_already_is_said(
    session: Session, council: Council, verb: Callable[[Session, Visit, int], object]
) -> None:
    if verb is staff.leave:
        known(session, TOMAS).active = False
    with pytest.raises(Conflict, match="Nothing was changed"):
        verb(session, council.administrator, person_id(session, TOMAS))


# --- the last administrator


def demote(session: Session, visit: Visit) -> None:
    change(session, visit, SAMIR, role=Role.PRACTITIONER)


def take_slack_away(session: Session, visit: Visit) -> None:
    change(session, visit, SAMIR, slack_id=None)


def make_leave(session: Session, visit: Visit) -> None:
    staff.leave(session, visit, person_id(session, SAMIR))


@pytest.mark.parametrize("verb", [demote, take_slack_away, make_leave])
@pytest.mark.parametrize("is_command_line", [False, True])
def test_the_last_administrator_stays(
    session: Session,
    council: Council,
    verb: Callable[[Session, Visit], None],
    is_command_line: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    visit = council.administrator
    if is_command_line:
        visit = later(visit, actor=COMMAND_LINE, door=Door.COMMAND_LINE)
    before = newest_number(session)
    with pytest.raises(LastAdministrator, match="Samir Patel is the last administrator"):
        verb(session, visit)
    assert newest_number(session) == before


@pytest.mark.parametrize("verb", [demote, take_slack_away, make_leave])
def test_of_two_administrators_one_may_go(
    session: Session, council: Council, verb: Callable[[Session, Visit], None]
) -> None:
    second_administrator(session)
    verb(session, later(council.administrator, actor=people.actor(known(session, HELEN))))


def test_an_administrator_without_slack_is_no_other_one(session: Session, council: Council) -> None:
    session.add(Person(name="Bea Lund", role=Role.ADMINISTRATOR))
    with pytest.raises(LastAdministrator):
        make_leave(session, council.administrator)


@pytest.mark.parametrize("row", [{"role": "quality"}, {"role": "administrator", "active": "no"}])
def test_a_file_does_not_take_the_last_administrator_away(
    session: Session, council: Council, visit: Visit, row: dict[str, str]
) -> None:
    rows = [RawRow(2, {"name": "Samir Patel", "slack_id": SAMIR, **row})]
    report = intake.take_in(session, visit, Kind.PEOPLE, rows, skip_bad=False)
    assert "last administrator" in report.rows[0].problem
    assert Role.ADMINISTRATOR in people.recognise(session, SAMIR, visit.terms).roles


# --- nobody widens their own rights


def quality_beside(session: Session, visit: Visit) -> None:
    change(session, visit, SAMIR, role=Role.QUALITY, administrator=True)


def own_account_for_somebody_else(session: Session, visit: Visit) -> None:
    known(session, SAMIR).slack_id = "U0GONE0012"
    session.flush()
    change(session, visit, GRACE, slack_id=SAMIR)


def lead_a_team(session: Session, visit: Visit) -> None:
    opened = teams.show(session, visit, team_id(session, "Early Help")).team
    teams.change(session, visit, opened.id, opened.version, NewTeam("Early Help", manager=SAMIR))


OWN = pytest.mark.parametrize("verb", [quality_beside, own_account_for_somebody_else, lead_a_team])


@OWN
def test_where_there_is_another_administrator_they_are_to_be_asked(
    session: Session, council: Council, verb: Callable[[Session, Visit], None]
) -> None:
    second_administrator(session)
    with pytest.raises(NotAllowed, match="nobody does for themselves") as caught:
        verb(session, council.administrator)
    assert caught.value.ask.who == "another administrator"
    assert "Helen Marsh" in [contact.name for contact in caught.value.ask.contacts]


def test_the_only_administrator_may_and_it_is_told(session: Session, council: Council) -> None:
    quality_beside(session, council.administrator)
    assert newest(session).event == "own role taken"
    assert told_of(session, person_id(session, SAMIR)) == [(person_id(session, GRACE), "own_role")]


def test_a_manager_who_is_administrator_does_not_move_to_another_team_by_themselves(
    session: Session, council: Council
) -> None:
    second_administrator(session, PRIYA)
    priya = later(council.administrator, actor=people.actor(known(session, PRIYA)))
    with pytest.raises(NotAllowed, match="nobody does for themselves"):
        change(session, priya, PRIYA, team_id=team_id(session, "Early Help"))


def test_giving_rights_up_needs_nobody_else(session: Session, council: Council) -> None:
    second_administrator(session, HELEN)
    helen = later(council.administrator, actor=people.actor(known(session, HELEN)))
    change(session, helen, HELEN, role=Role.ADMINISTRATOR, administrator=False)
    assert newest(session).event == "person changed"


def test_a_file_that_an_administrator_drops_is_held_to_the_same(session: Session, council: Council) -> None:
    second_administrator(session)
    rows = [RawRow(2, {"name": "Samir Patel", "slack_id": SAMIR, "role": "quality; administrator"})]
    dropped = later(council.administrator, door=Door.IMPORT)
    report = intake.take_in(session, dropped, Kind.PEOPLE, rows, skip_bad=False)
    assert "nobody does for themselves" in report.rows[0].problem


# --- the first start


def first(session: Session, council: Council) -> Visit:
    """A visit of whom the settings name, while nobody in the record is an administrator."""
    known(session, SAMIR).role = Role.PRACTITIONER
    session.flush()
    terms = replace(council.administrator.terms, admins=(FIRST,))
    return later(council.administrator, actor=people.recognise(session, FIRST, terms), terms=terms)


def test_whom_the_settings_name_sets_people_up_and_sees_no_case(session: Session, council: Council) -> None:
    visit = first(session, council)
    assert visit.actor.roles == {Role.ADMINISTRATOR}
    assert staff.listed(session, visit, Which()).total == 8


def test_they_add_themselves_in_any_role(session: Session, council: Council) -> None:
    visit = first(session, council)
    staff.add(session, visit, Particulars("Bea Lund", Role.QUALITY, administrator=True, slack_id=FIRST))
    assert people.recognise(session, FIRST, visit.terms).roles == {Role.QUALITY, Role.ADMINISTRATOR}
    assert newest(session).event == "own role taken"


def test_or_become_an_administrator_by_what_they_do_first(session: Session, council: Council) -> None:
    settled = staff.settle(session, first(session, council), "Bea Lund")
    staff.add(session, settled, Particulars("Nadia Cole", Role.QUALITY, slack_id=NADIA))
    assert newest(session).who_id == settled.actor.person_id == person_id(session, FIRST)


def test_once_there_is_an_administrator_the_settings_no_longer_count(
    session: Session, council: Council
) -> None:
    terms = replace(council.administrator.terms, admins=(FIRST, TOMAS))
    with pytest.raises(NotAllowed):
        people.recognise(session, FIRST, terms)
    assert people.recognise(session, TOMAS, terms).roles == {Role.PRACTITIONER}


def test_they_count_again_while_the_last_one_has_no_account(session: Session, council: Council) -> None:
    terms = replace(council.administrator.terms, admins=(TOMAS,))
    stored.cannot_be_reached(session, person_id(session, SAMIR), council.administrator.today)
    session.expire_all()
    assert Role.ADMINISTRATOR in people.recognise(session, TOMAS, terms).roles


# --- teams


def test_a_team_has_leaders_who_see_its_cases_from_then_on(session: Session, council: Council) -> None:
    made = teams.add(session, council.administrator, NewTeam("Leaving Care", "C0CARE0001", PRIYA, GRACE))
    assert made.id in people.recognise(session, GRACE, council.administrator.terms).team_ids
    teams.change(session, council.administrator, made.id, made.version, NewTeam("Leaving Care", None, PRIYA))
    session.expire_all()
    assert made.id not in people.recognise(session, GRACE, council.administrator.terms).team_ids
    assert newest(session).event == "post emptied"


def test_whoever_audits_from_outside_leads_no_team(session: Session, council: Council) -> None:
    with pytest.raises(Refusal, match="Alana Brook audits for Aidhour") as caught:
        teams.add(session, council.administrator, NewTeam("Leaving Care", None, ALANA))
    assert caught.value.field == "manager"


def test_a_name_that_is_taken_is_refused(session: Session, council: Council) -> None:
    with pytest.raises(Conflict, match="a team of that name already"):
        teams.add(session, council.administrator, NewTeam("early HELP"))


def test_an_organisation_keeps_the_name_that_its_rounds_know(session: Session, council: Council) -> None:
    aidhour = teams.show(session, council.administrator, team_id(session, "Aidhour")).team
    with pytest.raises(Refusal, match="part its auditors from their rounds"):
        teams.change(session, council.administrator, aidhour.id, aidhour.version, NewTeam("Aidhour Ltd"))
    session.execute(sa.delete(Round))
    teams.change(session, council.administrator, aidhour.id, aidhour.version, NewTeam("Aidhour Ltd"))


def test_a_stranger_leads_no_team(session: Session, council: Council) -> None:
    with pytest.raises(Refusal, match="do not know that person"):
        teams.add(session, council.administrator, NewTeam("Leaving Care", None, STRANGER))


def test_what_was_before_and_after_is_in_the_journal(session: Session, council: Council) -> None:
    change(session, council.administrator, TOMAS, role=Role.QUALITY, team_id=None)
    values = session.get_one(JournalValues, newest_number(session))
    assert '"practitioner"' in (values.before or "")
    assert '"quality"' in (values.after or "")
