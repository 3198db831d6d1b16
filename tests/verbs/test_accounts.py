"""What Slack says of accounts: rights end at once, nobody comes back unasked, an administrator hears."""

import logging

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import accounts, people
from bot.accounts import Account
from bot.errors import NotAllowed
from storage import people as stored
from storage.models import JournalEntry, Notice, Person, Post
from storage.words import Door, Role, Told
from tests.council import GRACE, HELEN, PRIYA, SAMIR, STRANGER, TOMAS, Council, person_id

GONE = pytest.mark.parametrize("account", [Account.SWITCHED_OFF, Account.GUEST, Account.ELSEWHERE])


def known(session: Session, slack_id: str) -> Person:
    session.expire_all()
    person = stored.by_slack_id(session, slack_id)
    assert person is not None
    return person


def heard(session: Session, council: Council, slack_id: str, account: Account) -> Person | None:
    return accounts.heard(session, council.manager.moment, slack_id, account)


def told(session: Session) -> list[tuple[int, int | None, str | None]]:
    """Who is told of whom, and what."""
    query = sa.select(Notice).where(Notice.told == Told.TROUBLE).order_by(Notice.id)
    return [(notice.person_id, notice.owner_id, notice.note) for notice in session.scalars(query)]


def newest(session: Session) -> JournalEntry:
    entry = session.scalars(sa.select(JournalEntry).order_by(JournalEntry.number.desc())).first()
    assert entry is not None
    return entry


@GONE
def test_without_an_account_rights_end_at_once_and_an_administrator_is_told(
    session: Session, council: Council, account: Account
) -> None:
    assert heard(session, council, TOMAS, account) is not None
    with pytest.raises(NotAllowed):
        people.recognise(session, TOMAS, council.manager.terms)
    assert told(session) == [(person_id(session, SAMIR), person_id(session, TOMAS), account.value)]


def test_the_journal_says_that_nobody_here_did_it(session: Session, council: Council) -> None:
    heard(session, council, TOMAS, Account.SWITCHED_OFF)
    entry = newest(session)
    assert (entry.event, entry.who_id, entry.door) == ("person left", None, Door.IMPORT)
    assert entry.subject_id == person_id(session, TOMAS)


def test_the_same_news_again_changes_nothing(session: Session, council: Council) -> None:
    heard(session, council, TOMAS, Account.SWITCHED_OFF)
    number, before = newest(session).number, told(session)
    session.expire_all()
    assert heard(session, council, TOMAS, Account.SWITCHED_OFF) is None
    assert (newest(session).number, told(session)) == (number, before)


def test_an_account_that_is_well_again_lets_nobody_in(session: Session, council: Council) -> None:
    heard(session, council, TOMAS, Account.SWITCHED_OFF)
    session.expire_all()
    heard(session, council, TOMAS, Account.WELL)
    assert not known(session, TOMAS).active
    heard(session, council, TOMAS, Account.WELL)
    assert [news for _, _, news in told(session)] == ["switched_off", "reactivated"]


def test_of_whoever_left_by_somebodys_word_slack_says_nothing_new(session: Session, council: Council) -> None:
    known(session, TOMAS).active = False
    session.flush()
    heard(session, council, TOMAS, Account.WELL)
    assert told(session) == []
    heard(session, council, TOMAS, Account.SWITCHED_OFF)
    session.expire_all()
    heard(session, council, TOMAS, Account.WELL)
    assert [news for _, _, news in told(session)] == ["reactivated"]


@pytest.mark.parametrize("account", Account)
def test_strangers_are_nobodys_concern(session: Session, council: Council, account: Account) -> None:
    assert heard(session, council, STRANGER, account) is None
    assert told(session) == []


@GONE
def test_the_last_administrator_stays_one_and_sees_nothing_else(
    session: Session, council: Council, account: Account
) -> None:
    samir = known(session, SAMIR)
    samir.role, samir.administrator = Role.QUALITY, True
    team = samir.team_id or known(session, PRIYA).team_id or 0
    session.add(Post(team_id=team, post="service_manager", person_id=samir.id))
    session.flush()
    session.expire_all()
    heard(session, council, SAMIR, account)
    session.expire_all()
    assert people.recognise(session, SAMIR, council.manager.terms).roles == {Role.ADMINISTRATOR}
    assert told(session) == [(person_id(session, GRACE), samir.id, "last_administrator")]
    number = newest(session).number
    heard(session, council, SAMIR, account)
    assert newest(session).number == number


def test_once_there_is_another_administrator_they_go(session: Session, council: Council) -> None:
    heard(session, council, SAMIR, Account.SWITCHED_OFF)
    known(session, HELEN).administrator = True
    session.flush()
    session.expire_all()
    accounts.compare(session, council.manager.moment, {SAMIR: Account.SWITCHED_OFF})
    assert not known(session, SAMIR).active


# --- the comparison


def test_what_no_event_told_the_comparison_finds(session: Session, council: Council) -> None:
    found = {TOMAS: Account.GUEST, PRIYA: Account.WELL, GRACE: Account.SWITCHED_OFF}
    ended = accounts.compare(session, council.manager.moment, found)
    assert sorted(person.name for person in ended) == ["Grace Obi", "Tomas Reid"]
    assert known(session, PRIYA).active


def test_where_all_seem_to_be_gone_nobody_is(
    session: Session, council: Council, caplog: pytest.LogCaptureFixture
) -> None:
    everybody = (PRIYA, TOMAS, GRACE, HELEN, SAMIR, "U0ALANA05", "U0OMARA08")
    with caplog.at_level(logging.ERROR, logger="g2o"):
        ended = accounts.compare(session, council.manager.moment, dict.fromkeys(everybody, Account.ELSEWHERE))
    assert ended == []
    assert all(known(session, slack_id).active for slack_id in everybody)
    assert "7 of 7 accounts seem to be gone" in caplog.text
