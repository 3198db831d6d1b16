"""The journal's seals: one a day in the channel and in the file, whatever happens in between."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import letters as verbs
from bot import record, seals
from bot.cli import demo
from bot.rules.seals import Seal, read
from bot.sandbox import config, server
from bot.visit import Moment
from handlers import clock
from storage import seal_file
from storage.database import Database
from storage.models import Letter, Notice
from storage.words import LetterState, Told
from tests.conftest import on_sqlite
from tests.council import SAMIR, Council, case_of
from tests.letters.conftest import PostOffice, open_post_office
from tests.tampering import rewrite

FRIDAY = date(2026, 3, 20)
DAY = timedelta(days=1)
MORNING = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
GOVERNANCE = config.Channel("C0GOVERN01", "governance", "private", ("U0BOT00001", SAMIR))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the seals are kept: nothing is there yet."""
    (tmp_path / "share").mkdir()
    return tmp_path / "share" / "seals.txt"


@pytest.fixture
def base() -> Iterator[str]:
    """A workspace with a channel of those who look after information governance."""
    setting = demo.council_workspace()
    with server.running(replace(setting, channels=(*setting.channels, GOVERNANCE))) as address:
        yield address


@pytest.fixture
def post(base: str, db: Database, council: Council) -> PostOffice:
    """A council whose seals are posted in a channel of their own; it has a row in its journal."""
    with db.begin() as session:
        record.note(session, council.manager, "case written out", case_of(session, "K7Q2M"))
    return open_post_office(base, db, TEAM_CHANNEL="", SEAL_CHANNEL=GOVERNANCE.id)


def in_channel(post: PostOffice) -> list[Seal]:
    """The seals that the channel holds."""
    return [
        seal
        for message in post.workspace.posts()
        if message["channel"] == GOVERNANCE.id
        for seal in read(message["text"])
    ]


def troubles(post: PostOffice) -> list[str | None]:
    with post.office.db.reading() as session:
        return list(session.scalars(sa.select(Notice.note).where(Notice.told == Told.TROUBLE)))


def without_slack(post: PostOffice, at: datetime) -> None:
    """A turn in which the bot's token is not taken."""
    post.decide(at)
    post.deliver(post.another(token="xoxb-revoked", until_mended=0.0))


# --- in the channel


def test_a_seal_is_posted_every_day_of_the_week_and_once(post: PostOffice) -> None:
    for day in range(4):  # Friday to Monday
        for hour in (0, 1, 5, 13):
            post.turn(MORNING + day * DAY + timedelta(hours=hour))
    made = in_channel(post)
    assert [seal.at for seal in made] == [MORNING + day * DAY for day in range(4)]
    with post.office.db.reading() as session:
        assert not seals.compare(session, made).broken


def test_before_the_day_begins_none_is_posted(post: PostOffice) -> None:
    post.turn(MORNING - timedelta(minutes=1))
    assert in_channel(post) == []


def test_it_says_what_it_is_and_how_to_check_it(post: PostOffice) -> None:
    (message,) = post.turn(MORNING)
    (seal,) = read(message.post["text"])
    assert "Seal of the journal, Friday 20 March 2026" in message.text
    assert f"verify --seal '{seal.number} {seal.hash}'" in message.text
    assert "nothing about any child" in message.text


def test_where_slack_is_away_in_the_morning_it_comes_in_the_evening(post: PostOffice) -> None:
    without_slack(post, MORNING)
    post.turn(MORNING + timedelta(hours=11))
    assert [seal.at for seal in in_channel(post)] == [MORNING + timedelta(hours=11)]


@pytest.mark.parametrize("fault", ["server_error_after", "drop_after", "drop_before", "server_error"])
def test_whatever_the_answer_is_it_arrives_once(post: PostOffice, fault: str) -> None:
    post.workspace.misbehave(fault, method="chat.postMessage", count=1)
    for minute in range(5):
        post.turn(MORNING + timedelta(minutes=minute))
    assert len(in_channel(post)) == 1


