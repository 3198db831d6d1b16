"""The bytes of files: to Slack, and from it. The bot's token goes to Slack alone."""

import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any, NoReturn
from urllib.parse import urlsplit

from slack_sdk import WebClient

from bot.errors import Refusal

PATIENCE_SECONDS = 60
OF_SLACK = ".slack.com"


class _StaysThere(urllib.request.HTTPRedirectHandler):
    """Where Slack refuses a token it leads to a page that asks one to sign in: that is no file."""

    def redirect_request(self, req: Any, *_: Any) -> NoReturn:
        raise urllib.error.URLError(f"{req.host} leads elsewhere")


_open = urllib.request.build_opener(_StaysThere).open


def share(
    slack: WebClient,
    channel: str,
    *,
    file_name: str,
    title: str,
    content: bytes,
    announced: Callable[[str], object],
) -> None:
    """Uploads the file and shares it there. `announced` is told its id before anybody can see it.

    Raises SlackApiError, SlackClientError or OSError.
    """
    given = slack.files_getUploadURLExternal(filename=file_name, length=len(content))
    file_id = str(given["file_id"])
    announced(file_id)
    upload = urllib.request.Request(str(given["upload_url"]), data=content, method="POST")  # noqa: S310 - Slack says where
    with _open(upload, timeout=PATIENCE_SECONDS):
        pass
    slack.files_completeUploadExternal(files=[{"id": file_id, "title": title}], channel_id=channel)


def fetch(slack: WebClient, address: str, most: int) -> bytes:
    """The bytes of a file that somebody gave to Slack. Raises Refusal where it is longer, or OSError."""
    if not is_slacks(slack, address):
        raise Refusal("That file is kept outside Slack, so I cannot read it. Please drop the file itself.")
    wanted = urllib.request.Request(address, headers={"Authorization": f"Bearer {slack.token}"})  # noqa: S310 - Slack's own
    with _open(wanted, timeout=PATIENCE_SECONDS) as answer:
        content: bytes = answer.read(most + 1)
    if len(content) > most:
        raise Refusal(too_long(most))
    return content


def too_long(most: int) -> str:
    return (
        f"The file is larger than {most // 1_000_000} MB, which is more than I read from Slack. An "
        "administrator can bring it in where the bot runs."
    )


def is_slacks(slack: WebClient, address: str) -> bool:
    """Whether the address is one of Slack's, or of the workspace that the bot is set to."""
    there, own = urlsplit(address), urlsplit(slack.base_url)
    if (there.scheme, there.netloc) == (own.scheme, own.netloc):
        return True
    return there.scheme == "https" and (there.hostname or "").endswith(OF_SLACK)
