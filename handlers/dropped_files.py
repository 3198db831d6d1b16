"""The bytes of a file that somebody dropped into their direct message with the bot.

What a file is called counts for nothing, and nothing of what it holds is logged.
"""

import hashlib
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import Refusal
from handlers import refusals, slack_files
from handlers.blocks import dropped as blocks
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office

MOST_BYTES = 20_000_000
LARGE_BYTES = 300_000  # more takes longer than one waits without a word

NOT_THERE = "That file is not there any more. Please drop it again."
NOT_GOT = "I could not get the file from Slack just now. Please try again in a minute."
MAY_NOT_READ = (
    "I may not read files in this workspace yet. An administrator can allow it: the app needs the scope "
    "files:read."
)
OUTSIDE_SLACK = "That file is kept outside Slack, so I cannot read it. Please drop the file itself."
NOT_YOURS = "Somebody else dropped that file, so it is theirs to bring in."
CHANGED = "The file is not the one that I told you of. Please drop it again, and I will look at it anew."


def content_of(office: Office, call: Call, file_id: str) -> bytes:
    """The bytes of a file that the person themselves dropped. Raises Refusal."""
    try:
        facts: dict[str, Any] = office.slack.files_info(file=file_id)["file"]
        _require_readable(facts, call)
        if facts["size"] > LARGE_BYTES:
            call.answers.show(Message.plain(blocks.READING))
        return slack_files.fetch(office.slack, str(facts["url_private_download"]), MOST_BYTES)
    except SlackApiError as error:
        raise Refusal(_why(str(error.response.get("error")))) from None
    except (SlackClientError, OSError) as error:
        refusals.logged(error)
        raise Refusal(NOT_GOT) from None


def same_content_of(office: Office, call: Call, file_id: str, digest: str) -> bytes:
    """The same, of a file that the person was told of. Raises Refusal where it is another one by now."""
    content = content_of(office, call, file_id)
    if digest_of(content) != digest:
        raise Refusal(CHANGED)
    return content


def digest_of(content: bytes) -> str:
    """By which it is known whether a file is still the same."""
    return hashlib.sha256(content).hexdigest()


def _require_readable(facts: dict[str, Any], call: Call) -> None:
    if facts.get("user") != call.slack_id:
        raise Refusal(NOT_YOURS)
    if facts.get("is_external") or not facts.get("url_private_download"):
        raise Refusal(OUTSIDE_SLACK)
    if facts["size"] > MOST_BYTES:
        raise Refusal(slack_files.too_long(MOST_BYTES))


def _why(word: str) -> str:
    if word in ("file_not_found", "file_deleted"):
        return NOT_THERE
    return MAY_NOT_READ if word == "missing_scope" else NOT_GOT
