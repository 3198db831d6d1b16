"""The weekly digest: when and where it is posted, and where it is not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.cli import demo
from bot.sandbox import config, server
from storage.database import Database
from storage.models import Letter, Team
from storage.words import LetterKind, LetterState
from tests.council import SAMIR, TOMAS, Council, put_action
from tests.letters.conftest import Arrived, PostOffice, open_post_office

MONDAY = date(2026, 3, 23)
DAY = timedelta(days=1)
AT_HALF_PAST_NINE = datetime(2026, 3, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def post(workspace_address: str, db: Database, council: Council) -> PostOffice:
    """The council with a channel for its digest, and nothing that is due to anybody."""
    return open_post_office(workspace_address, db)


def digests(arrived: list[Arrived]) -> list[str]:
    return [message.text for message in arrived if "Weekly digest" in message.text]


def states(post: PostOffice) -> list[tuple[LetterState, str | None]]:
    with post.office.db.reading() as session:
        found = session.scalars(sa.select(Letter).where(Letter.kind == LetterKind.DIGEST)).all()
    return [(letter.state, letter.reason) for letter in found]


def test_it_is_posted_on_monday_at_half_past_nine_and_not_again_that_week(post: PostOffice) -> None:
    assert digests(post.turn(AT_HALF_PAST_NINE - timedelta(minutes=1))) == []
    (text,) = digests(post.turn(AT_HALF_PAST_NINE))
    assert text.startswith("Weekly digest: the whole service")
    for n in range(7):
        assert digests(post.day(MONDAY + n * DAY)) == []
    assert len(digests(post.day(MONDAY + 7 * DAY))) == 1


def test_after_a_bank_holiday_it_is_posted_on_tuesday(post: PostOffice) -> None:
    easter_monday = date(2026, 4, 6)
    assert digests(post.day(easter_monday)) == []
    assert len(digests(post.day(easter_monday + DAY))) == 1


def test_a_bot_that_was_asleep_on_monday_posts_it_on_wednesday_once(post: PostOffice) -> None:
    assert digests(post.day(MONDAY - 2 * DAY)) == []
    assert len(digests(post.day(MONDAY + 2 * DAY))) == 1
    assert digests(post.day(MONDAY + 3 * DAY)) == []


def test_slack_away_on_monday_does_not_lose_it(post: PostOffice) -> None:
    post.workspace.misbehave("server_error", method="chat.postMessage", count=1)
    post.decide(AT_HALF_PAST_NINE)
    assert post.deliver(post.another(settle=60.0)) == []
    with post.office.db.begin() as session:
        session.execute(sa.update(Letter).values(not_before=AT_HALF_PAST_NINE))
    assert len(digests(post.day(MONDAY + DAY))) == 1


def test_nobody_is_written_to_on_a_weekend_though_the_week_is_not_over(post: PostOffice) -> None:
    post.decide(AT_HALF_PAST_NINE)
    assert post.turn(AT_HALF_PAST_NINE + 5 * DAY) == []


def test_a_teams_channel_gets_the_teams_own(workspace_address: str, post: PostOffice) -> None:
    with post.office.db.begin() as session:
        early = session.scalars(sa.select(Team).where(Team.name == "Early Help")).one()
        early.channel = demo.TEAM_CHANNEL
    texts = digests(post.day(MONDAY))
    assert sorted(text.splitlines()[0] for text in texts) == [
        "Weekly digest: Early Help. Nothing is late, nothing is due this week and nothing waits.",
        "Weekly digest: the whole service. Nothing is late, nothing is due this week and nothing waits.",
    ]


@pytest.mark.parametrize(
    ("channel", "why"),
    [
        (config.Channel(demo.TEAM_CHANNEL, "open", "public", ("U0BOT00001",)), "It is public."),
        (
            config.Channel(demo.TEAM_CHANNEL, "abroad", "shared", ("U0BOT00001",)),
            "It is shared with another organisation.",
        ),
        (
            config.Channel(demo.TEAM_CHANNEL, "guests", "private", ("U0BOT00001", "U0GUEST009")),
            "It has guests in it.",
        ),
        (config.Channel(demo.TEAM_CHANNEL, "closed", "private", ()), "The bot cannot see it."),
    ],
)
def test_a_channel_that_others_can_read_gets_none_and_an_administrator_is_told(
    db: Database, council: Council, channel: config.Channel, why: str
) -> None:
    setting = demo.council_workspace()
    guest = config.User("U0GUEST009", "guest", "A Guest", is_restricted=True)
    others = tuple(each for each in setting.channels if each.id != channel.id)
    setting = replace(setting, users=(*setting.users, guest), channels=(*others, channel))
    with server.running(setting) as base:
        post = open_post_office(base, db)
        assert digests(post.day(MONDAY)) == []
        ((state, reason),) = states(post)
        (told,) = post.to(SAMIR, post.day(MONDAY + DAY))
    assert state is LetterState.FAILED
    assert reason is not None
    assert reason.startswith(why)
    assert f"The digest of the service could not be delivered: {why}" in told


def test_where_charts_are_refused_the_picture_says_the_same(post: PostOffice) -> None:
    with post.office.db.begin() as session:
        put_action(session, "K7Q2M", TOMAS, MONDAY - 20 * DAY)
    post.workspace.refuse_blocks("data_visualization")
    arrived = [message for message in post.day(MONDAY) if "Weekly digest" in message.text]
    (image,) = [block for block in arrived[0].post["blocks"] if block["type"] == "image"]
    assert image["alt_text"] == "The late action is late by 11 to 20 working days."
