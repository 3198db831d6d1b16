"""What an app puts into a message: text, blocks and metadata, checked as Slack checks them."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox import forms, limits
from bot.sandbox.call import Call
from bot.sandbox.config import Json
from bot.sandbox.errors import SlackError
from bot.sandbox.workspace import Workspace

LONGEST_TEXT = 40_000
LONGEST_UPDATE = 4_000
LONGEST_MARKDOWN = 12_000


@dataclass(frozen=True)
class Content:
    """The checked content of a message; `blocks` is None where none were given."""

    text: str
    blocks: list[Json] | None
    metadata: Json | None


def from_call(call: Call, *, longest_text: int = LONGEST_TEXT) -> Content:
    """The content of a chat.* call; raises Slack's errors for what it refuses."""
    markdown = call.maybe("markdown_text")
    if markdown and (call.maybe("text") or call.arguments.get("blocks")):
        raise SlackError("markdown_text_conflict")
    if markdown and len(markdown) > LONGEST_MARKDOWN:
        raise SlackError("msg_too_long")
    blocks = call.json("blocks", "invalid_blocks_format")
    metadata = call.json("metadata", "invalid_metadata_format")
    return checked(
        call.workspace,
        markdown or call.maybe("text") or "",
        blocks,
        metadata,
        has_attachments=bool(call.json("attachments")),
        longest_text=longest_text,
    )


def checked(
    workspace: Workspace,
    text: str,
    blocks: Any,
    metadata: Any = None,
    *,
    has_attachments: bool = False,
    longest_text: int = LONGEST_TEXT,
) -> Content:
    """The content of a message, given in parts; raises Slack's errors for what it refuses."""
    if not (text or blocks or has_attachments):
        raise SlackError("no_text")
    if len(text) > longest_text:
        raise SlackError("msg_too_long")
    if blocks is not None:
        _check_blocks(workspace, blocks)
        blocks = forms.with_ids(blocks, workspace.new_id("b"))
    if blocks and not text:
        workspace.warn("a message with blocks has no text for notifications and screen readers")
    if has_attachments:
        workspace.warn("attachments are taken, and not shown here")
    if metadata is not None:
        _check_metadata(metadata)
    return Content(text, blocks, metadata)


def _check_blocks(workspace: Workspace, blocks: Any) -> None:
    """Raise Slack's errors for blocks a message cannot hold."""
    if not isinstance(blocks, list) or not all(isinstance(each, dict) for each in blocks):
        raise SlackError("invalid_blocks_format")
    if limits.text_length(blocks) > limits.LONGEST_MESSAGE:
        raise SlackError("msg_blocks_too_long")
    problems = limits.problems(blocks, "message") + _missing_pictures(workspace, blocks)
    problems += [
        f"[ERROR] unsupported type: {each['type']}"
        for each in blocks
        if each.get("type") in workspace.refused_blocks
    ]
    if problems:
        raise SlackError("invalid_blocks", response_metadata={"messages": problems})


def _missing_pictures(workspace: Workspace, blocks: list[Json]) -> list[str]:
    """Pictures that are no file of the workspace, or whose upload was never completed."""
    named = [each["slack_file"] for each in limits.objects(blocks) if "slack_file" in each]
    ids = [each["id"] for each in named if isinstance(each, dict) and "id" in each]
    there = {each.id for each in workspace.files.values() if each.completed}
    return [f"[ERROR] invalid slack file: {each}" for each in ids if each not in there]


def _check_metadata(metadata: Any) -> None:
    fits = (
        isinstance(metadata, dict)
        and isinstance(metadata.get("event_type"), str)
        and isinstance(metadata.get("event_payload"), dict)
    )
    if not fits:
        raise SlackError("invalid_metadata_format")
