"""What the doctor asks Slack."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.cli import common
from bot.cli.findings import Finding, note
from bot.settings import Settings
from storage import people
from storage.database import Database
from storage.migrations import is_older
from storage.unavailable import Unavailable

MOST_CLOCK_SECONDS = 60
UNANSWERED = (SlackApiError, SlackClientError, OSError)


def look(chosen: Settings) -> Iterator[Finding]:
    """Token, scopes, the way in, the clock, ADMINS and channels, as far as Slack tells."""
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
    yield Finding("Commands and events: Slack does not tell; compare with `python -m bot manifest`")
    yield from _admins(client, chosen.terms.admins)
    channels = _digest_channels(chosen)
    yield from _channels(client, channels)
    if chosen.seal_channel:
        yield from _channels(client, {"Seal channel": chosen.seal_channel})
    if not channels:
        yield note("Digest: it is posted nowhere", "Set TEAM_CHANNEL to the id of a private channel.")


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


def _admins(client: WebClient, admins: Sequence[str]) -> Iterator[Finding]:
    for slack_id in admins:
        try:
            user = client.users_info(user=slack_id)["user"]
        except UNANSWERED:
            user = {"deleted": True}
        if user.get("deleted") or user.get("is_bot"):
            mend = "Put in the id from that person's Slack profile (Copy member ID), or take it out."
            yield Finding(f"ADMINS: {slack_id} is nobody in this workspace", mend)


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
        if is_older(database.schema_version()):
            return {}
        with database.reading() as session:
            return {f"Channel of {team.name}": team.channel or "" for team in people.teams(session)}
    except Unavailable:
        return {}  # what is wrong with the database is said beside it
    finally:
        database.close()
