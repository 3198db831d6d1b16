"""`check`: what the doctor finds, held against the sandbox workspace."""

import os
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from docx import Document
from typer.testing import CliRunner, Result

from bot import letters
from bot.cli import demo, doctor_machine, doctor_record, doctor_server
from bot.cli.app import app
from bot.rules import dates
from bot.rules.seals import Seal
from bot.sandbox import config, server
from bot.sandbox.client import Workspace
from bot.settings import Terms
from handlers.manifest import manifest
from handlers.website import Reply, Website
from storage import letters as stored
from storage import people
from storage.database import Database
from storage.migrations import HEAD
from storage.models import Letter
from storage.server_facts import Facts
from storage.words import LetterKind, LetterState
from tests.conftest import on_postgresql, on_sqlite
from tests.council import Council
from tests.postgres import Server
from tests.records import NEWER, make_newer


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


def test_all_is_well(environment: dict[str, str], council: Council) -> None:
    result = check(environment)
    assert result.exit_code == 0
    assert "MEND" not in result.output
    for item in (
        "Settings",
        "Days: Europe/London; bank holidays are sure until",
        "Port",
        "Slack: g2o",
        "Scopes",
        "Socket Mode",
        "Clock",
        "Team channel",
        "Database",
        "Administrators: 1 person with Slack",
    ):
        assert f"ok    {item}" in result.output


def test_all_is_well_in_http_mode(environment: dict[str, str], council: Council) -> None:
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


