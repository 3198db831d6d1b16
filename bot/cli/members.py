"""`import people --from-slack`: the workspace's members, matched with the people that are known."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from bot.cli import common
from bot.intake import members
from bot.intake.members import Found, Member
from storage.words import Door

if TYPE_CHECKING:
    from slack_sdk import WebClient

PAGE = 200  # as Slack recommends
SLACKBOT = "USLACKBOT"


def take_in(file: Path | None, *, apply: bool) -> None:
    """Says who is there, writes a sheet to fill in, and with `apply` notes the ids that are sure."""
    from slack_sdk.errors import SlackClientError

    from bot.cli.running import slack_client, why

    chosen = common.settings(needs_slack=True)
    try:
        there = list(read(slack_client(chosen)))
    except (SlackClientError, OSError) as error:
        common.refuse(why(error))
    with common.open_database(chosen, upgrade=True) as database, database.begin() as session:
        found = members.match(session, there)
        text = members.sheet(found)
        visit = common.command_line_visit(chosen, Door.IMPORT)
        noted = members.apply(session, visit, found) if apply else 0
    counts = Counter(match.found for match in found)
    typer.echo(
        f"{len(found):,} members, without guests, bots and leavers: {counts[Found.KNOWN]:,} known already, "
        f"{counts[Found.SAME_NAME]:,} with the name of somebody without a Slack id, "
        f"{counts[Found.SEVERAL]:,} to be looked at, {counts[Found.NEW]:,} not known."
    )
    if apply:
        typer.echo(f"The Slack ids of {noted:,} were noted.")
    if file is not None:
        common.write_new(file, text.encode("utf-8-sig"))
        typer.echo(f"Fill in the roles in {file} and import it: python -m bot import people {file}")


def read(slack: "WebClient") -> Iterator[Member]:
    """The people of the workspace, page by page; guests, bots and those who have left are not among them."""
    for page in slack.users_list(limit=PAGE):
        yield from (_member(user) for user in page["members"] if _is_staff(user))


def _is_staff(user: dict[str, Any]) -> bool:
    other = ("deleted", "is_bot", "is_app_user", "is_restricted", "is_ultra_restricted", "is_stranger")
    return user["id"] != SLACKBOT and not any(user.get(what) for what in other)


def _member(user: dict[str, Any]) -> Member:
    profile = user.get("profile") or {}
    name = profile.get("real_name") or user.get("real_name") or user.get("name") or ""
    return Member(user["id"], " ".join(name.split()), " ".join(str(profile.get("display_name", "")).split()))