def test_a_day_without_slack_has_none_and_the_next_one_has_its_own(post: PostOffice) -> None:
    without_slack(post, MORNING)
    post.turn(MORNING + DAY)
    assert [seal.at for seal in in_channel(post)] == [MORNING + DAY]
    assert troubles(post) == []


def test_after_three_days_without_one_an_administrator_hears_of_it_once(post: PostOffice) -> None:
    for day in range(6):
        without_slack(post, MORNING + day * DAY)
    (note,) = troubles(post)
    assert note is not None
    assert "Slack has taken none for 3 days. One is tried every day" in note
    said = post.to(SAMIR, post.turn(MORNING + 6 * DAY))
    assert any(
        "The journal's seal of Friday 20 March 2026 could not be delivered: Slack has" in t for t in said
    )
    with post.office.db.reading() as session:
        last = verbs.last_seal(session, FRIDAY + 6 * DAY)
    assert last is not None
    assert last.day == FRIDAY + 6 * DAY


def test_a_channel_that_is_not_private_gets_none_and_that_is_said_once(
    base: str, db: Database, council: Council
) -> None:
    post = open_post_office(base, db, TEAM_CHANNEL="", SEAL_CHANNEL="C0GENERAL1")
    for day in range(4):
        post.turn(MORNING + day * DAY)
    assert troubles(post) == [
        "It is public. Choose a private channel of your own, without guests, and invite the bot to it."
    ]


def test_where_no_channel_is_set_none_is_put_in(base: str, db: Database, council: Council) -> None:
    post = open_post_office(base, db, TEAM_CHANNEL="")
    post.turn(MORNING)
    with db.reading() as session:
        assert session.scalars(sa.select(Letter)).all() == []


def test_the_record_of_this_morning_restored_at_noon_posts_none_again(post: PostOffice) -> None:
    post.decide(MORNING)
    post.deliver()
    with post.office.db.begin() as session:
        session.execute(sa.delete(Letter))
    post.turn(MORNING + timedelta(hours=3))
    assert len(in_channel(post)) == 1
    with post.office.db.reading() as session:
        assert session.scalars(sa.select(Letter.state)).all() == [LetterState.SENT]


# --- in the file


@pytest.fixture
def keeper(post: PostOffice, file: Path) -> PostOffice:
    """A council whose seals are kept in a file, and in no channel."""
    return replace(post, office=replace(post.office, seal_channel="", seal_file=file))


def keep(post: PostOffice, at: datetime) -> None:
    post.hand[0] = at
    clock.keep_seal(post.office, post.delivery)


def in_file(file: Path) -> list[Seal]:
    return read(seal_file.read(file))


def test_a_line_a_day_is_added_to_the_file(keeper: PostOffice, file: Path) -> None:
    for hour in range(0, 86, 5):
        keep(keeper, MORNING + timedelta(hours=hour))
    made = in_file(file)
    assert [seal.at.date() for seal in made if seal.at] == [FRIDAY + day * DAY for day in range(4)]
    assert file.stat().st_mode & 0o077 == 0
    with keeper.office.db.reading() as session:
        assert not seals.compare(session, made).broken


def test_killed_after_the_line_and_before_it_was_noted_there_is_no_second(
    keeper: PostOffice, file: Path
) -> None:
    keep(keeper, MORNING)
    with keeper.office.db.begin() as session:
        session.execute(sa.text("DELETE FROM remembered"))
    keep(keeper, MORNING + timedelta(hours=1))
    assert len(in_file(file)) == 1


