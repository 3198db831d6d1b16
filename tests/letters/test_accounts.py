"""What an administrator's letter says of somebody's account, and what its button leads to."""

from datetime import date

import pytest

from bot import accounts, staff
from bot.accounts import Account
from bot.visit import Moment
from tests.council import GRACE, SAMIR, TOMAS, person_id
from tests.letters.conftest import PostOffice

MONDAY, TUESDAY = date(2026, 3, 16), date(2026, 3, 17)


def heard(post: PostOffice, slack_id: str, account: Account) -> None:
    with post.office.db.begin() as session:
        accounts.heard(session, Moment(post.hand[0], post.office.terms), slack_id, account)


def test_an_administrator_is_told_who_has_gone_and_shown_what_is_theirs(post: PostOffice) -> None:
    post.day(MONDAY)
    heard(post, TOMAS, Account.SWITCHED_OFF)
    (letter,) = post.to(SAMIR, post.day(TUESDAY))
    assert "*Tomas Reid* · their Slack account is switched off" in letter
    assert "noted as having left" in letter
    assert "For you today: one thing" in letter
    button = str(post.arrived[-1].post["blocks"])
    assert "show_person" in button


def test_whoever_is_back_before_the_letter_is_not_in_it(post: PostOffice) -> None:
    post.day(MONDAY)
    heard(post, TOMAS, Account.SWITCHED_OFF)
    with post.office.db.begin() as session:
        staff.return_(session, post.visit(SAMIR), person_id(session, TOMAS))
    assert post.to(SAMIR, post.day(TUESDAY)) == []


@pytest.mark.parametrize("account", [Account.GUEST, Account.SWITCHED_OFF])
def test_of_the_last_administrator_somebody_in_quality_is_told(post: PostOffice, account: Account) -> None:
    post.day(MONDAY)
    heard(post, SAMIR, account)
    (letter,) = post.to(GRACE, post.day(TUESDAY))
    assert "the last administrator has no Slack account here any more" in letter
    assert "python -m bot people change NAME --administrator" in letter
