"""Taking back what the bot has posted: letters about a case that was purged."""

from collections.abc import Iterable, Iterator

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.purging import Posted
from handlers.outcomes import UNANSWERED

GONE = "message_not_found"
NOT_KNOWN_WHERE = "it was on its way, and nobody knows where it arrived"


def take_back(slack: WebClient, posted: Iterable[Posted]) -> Iterator[tuple[Posted, str]]:
    """Deletes the letters in Slack; gives each that may still be there, and why."""
    for letter in posted:
        reason = _delete(slack, letter)
        if reason:
            yield letter, reason


def _delete(slack: WebClient, letter: Posted) -> str:
    if letter.channel is None or letter.ts is None:
        return NOT_KNOWN_WHERE
    try:
        slack.chat_delete(channel=letter.channel, ts=letter.ts)
    except SlackApiError as error:
        code = str(error.response.get("error", "no reason given"))
        return "" if code == GONE else f"Slack refused ({code})"
    except UNANSWERED:
        return "Slack could not be reached"
    return ""
