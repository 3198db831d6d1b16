"""`check`: what the doctor finds, held against the sandbox workspace."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot import letters
from bot.cli import demo
from bot.cli.app import app
from bot.rules import dates
from bot.rules.seals import Seal
from bot.sandbox import config, server
from bot.sandbox.client import Workspace
from handlers.manifest import manifest
from storage import letters as stored
from storage import people
from storage.database import Database
from storage.models import Letter
from storage.words import LetterKind, LetterState
from tests.conftest import on_sqlite
from tests.council import Council


@pytest.fixture
def base() -> Iterator[str]:
    with demo.workspace() as base:
        yield base


@pytest.fixture
def environment(base: str, db_url: str) -> dict[str, str]:
    if db_url.startswith("sqlite"):
        Path(db_url.removeprefix("sqlite:///")).chmod(0o600)
    return demo.environment_in(base, db_url)


def check(environment: dict[str, str], **changed: str) -> Result:
    return CliRunner().invoke(app, ["check"], env={**environment, **changed})


def test_all_is_well(environment: dict[str, str]) -> None:
    result = check(environment)
    assert result.exit_code == 0
    assert "MEND" not in result.output
    for item in ("Settings", "Slack: g2o", "Scopes", "Socket Mode", "Clock", "Team channel", "Database"):
        assert item in result.output


def test_all_is_well_in_http_mode(environment: dict[str, str]) -> None:
    result = check(environment, SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET="sandbox-signing-secret")
    assert result.exit_code == 0
    assert "HTTP mode: an https address of yours must lead to 127.0.0.1:0/slack/events" in result.output


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "Slack refused a token of the bot's"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "Make an app-level token with connections:write"),
        ({"TEAM_CHANNEL": "C0GENERAL1"}, "it is public"),
        ({"TEAM_CHANNEL": "C0NOWHERE1"}, "Invite the bot to the channel"),
        ({"DATABASE_URL": "sqlite:////nowhere/g2o.db"}, "there is none at /nowhere/g2o.db"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "DATABASE_URL is not the address of a database"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/g2o"}, "nobody@127.0.0.1:9/g2o is out of reach"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/api/"}, "Slack cannot be reached from here"),
        ({"SLACK_BOT_TOKEN": "", "TIMEZONE": "Mars"}, "SLACK_BOT_TOKEN is missing"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    environment: dict[str, str], changed: dict[str, str], sentence: str
) -> None:
    result = check(environment, **changed)
    assert result.exit_code == 1
    assert sentence in result.output
    assert "Traceback" not in result.output


def test_the_channels_of_teams_are_looked_at_like_the_team_channel(
    environment: dict[str, str], db: Database, council: Council
) -> None:
    with db.begin() as session:
        for name, channel in (("Early Help", "C0GENERAL1"), ("Children and Families", demo.TEAM_CHANNEL)):
            team = people.team_by_name(session, name)
            assert team is not None
            team.channel = channel
    output = check(environment, TEAM_CHANNEL="").output
    assert "MEND  Channel of Early Help: it is public\n      Choose a private one" in output
    assert "ok    Channel of Children and Families: private, without guests" in output
    assert "Team channel" not in output


def test_letters_that_failed_lately_are_told_and_older_ones_are_not(
    environment: dict[str, str], db: Database
) -> None:
    today = datetime.now(UTC).date()
    with db.begin() as session:
        for number, day in enumerate((today, today - timedelta(days=30))):
            session.add(
                Letter(
                    key=f"key-{number}",
                    kind=LetterKind.DIGEST,
                    day=day,
                    until=day,
                    state=LetterState.FAILED,
                    made_at=datetime.now(UTC),
                    not_before=datetime.now(UTC),
                )
            )
    output = check(environment).output
    assert "MEND  Letters: one letter could not be delivered\n      Run: python -m bot letters" in output


def test_a_file_that_is_not_there_is_to_be_made(environment: dict[str, str], tmp_path: Path) -> None:
    result = check(environment, DATABASE_URL=f"sqlite:///{tmp_path}/new.db")
    assert "Run: python -m bot db upgrade" in result.output


def test_an_empty_database_is_to_be_upgraded(environment: dict[str, str], empty_url: str) -> None:
    Database(empty_url).close()
    result = check(environment, DATABASE_URL=empty_url)
    assert "Run: python -m bot db upgrade" in result.output


@on_sqlite
def test_a_record_that_other_users_can_read_is_told(environment: dict[str, str], db_url: str) -> None:
    Path(db_url.removeprefix("sqlite:///")).chmod(0o644)
    assert "other users of this machine can read it" in check(environment).output


def test_a_clock_that_is_wrong_is_told(environment: dict[str, str], base: str) -> None:
    Workspace(base).shift_clock(3600)
    assert "seconds from Slack's" in check(environment).output


def test_the_bot_does_not_start_with_a_wrong_token(environment: dict[str, str]) -> None:
    for name, wrong in (("SLACK_BOT_TOKEN", "xoxb-wrong"), ("SLACK_APP_TOKEN", "xapp-wrong")):
        result = CliRunner().invoke(app, ["serve"], env={**environment, name: wrong})
        assert result.exit_code == 1
        assert "Slack refused a token of the bot's (invalid_auth). Run: python -m bot check" in result.output


@on_sqlite
def test_missing_scopes_are_named(db_url: str) -> None:
    scant = manifest()
    scant["oauth_config"]["scopes"]["bot"].remove("im:history")
    with server.running(config.Config(config.App(scant))) as base:
        result = check(demo.environment_in(base, db_url), TEAM_CHANNEL="")
    assert "Scopes: im:history missing" in result.output


def test_whether_seals_are_made_and_when_the_last_was(
    environment: dict[str, str], db: Database, tmp_path: Path
) -> None:
    assert "ok    Seals: none are made" in check(environment).output
    (share := tmp_path / "share").mkdir()
    set_up = {**environment, "SEAL_FILE": str(share / "seals.txt")}
    assert f"ok    Seals in {share}/seals.txt: none yet" in check(set_up).output
    now = datetime.now(UTC)
    (share / "seals.txt").write_text(Seal(12, "a" * 64, now).line)
    assert f"seals.txt: the last is of {dates.in_words(now.date())}, for row 12\n" in check(set_up).output
    (share / "seals.txt").write_text(Seal(12, "a" * 64, now - timedelta(days=5)).line)
    assert "for row 12\n      See that the bot runs" in check(set_up).output


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("/nowhere/seals.txt", "its folder is not there\n      Mount the share"),
        ("/", "Is a directory\n      Let this bot's user read and write it"),
    ],
)
@on_sqlite
def test_a_place_for_seals_that_is_none_is_told(environment: dict[str, str], file: str, said: str) -> None:
    assert f"MEND  Seals in {file}: {said}" in check(environment, SEAL_FILE=file).output


def test_the_channel_of_seals_must_be_private_and_says_when_the_last_came(
    environment: dict[str, str], db: Database
) -> None:
    output = check(environment, SEAL_CHANNEL="C0GENERAL1").output
    assert "MEND  Seal channel: it is public" in output
    assert "ok    Seals in the channel: none yet" in output
    now = datetime.now(UTC)
    with db.begin() as session:
        (letter,) = stored.put(session, [letters.seal_of(now.date())])
        letter.state, letter.ts, letter.sent_at = LetterState.SENT, "1.0", now
    output = check(environment, SEAL_CHANNEL=demo.TEAM_CHANNEL, TEAM_CHANNEL="").output
    assert "ok    Seal channel: private" in output
    assert f"ok    Seals in the channel: the last is of {dates.in_words(now.date())}" in output
