"""A record that is older than what was sent: after a restore, or a server that lost its last moments."""

import shutil
import signal
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.cli import demo
from handlers import taking_back
from storage import letters as outbox
from storage.database import Database
from storage.models import Letter
from storage.unavailable import Unavailable
from storage.words import LetterState
from tests.backends import Holding, PostgreSQL
from tests.conftest import FILLS, on_sqlite
from tests.council import PRIYA, TOMAS, Council, put_action
from tests.letters.conftest import PostOffice, open_post_office
from tests.postgres import Server

MONDAY = date(2026, 3, 23)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
AT_TEN = datetime(2026, 3, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def post(workspace_address: str, db: Database, council: Council) -> PostOffice:
    """A council with a channel for its digest, and an action of Tomas's that is due on Monday."""
    with db.begin() as session:
        put_action(session, "K7Q2M", TOMAS, MONDAY)
    return open_post_office(workspace_address, db)


@on_sqlite
def test_after_a_restore_nothing_that_slack_has_is_posted_again(
    post: PostOffice, db_url: str, tmp_path: Path
) -> None:
    """A letter, and the digest; the file itself is put in the place of the newer one."""
    file = Path(db_url.removeprefix("sqlite:///"))
    post.office.db.close()
    shutil.copy(file, tmp_path / "backup")
    sent = post.turn(AT_TEN)
    assert {message.channel for message in sent} > {demo.TEAM_CHANNEL}
    post.office.db.close()
    file.with_name("g2o.db-wal").unlink(missing_ok=True)
    shutil.copy(tmp_path / "backup", file)
    assert post.turn(AT_TEN + 2 * HOUR) == []
    assert states(post) == {LetterState.SENT}
    assert len(post.workspace.posts()) == len(sent)


@on_sqlite
def test_a_message_that_was_taken_back_before_the_restore_is_no_trouble(post: PostOffice) -> None:
    post.turn(AT_TEN)
    with post.office.db.begin() as session:
        (letter,) = outbox.still_there(session, MONDAY + DAY, 10)
    post.office.slack.chat_delete(channel=letter.channel or "", ts=letter.ts or "")
    post.hand[0] = AT_TEN + 40 * DAY
    taking_back.take_back(post.office)
    with post.office.db.reading() as session:
        assert outbox.still_there(session, MONDAY + DAY, 10) == []


def states(post: PostOffice) -> set[LetterState]:
    with post.office.db.reading() as session:
        return set(session.scalars(sa.select(Letter.state)))


class TestFailover:
    """A server in whose place another one comes that lacks the last moments."""

    @pytest.fixture
    def db_url(self, own_server: Server, tmp_path: Path) -> str:
        return PostgreSQL(own_server, FILLS).make(Holding.COUNCIL, tmp_path)

    @pytest.mark.parametrize("lost", ["the letters", "what became of them"])
    def test_what_was_posted_in_the_lost_moments_is_found_and_not_posted_again(
        self, post: PostOffice, own_server: Server, tmp_path: Path, lost: str
    ) -> None:
        if lost == "what became of them":
            post.decide(AT_TEN)
        own_server.stop(signal.SIGINT)
        own_server.keep(tmp_path / "replica")
        own_server.start()
        sent = post.turn(AT_TEN)
        own_server.stop(signal.SIGQUIT)
        with pytest.raises(Unavailable):
            post.delivery.deliver()  # the bot is at work meanwhile, and meets the server that is away
        own_server.put_in_place(tmp_path / "replica")
        own_server.start()
        assert post.turn(AT_TEN + timedelta(minutes=1)) == []
        assert (states(post), len(post.workspace.posts())) == ({LetterState.SENT}, len(sent))
        assert post.to(PRIYA, sent) == []


def test_somebody_who_reads_for_hours_keeps_nobody_from_writing(post: PostOffice) -> None:
    with post.office.db.reading() as session:
        before = session.scalar(sa.select(sa.func.count(Letter.id)))
        sent = post.turn(AT_TEN)
        assert session.scalar(sa.select(sa.func.count(Letter.id))) == before == 0
    assert len(sent) == 2
    assert states(post) == {LetterState.SENT}


def test_a_clock_that_jumps_to_and_fro_sends_nothing_twice(post: PostOffice) -> None:
    """Back by an hour, ahead by a day, back again, and then the day itself comes."""
    with post.office.db.begin() as session:
        put_action(session, "K7Q2M", TOMAS, MONDAY + DAY)
    for at in (AT_TEN, AT_TEN - HOUR, AT_TEN + DAY, AT_TEN + HOUR, AT_TEN, AT_TEN + DAY, AT_TEN + DAY + HOUR):
        post.turn(at)
    keys = [each["metadata"]["event_payload"]["key"] for each in post.workspace.posts() if each["metadata"]]
    assert len(keys) == len(set(keys)) == 3  # a digest, and two days' letters
    assert states(post) == {LetterState.SENT}


@pytest.mark.parametrize("state", [LetterState.WAITING, LetterState.SENDING])
def test_what_a_wrong_clock_put_off_for_hours_goes_out_once_the_clock_is_right(
    post: PostOffice, state: LetterState
) -> None:
    post.decide(AT_TEN)
    ahead = datetime.now(UTC) + 3 * HOUR
    with post.office.db.begin() as session:
        session.execute(sa.update(Letter).values(state=state, not_before=ahead, lease_until=ahead))
    assert len(post.deliver()) == 2
    assert states(post) == {LetterState.SENT}


def test_two_bots_of_different_time_zones_and_calendars_write_nothing_twice_and_say_so_in_the_log(
    post: PostOffice, workspace_address: str, db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """By mistake. The one's tomorrow has begun while it is the other's evening."""
    other = open_post_office(workspace_address, db, TIMEZONE="Pacific/Auckland", CLOSURES="2026-04-07")
    with db.begin() as session:
        for number in range(4):
            put_action(session, "K7Q2M", TOMAS, MONDAY + number * DAY)
    for hour in range(0, 72, 3):
        for bot in (post, other):
            bot.turn(AT_TEN + hour * HOUR)
    keys = [each["metadata"]["event_payload"]["key"] for each in post.workspace.posts() if each["metadata"]]
    assert len(keys) == len(set(keys)) > 3
    assert any("another bot with other settings" in line for line in caplog.messages)
