"""Whether a channel is fit for totals: private, the council's own, without guests, and with the bot in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.rules.wording import capital
from handlers import accounts

# What Slack calls a channel that the bot is not in, or that there is not.
UNSEEN = frozenset({"channel_not_found", "not_in_channel"})
SHARED = ("is_shared", "is_ext_shared", "is_org_shared", "is_pending_ext_shared")
GUEST = ("is_restricted", "is_ultra_restricted")
# The scopes, which the bot has not, by which Slack says that it is asked for people's direct messages.
OF_DIRECT_MESSAGES = frozenset({"im:read", "mpim:read"})
PAGE = 200
# From so many members on, all users are read instead of each member, which would outlast a letter's lease.
CROWD = 50


@dataclass(frozen=True)
class Unfit:
    """Why a channel is not fit, and what to do about it."""

    why: str
    mend: str

    def __str__(self) -> str:
        return f"{capital(self.why)}. {self.mend}"


NOT_SEEN = Unfit("the bot cannot see it", "Invite the bot to the channel, and check the channel's id.")
NOT_A_CHANNEL = Unfit("it is a direct message", "Choose a private channel.")
ARCHIVED = Unfit("it is archived", "Choose another channel, or take it out of the archive.")
PUBLIC = Unfit("it is public", "Choose a private one: totals are for the team.")
IS_SHARED = Unfit("it is shared with another organisation", "Choose a channel of your own.")
HAS_GUESTS = Unfit("it has guests in it", "Choose one without guests: totals are for the team.")


def unfit(slack: WebClient, channel: str) -> Unfit | None:
    """Why no totals may be posted there; None where they may.

    Raises SlackApiError where Slack refuses or cannot say just now, and OSError where it is out of reach.
    """
    try:
        facts: dict[str, Any] = slack.conversations_info(channel=channel)["channel"]
        return _of_its_kind(facts) or (HAS_GUESTS if _has_guests(slack, channel) else None)
    except SlackApiError as error:
        if error.response.get("error") in UNSEEN:
            return NOT_SEEN
        if error.response.get("needed") in OF_DIRECT_MESSAGES:
            return NOT_A_CHANNEL
        raise


def _of_its_kind(facts: dict[str, Any]) -> Unfit | None:
    if facts.get("is_im") or facts.get("is_mpim"):
        return NOT_A_CHANNEL
    if facts.get("is_archived"):
        return ARCHIVED
    if any(facts.get(name) for name in SHARED):
        return IS_SHARED
    if not facts.get("is_private"):
        return PUBLIC
    return None if facts.get("is_member", True) else NOT_SEEN


def _has_guests(slack: WebClient, channel: str) -> bool:
    members = set(_members(slack, channel))
    if len(members) < CROWD:
        return any(_is_guest(slack.users_info(user=member)["user"]) for member in members)
    for user in accounts.users(slack):
        if user["id"] in members:
            if _is_guest(user):
                return True
            members.discard(user["id"])
    # Who is not among the workspace's own users comes from outside.
    return bool(members)


def _members(slack: WebClient, channel: str) -> Iterator[str]:
    for page in slack.conversations_members(channel=channel, limit=PAGE):
        yield from page["members"]


def _is_guest(user: dict[str, Any]) -> bool:
    """Somebody from outside; bots and people who have left are none."""
    return not user.get("is_bot") and not user.get("deleted") and any(user.get(name) for name in GUEST)
