"""`check`: the doctor. Says what is wrong and how to mend it, item by item."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
import typer
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.cli import common, seal_look
from bot.settings import Settings
from storage import journal, letters, people
from storage.database import Database
from storage.migrations import HEAD
from storage.unavailable import Unavailable, Why

MOST_CLOCK_SECONDS = 60
LATELY = timedelta(days=7)
UNANSWERED = (SlackApiError, SlackClientError, OSError)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `mend` is what to do where it is not well."""

    what: str
    mend: str = ""


def check() -> None:
    """Look at settings, token, scopes, channel, database and clock, and say what to mend."""
    chosen = common.settings(needs_slack=True)
    findings = [Finding("Settings: complete"), *_slack(chosen), *_database(chosen)]
    for finding in findings:
        typer.echo(f"{'MEND' if finding.mend else 'ok  '}  {finding.what}")
        if finding.mend:
            typer.echo(f"      {finding.mend}")
    if any(finding.mend for finding in findings):
        raise typer.Exit(1)


def _slack(chosen: Settings) -> Iterator[Finding]:
    from bot.cli.running import slack_client, why

    client = slack_client(chosen)
    try:
        answer = client.auth_test()
    except UNANSWERED as error:
        yield Finding(f"Slack: {why(error)}", "Copy SLACK_BOT_TOKEN anew, or check the network.")
        return
    yield Finding(f"Slack: {answer['user']} in {answer['team']}")
    headers = {name.lower(): value for name, value in answer.headers.items()}
    yield _scopes(headers)
    yield _app_token(client, chosen.slack_app_token) if chosen.is_socket_mode else _request_url(chosen)
    yield _clock(headers)
    yield from _channels(client, _digest_channels(chosen))
    if chosen.seal_channel:
        yield from _channels(client, {"Seal channel": chosen.seal_channel})


def _scopes(headers: dict[str, str]) -> Finding:
    from handlers.manifest import SCOPES

    given = headers.get("x-oauth-scopes", "")
    missing = sorted(set(SCOPES) - set(given.replace(" ", "").split(",")))
    if missing:
        return Finding(
            f"Scopes: {', '.join(missing)} missing",
            "Paste the output of `python -m bot manifest` into the app's manifest and install it again.",
        )
    return Finding("Scopes: all there")


def _app_token(client: WebClient, token: str) -> Finding:
    try:
        client.apps_connections_open(app_token=token)
    except UNANSWERED:
        return Finding(
            "Socket Mode: the app token was refused",
            "Make an app-level token with connections:write and set SLACK_APP_TOKEN to it.",
        )
    return Finding("Socket Mode: allowed")


def _request_url(chosen: Settings) -> Finding:
    from handlers.http_mode import PATH

    return Finding(f"HTTP mode: an https address of yours must lead to {chosen.host}:{chosen.port}{PATH}")


def _clock(headers: dict[str, str]) -> Finding:
    from email.utils import parsedate_to_datetime

    stated = headers.get("date")
    if stated is None:
        return Finding("Clock: Slack gave no time to compare with")
    apart = abs((datetime.now(UTC) - parsedate_to_datetime(stated)).total_seconds())
    if apart > MOST_CLOCK_SECONDS:
        return Finding(f"Clock: {apart:.0f} seconds from Slack's", "Let this machine take its time by NTP.")
    return Finding("Clock: right")


def _channels(client: WebClient, channels: Mapping[str, str]) -> Iterator[Finding]:
    from bot.cli.running import why
    from handlers.channels import unfit

    for name, channel in channels.items():
        try:
            found = unfit(client, channel)
        except UNANSWERED as error:
            yield Finding(f"{name}: {why(error)}", "Mend what is said above, or check again in a minute.")
            continue
        what = found.why if found else "private, without guests, and the bot can see it"
        yield Finding(f"{name}: {what}", found.mend if found else "")


def _digest_channels(chosen: Settings) -> dict[str, str]:
    """Where digests go, by what the channel is called here: TEAM_CHANNEL, and each team's own."""
    named = {"Team channel": chosen.team_channel, **_channels_of_teams(chosen)}
    return {name: channel for name, channel in named.items() if channel}


def _channels_of_teams(chosen: Settings) -> dict[str, str]:
    file = common.file_of(chosen.database_url)
    if file is not None and not file.exists():
        return {}
    database = Database(chosen.database_url)
    try:
        if database.schema_version() != HEAD:
            return {}
        with database.reading() as session:
            return {f"Channel of {team.name}": team.channel or "" for team in people.teams(session)}
    except Unavailable:
        return {}  # what is wrong with the database is said beside it
    finally:
        database.close()


def _database(chosen: Settings) -> Iterator[Finding]:
    file, place = common.file_of(chosen.database_url), common.where(chosen.database_url)
    if file is not None and not file.exists():
        yield Finding(f"Database: there is none at {place}", "Run: python -m bot db upgrade")
        return
    database = Database(chosen.database_url)
    try:
        yield (tables := _tables(database))
        if not tables.mend:
            yield _letters(chosen, database)
            yield from (Finding(*said) for said in seal_look.findings(chosen, database))
        yield _safe_from_others(database, file)
    except Unavailable as unavailable:
        state = f"Database: {place} is {unavailable.why.value} ({unavailable.code})"
        yield Finding(state, MENDS[unavailable.why])
    finally:
        database.close()


MENDS = {
    Why.AWAY: "Check DATABASE_URL, that the server runs or the folder is there, and who may reach it.",
    Why.BUSY: "Wait for what holds it to end, or find it: another bot, a backup, an open shell.",
    Why.FULL: "Make room on its disk.",
    Why.READ_ONLY: "Let this bot's user write it; a PostgreSQL standby must be made the primary first.",
    Why.DAMAGED: "Restore the last backup: python -m bot db restore FILE",
}


def _tables(database: Database) -> Finding:
    version = database.schema_version()
    if version != HEAD:
        found = f"version {version}" if version else "empty"
        return Finding(f"Database: {found}, where version {HEAD} is needed", "Run: python -m bot db upgrade")
    with database.reading() as session:
        return Finding(f"Database: version {HEAD}, {journal.length(session):,} rows in the journal")


def _letters(chosen: Settings, database: Database) -> Finding:
    """Whether any has failed lately; what failed long ago somebody has seen to."""
    if not chosen.terms.sends_letters:
        return Finding("Letters: off, so nobody is written to (LETTERS)")
    since = datetime.now(UTC).date() - LATELY
    with database.reading() as session:
        failed = letters.count_failed(session, since)
    if failed:
        many = "one letter" if failed == 1 else f"{failed:,} letters"
        return Finding(f"Letters: {many} could not be delivered", "Run: python -m bot letters")
    return Finding("Letters: none failed")


def _safe_from_others(database: Database, file: Path | None) -> Finding:
    if file is None:
        return _encrypted(database)
    if file.stat().st_mode & 0o077:
        return Finding("Database file: other users of this machine can read it", f"Run: chmod 600 {file}*")
    return Finding("Database file: for this user alone")


def _encrypted(database: Database) -> Finding:
    url = database.engine.url
    with database.reading() as session:
        is_encrypted = session.scalar(sa.text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
    if is_encrypted or url.host in (None, "localhost", "127.0.0.1", "::1"):
        return Finding("Database server: what is sent to it stays private")
    return Finding(
        "Database server: what is sent to it over the network is not encrypted",
        "Add ?sslmode=verify-full to DATABASE_URL.",
    )
