"""A digest that the workspace, its channel or the hour stand in the way of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.cli import demo
from bot.sandbox import config, server
from storage.database import Database
from storage.models import Letter
from storage.words import LetterKind, LetterState
from tests.council import TOMAS, Council, put_action
from tests.letters.conftest import Arrived, PostOffice, open_post_office

MONDAY = date(2026, 3, 23)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
AT_HALF_PAST_NINE = datetime(2026, 3, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def post(workspace_address: str, db: Database, council: Council) -> PostOffice:
    """The council with a channel for its digest, and nothing that is due to anybody."""
    return open_post_office(workspace_address, db)


def digests(arrived: list[Arrived]) -> list[str]:
    return [message.text for message in arrived if "Weekly digest" in message.text]


def letter_of(post: PostOffice) -> Letter:
    with post.office.db.reading() as session:
        return session.scalars(sa.select(Letter).where(Letter.kind == LetterKind.DIGEST)).one()


def test_where_the_picture_is_refused_as_well_it_is_told_in_words(post: PostOffice) -> None:
    with post.office.db.begin() as session:
        put_action(session, "K7Q2M", TOMAS, MONDAY - 20 * DAY)
    post.workspace.refuse_blocks("data_visualization", "image")
    (text,) = digests(post.day(MONDAY))
    assert "The late action is late by 11 to 20 working days." in text
    assert letter_of(post).state is LetterState.SENT


def test_once_another_channel_is_named_a_retry_posts_it_there(db: Database, council: Council) -> None:
    setting = demo.council_workspace()
    public = config.Channel("C0PUBLIC01", "open", "public", ("U0BOT00001",))
    with server.running(replace(setting, channels=(*setting.channels, public))) as base:
        assert digests(open_post_office(base, db, TEAM_CHANNEL=public.id).day(MONDAY)) == []
        post = open_post_office(base, db)
        post.hand[0] = AT_HALF_PAST_NINE + DAY
        post.retry(letter_of(post).id)
        (posted,) = [message for message in post.day(MONDAY + DAY) if "Weekly digest" in message.text]
    assert posted.channel == demo.TEAM_CHANNEL


@pytest.mark.parametrize(("fault", "where"), [("server_error", "C0ANOTHER1"), ("server_error_after", None)])
def test_a_channel_that_is_changed_after_an_attempt_gets_it_unless_the_old_one_has_it(
    db: Database, council: Council, fault: str, where: str | None
) -> None:
    setting = demo.council_workspace()
    another = config.Channel("C0ANOTHER1", "another", "private", ("U0BOT00001",))
    with server.running(replace(setting, channels=(*setting.channels, another))) as base:
        first = open_post_office(base, db)
        first.workspace.misbehave(fault, method="chat.postMessage", count=1)
        first.decide(AT_HALF_PAST_NINE)
        first.deliver(first.another(settle=60.0))
        with db.begin() as session:
            session.execute(sa.update(Letter).values(not_before=AT_HALF_PAST_NINE))
        post = open_post_office(base, db, TEAM_CHANNEL=another.id)
        post.day(MONDAY + DAY)
        assert letter_of(post).state is LetterState.SENT
        channels = [each["channel"] for each in post.workspace.posts() if "Weekly digest" in each["text"]]
    assert channels == [where or demo.TEAM_CHANNEL]


def test_outside_the_hours_slack_is_asked_nothing_about_a_channel(post: PostOffice) -> None:
    post.decide(AT_HALF_PAST_NINE + 6 * HOUR)
    post.hand[0] = AT_HALF_PAST_NINE + 12 * HOUR
    # Whoever asked would be told so, and the digest would have that for its reason.
    post.workspace.misbehave("server_error", method="conversations.info")
    post.deliver(post.another(longest_wait=60.0, until_mended=60.0))
    post.workspace.behave()
    assert letter_of(post).reason == "it is not the time of the day"


@pytest.mark.parametrize("nudges", ["09:00", "11:00"])
def test_it_is_posted_at_its_own_time_whenever_people_are_written_to(
    workspace_address: str, db: Database, council: Council, nudges: str
) -> None:
    post = open_post_office(workspace_address, db, NUDGE_AT=nudges)
    assert digests(post.turn(AT_HALF_PAST_NINE - timedelta(minutes=1))) == []
    assert len(digests(post.turn(AT_HALF_PAST_NINE))) == 1


def test_before_a_bank_holiday_on_friday_it_is_posted_on_thursday(
    workspace_address: str, db: Database, council: Council
) -> None:
    post = open_post_office(workspace_address, db, DIGEST_AT="fri 09:30")
    week = [date(2026, 3, 30) + n * DAY for n in range(7)]  # Good Friday is its fifth day
    assert [day for day in week if digests(post.day(day))] == [date(2026, 4, 2)]
