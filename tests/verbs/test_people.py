"""People: who is recognised, what they may act as, and whom they are told to ask."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from bot import people
from bot.errors import Contact, Helpers, NotAllowed, Refusal
from bot.rules.rights import Right
from bot.settings import Terms
from bot.visit import Actor, Visit
from storage import people as stored
from storage.models import Person, Post
from storage.words import Role
from tests.conftest import later
from tests.council import ALANA, GRACE, HELEN, PRIYA, SAMIR, STRANGER, TOMAS, Council

OMARA = "U0OMARA08"


def known(session: Session, slack_id: str) -> Person:
    person = stored.by_slack_id(session, slack_id)
    assert person is not None
    return person


def team_id(session: Session, name: str) -> int:
    team = stored.team_by_name(session, name)
    assert team is not None
    return team.id


def actor(session: Session, slack_id: str) -> Actor:
    session.expire_all()
    return people.actor(known(session, slack_id))


def leave(session: Session, *slack_ids: str) -> None:
    for slack_id in slack_ids:
        known(session, slack_id).active = False


def refused(session: Session, visit: Visit, right: Right) -> NotAllowed:
    with pytest.raises(NotAllowed) as caught:
        people.require(session, visit, right)
    return caught.value


# --- who somebody is


def test_a_person_is_recognised_by_their_slack_user_id(session: Session, terms: Terms) -> None:
    priya = people.recognise(session, PRIYA, terms)
    assert priya.name == "Priya Shah"
    assert priya.roles == {Role.MANAGER}
    assert priya.team_ids == {team_id(session, "Children and Families")}


def test_a_stranger_is_told_which_administrator_to_ask(session: Session, terms: Terms) -> None:
    with pytest.raises(NotAllowed, match="I do not know you yet") as caught:
        people.recognise(session, STRANGER, terms)
    assert caught.value.ask == Helpers("an administrator of this bot", (Contact("Samir Patel", SAMIR),))


def test_who_has_left_is_a_stranger(session: Session, terms: Terms) -> None:
    leave(session, TOMAS)
    with pytest.raises(NotAllowed, match="I do not know you yet"):
        people.recognise(session, TOMAS, terms)


def test_before_an_administrator_is_set_up_those_of_the_settings_are_named(
    session: Session, terms: Terms
) -> None:
    leave(session, SAMIR)
    with pytest.raises(NotAllowed) as caught:
        people.recognise(session, STRANGER, replace(terms, admins=("U0FIRST01", "U0OTHER02")))
    assert [contact.slack_id for contact in caught.value.ask.contacts] == ["U0FIRST01", "U0OTHER02"]


def test_a_stranger_is_refused_even_where_nobody_can_be_named(session: Session, terms: Terms) -> None:
    leave(session, SAMIR)
    with pytest.raises(NotAllowed) as caught:
        people.recognise(session, STRANGER, terms)
    assert caught.value.ask == Helpers("an administrator of this bot", ())


@pytest.mark.parametrize("post", ["manager", "service_manager"])
def test_whoever_holds_a_post_in_a_team_has_a_managers_rights_in_it(session: Session, post: str) -> None:
    early = team_id(session, "Early Help")
    session.add(Post(team_id=early, post=post, person_id=known(session, TOMAS).id))
    session.flush()
    tomas = actor(session, TOMAS)
    assert tomas.roles == {Role.PRACTITIONER, Role.MANAGER}
    assert tomas.team_ids == {early}


def test_a_manager_leads_their_own_team_and_those_of_their_posts(session: Session) -> None:
    families, early = team_id(session, "Children and Families"), team_id(session, "Early Help")
    assert actor(session, OMARA).team_ids == {early}
    session.add(Post(team_id=families, post="service_manager", person_id=known(session, OMARA).id))
    session.flush()
    assert actor(session, OMARA).team_ids == {families, early}


@pytest.mark.parametrize("slack_id", [TOMAS, GRACE, HELEN, ALANA, SAMIR])
def test_being_in_a_team_is_not_leading_it(session: Session, slack_id: str) -> None:
    known(session, slack_id).team_id = team_id(session, "Early Help")
    session.flush()
    assert actor(session, slack_id).team_ids == frozenset()


def test_only_an_auditors_team_is_an_organisation(session: Session) -> None:
    assert actor(session, ALANA).organisation == "Aidhour"
    assert actor(session, PRIYA).organisation is None


def test_an_administrator_may_be_something_else_beside_it(session: Session) -> None:
    known(session, GRACE).administrator = True
    session.flush()
    assert actor(session, GRACE).roles == {Role.QUALITY, Role.ADMINISTRATOR}


# --- whom to ask


def test_a_practitioner_is_sent_to_their_manager(session: Session, council: Council) -> None:
    refusal = refused(session, council.practitioner, Right.LOG_AUDIT)
    assert refusal.message == "Logging an audit is for managers, auditors and the quality team."
    assert refusal.ask == Helpers("your manager", (Contact("Priya Shah", PRIYA),))


def test_without_a_manager_to_the_quality_team(session: Session, council: Council) -> None:
    quality = Helpers("the quality team", (Contact("Grace Obi", GRACE),))
    leave(session, PRIYA)
    assert refused(session, council.practitioner, Right.LOG_AUDIT).ask == quality
    assert refused(session, council.auditor, Right.SEE_GRADES).ask == quality


def test_a_manager_is_not_sent_to_themselves(session: Session, council: Council) -> None:
    assert people.helpers(session, council.manager).who == "the quality team"
    assert people.helpers(session, council.quality).who == "an administrator of this bot"


def test_without_anybody_in_quality_to_an_administrator(session: Session, council: Council) -> None:
    leave(session, PRIYA, GRACE)
    ask = refused(session, council.practitioner, Right.LOG_AUDIT).ask
    assert ask == Helpers("an administrator of this bot", (Contact("Samir Patel", SAMIR),))


def test_without_any_of_them_to_those_of_the_settings(session: Session, council: Council) -> None:
    leave(session, PRIYA, GRACE, SAMIR)
    terms = replace(council.practitioner.terms, admins=("U0FIRST01",))
    ask = refused(session, later(council.practitioner, terms=terms), Right.LOG_AUDIT).ask
    assert ask == Helpers("an administrator of this bot", (Contact("U0FIRST01", "U0FIRST01"),))


def test_not_more_than_three_of_the_quality_team_are_named(session: Session, council: Council) -> None:
    session.add_all(Person(name=f"Quality {letter}", role=Role.QUALITY) for letter in "ABCD")
    session.flush()
    leave(session, PRIYA)
    assert len(people.helpers(session, council.practitioner).contacts) == 3


@pytest.mark.parametrize("right", Right)
def test_every_right_has_a_sentence_for_those_without_it(
    session: Session, council: Council, right: Right
) -> None:
    nobody = later(council.manager, actor=replace(council.manager.actor, roles=frozenset()))
    sentence = refused(session, nobody, right).message
    assert " for " in sentence
    assert sentence.endswith(".")


# --- who is meant


@pytest.mark.parametrize("typed", [TOMAS, "Tomas Reid", "tomas REID"])
def test_a_person_is_named_by_slack_or_by_name(session: Session, council: Council, typed: str) -> None:
    assert people.find(session, typed).slack_id == TOMAS


def test_a_person_without_slack_is_named_by_name(session: Session, council: Council) -> None:
    assert people.find(session, "Jude Ellery").slack_id is None


def test_a_name_that_two_people_have_is_asked_back(session: Session, council: Council) -> None:
    session.add(Person(name="Tomas Reid", role=Role.PRACTITIONER))
    with pytest.raises(Refusal, match="More than one person has that name") as caught:
        people.find(session, "Tomas Reid", field="owner")
    assert caught.value.field == "owner"


def test_of_two_people_of_a_name_the_one_who_is_still_here_is_meant(
    session: Session, council: Council
) -> None:
    session.add(Person(name="Tomas Reid", role=Role.PRACTITIONER, active=False))
    assert people.find(session, "Tomas Reid").slack_id == TOMAS


@pytest.mark.parametrize("typed", ["", "Nobody Known", STRANGER, "Reid"])
def test_whom_nobody_knows_is_said_without_repeating_it(
    session: Session, council: Council, typed: str
) -> None:
    with pytest.raises(Refusal, match="do not know that person") as caught:
        people.find(session, typed)
    assert not typed or typed not in caught.value.message


def test_who_has_left_can_no_longer_be_named(session: Session, council: Council) -> None:
    leave(session, TOMAS)
    for typed in (TOMAS, "Tomas Reid"):
        with pytest.raises(Refusal, match="do not know that person"):
            people.find(session, typed)


def test_the_names_of_the_teams_are_told_in_order(session: Session, council: Council) -> None:
    assert people.team_names(session) == ["Aidhour", "Children and Families", "Early Help"]