def test_killed_in_the_middle_of_a_line_the_day_has_its_seal_all_the_same(
    keeper: PostOffice, file: Path
) -> None:
    keep(keeper, MORNING)
    whole = file.read_text()
    keep(keeper, MORNING + DAY)
    file.write_text(file.read_text()[:-20])
    with keeper.office.db.begin() as session:
        session.execute(sa.text("UPDATE remembered SET words = :before"), {"before": f"{FRIDAY} {file}"})
    keep(keeper, MORNING + DAY + timedelta(hours=1))
    assert file.read_text().startswith(whole)
    assert [seal.at for seal in in_file(file)] == [MORNING, MORNING + DAY + timedelta(hours=1)]


def test_another_process_that_is_at_the_file_makes_this_one_wait_for_its_next_turn(
    keeper: PostOffice, file: Path
) -> None:
    with seal_file.opened(file, is_new=True):
        keep(keeper, MORNING)
    assert in_file(file) == []
    keep(keeper, MORNING + timedelta(minutes=5))
    assert len(in_file(file)) == 1
    assert troubles(keeper) == []


def test_a_clock_that_jumps_ahead_and_back_makes_no_second_of_a_day(keeper: PostOffice, file: Path) -> None:
    for at in (MORNING, MORNING + DAY, MORNING + timedelta(hours=1), MORNING + DAY, MORNING + 2 * DAY):
        keep(keeper, at)
    assert [seal.at for seal in in_file(file)] == [MORNING, MORNING + DAY, MORNING + 2 * DAY]


def test_a_share_that_is_away_is_tried_again_and_told_after_some_days(
    keeper: PostOffice, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keep(keeper, MORNING)
    away = file.parent.rename(file.parent.with_name("away"))
    for hour in range(24, 5 * 24, 3):
        keep(keeper, MORNING + timedelta(hours=hour))
    assert not file.parent.exists()
    assert len([line for line in caplog.messages if "could not be kept in the file" in line]) == 5
    (note,) = troubles(keeper)
    assert note is not None
    assert "have not been kept in their file for 3 days (No such file or directory)" in note
    away.rename(file.parent)
    keep(keeper, MORNING + 5 * DAY)
    assert [seal.at for seal in in_file(file)] == [MORNING, MORNING + 5 * DAY]


@pytest.mark.parametrize("is_there", [True, False])
def test_a_file_that_lost_its_seals_is_missed_and_not_begun_anew(
    keeper: PostOffice, file: Path, caplog: pytest.LogCaptureFixture, *, is_there: bool
) -> None:
    """As where the share is not mounted, and its folder lies there empty."""
    keep(keeper, MORNING)
    file.unlink()
    if is_there:
        file.touch()
    keep(keeper, MORNING + DAY)
    assert not file.exists() or not in_file(file)
    assert any("could not be kept" in line for line in caplog.messages)


def test_a_journal_that_is_not_what_its_last_seal_says_is_told(keeper: PostOffice, file: Path) -> None:
    keep(keeper, MORNING)
    rewrite(keeper.office.db, first=1)
    for day in range(1, 4):
        keep(keeper, MORNING + day * DAY)
    (note,) = troubles(keeper)
    assert note is not None
    assert note.startswith("The journal is not what its last seal says (row 1).")
    assert len(in_file(file)) == 4


def test_what_keeps_seals_from_their_file_is_read_by_an_administrator(keeper: PostOffice) -> None:
    with keeper.office.db.begin() as session:
        moment = Moment(MORNING, keeper.office.terms)
        seals.report_broken(session, moment, Seal(7, "f" * 64, MORNING))
    (text,) = keeper.to(SAMIR, keeper.turn(MORNING + timedelta(hours=1)))
    assert "The journal is not what its last seal says (row 7). If an older backup was restored" in text


@on_sqlite
def test_a_place_that_takes_nothing_is_told_in_the_systems_words(
    keeper: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    keeper = replace(keeper, office=replace(keeper.office, seal_file=Path("/dev/full")))
    keep(keeper, MORNING)
    assert (
        "the journal's seal of the day could not be kept in the file: No space left on device" in caplog.text
    )
