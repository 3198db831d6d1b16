"""`import people --from-slack`: the workspace's members, matched with the people that are known."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.accounts import Account
from bot.cli import common
from bot.intake import members
from bot.intake.members import Found, Member
from storage.words import Door

if TYPE_CHECKING:
    from slack_sdk import WebClient


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
    from handlers import accounts, origins

    workspace = origins.ask(slack)
    for user in accounts.users(slack):
        if accounts.account_of(user, workspace) is Account.WELL and not accounts.is_app(user):
            display_name = (user.get("profile") or {}).get("display_name", "")
            yield Member(user["id"], accounts.name_of(user), " ".join(str(display_name).split()))