# --- this machine


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the command runs."""
    folder = tmp_path / "here"
    folder.mkdir(mode=0o700)
    monkeypatch.chdir(folder)
    return folder


@on_sqlite
def test_tokens_that_other_users_can_read_are_told(environment: dict[str, str], folder: Path) -> None:
    file = folder / ".env"
    file.write_text("# tokens")
    file.chmod(0o640)
    told = f"MEND  .env: other users of this machine can read the tokens\n      Run: chmod 600 {file}"
    assert told in check(environment).output
    file.chmod(0o600)
    assert ".env" not in check(environment).output


@on_sqlite
def test_a_port_is_free_taken_or_the_bots_own(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        told = f"MEND  Port: 127.0.0.1:{port} is taken by something else"
        assert told in check(environment, PORT=port).output
    assert f"ok    Port: 127.0.0.1:{port} is free" in check(environment, PORT=port).output
    site = Website("127.0.0.1", int(port), {("GET", "/healthz"): lambda _: Reply(HTTPStatus.OK, "alive\n")})
    site.start()
    assert f"ok    Port: a bot is at work on 127.0.0.1:{port}" in check(environment, PORT=port).output
    site.close()


@on_sqlite
def test_backups_are_asked_after(environment: dict[str, str], folder: Path) -> None:
    assert "note  Backups: where they are is not known\n      Set BACKUPS" in check(environment).output


@on_sqlite
def test_the_newest_backup_tells_its_age(environment: dict[str, str], folder: Path, council: Council) -> None:
    there = folder / "backups"
    environment |= {"BACKUPS": str(there)}
    assert f"MEND  Backups: there is no folder {there}" in check(environment).output
    there.mkdir(mode=0o755)
    output = check(environment).output
    assert "MEND  Backups: other users of this machine can see into the folder" in output
    assert f"MEND  Backups: there is none in {there}" in output
    there.chmod(0o700)
    assert CliRunner().invoke(app, ["db", "backup"], env=environment).exit_code == 0
    result = check(environment)
    assert "ok    Backups: the newest is 0 hours old" in result.output
    assert "note  Backups: on the same disk as the record" in result.output
    assert result.exit_code == 0
    (file,) = there.glob("g2o-*.backup")
    days_ago = datetime.now(UTC).timestamp() - 3 * 86_400
    os.utime(file, (days_ago, days_ago))
    assert "MEND  Backups: the newest is 72 hours old" in check(environment).output


@on_sqlite
def test_a_full_disk_is_told(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_machine, "LEAST_ROOM", 10**18)
    assert "MEND  Room for the record: " in check(environment).output


@on_sqlite
def test_a_word_template_that_is_none_is_told(environment: dict[str, str], folder: Path) -> None:
    file = folder / "letter.docx"
    file.write_text("no document")
    output = check(environment, WORD_TEMPLATE=str(file)).output
    assert "MEND  WORD_TEMPLATE: The Word template cannot be read." in output
    Document().save(str(file))
    assert "ok    WORD_TEMPLATE: it can be read" in check(environment, WORD_TEMPLATE=str(file)).output


@on_sqlite
def test_settings_that_may_not_be_meant_are_noted(environment: dict[str, str]) -> None:
    output = check(environment, LADDER="0 owner", KEEP_MESSAGES_DAYS="365", TEAM_CHANNEL="").output
    assert "note  LADDER: it tells owners alone" in output
    assert "note  Messages: what tells of cases stays in Slack for 365 days" in output
    assert "note  Digest: it is posted nowhere" in output


def test_bank_holidays_that_are_not_known_far_enough_are_noted(terms: Terms) -> None:
    (finding,) = doctor_machine.days(terms, terms.calendar.known_until() - timedelta(days=100))
    assert finding.is_note
    assert "Install the newest version of this bot" in finding.mend
    (finding,) = doctor_machine.days(terms, terms.calendar.known_until() - timedelta(days=200))
    assert not finding.mend


# --- whom one can ask


def test_administrators_who_are_nobody_are_told(environment: dict[str, str]) -> None:
    output = check(environment, ADMINS="U0SAMIR06, U0NOBODY9").output
    assert "MEND  ADMINS: U0NOBODY9 is nobody in this workspace" in output
    assert "U0SAMIR06 is nobody" not in output
    assert "MEND  Administrators: nobody with Slack is one" in output


# --- the record


def test_newer_tables_are_a_note(environment: dict[str, str], db: Database, council: Council) -> None:
    make_newer(db)
    result = check(environment)
    assert result.exit_code == 0
    assert f"note  Database: version {NEWER}, newer than this bot's {HEAD}" in result.output


@pytest.mark.parametrize(
    ("path", "kind"), [("/srv/share/g2o.db", "nfs4"), ("/srv/g2o.db", "ext4"), ("/srv/shared/x", "ext4")]
)
def test_the_disk_of_a_file_is_found_among_what_is_mounted(path: str, kind: str) -> None:
    mounts = "/dev/vda1 / ext4 rw 0 0\nserver:/x /srv/share nfs4 rw 0 0\n"
    assert doctor_record.file_system_of(Path(path), mounts) == kind


@on_postgresql
def test_a_server_is_told_with_its_version(environment: dict[str, str], council: Council) -> None:
    output = check(environment).output
    assert "ok    Database server: PostgreSQL 18, UTF8, and the role may write" in output
    assert "note  Database role: a superuser" in output


@on_postgresql
def test_a_role_that_may_not_write_is_told(
    environment: dict[str, str], db: Database, server: Server, council: Council
) -> None:
    server.execute("DROP ROLE IF EXISTS looker")
    server.execute("CREATE ROLE looker LOGIN")
    with db.begin() as session:
        session.execute(sa.text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO looker"))
    url = environment["DATABASE_URL"].replace("postgres@", "looker@")
    output = check(environment, DATABASE_URL=url).output
    assert "MEND  Database role: it may not write to every table" in output
    assert "superuser" not in output


def test_a_database_without_every_letter_is_told(environment: dict[str, str], server: Server) -> None:
    server.execute("DROP DATABASE IF EXISTS no_letters")
    server.execute("CREATE DATABASE no_letters TEMPLATE template0 LOCALE 'C' LOCALE_PROVIDER libc")
    output = check(environment, DATABASE_URL=server.url("no_letters")).output
    server.drop("no_letters")
    assert "MEND  Database: made for some letters alone (UTF8)" in output


WELL = Facts(
    version=17,
    encoding="UTF8",
    letters=True,
    is_standby=False,
    is_superuser=False,
    can_write=True,
    lock_timeout="5s",
    is_same=True,
    free_connections=90,
    is_encrypted=True,
)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"version": 13}, "PostgreSQL 13, where 14 or newer is needed"),
        ({"is_standby": True}, "a standby, which takes nothing new"),
        ({"is_same": False}, "it gives each transaction another connection"),
        ({"lock_timeout": "0"}, "it drops what the bot sets at the start of a connection"),
    ],
)
def test_what_is_wrong_with_a_server_is_told(changed: dict[str, Any], said: str) -> None:
    (finding,) = doctor_server.faults(replace(WELL, **changed))
    assert said in finding.what
    assert finding.is_fault


def test_few_connections_are_noted() -> None:
    findings = list(doctor_server.faults(replace(WELL, free_connections=3)))
    assert [finding.is_note for finding in findings] == [False, True]


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
