"""What the bot sent, as Slack would show it: which of it is markup, and which of it no person should read."""

import re
from collections.abc import Iterator
from typing import Any

_MARK = re.compile(r"<[^>]*>?")
_MENTION = re.compile(r"<[@#](?P<id>[A-Z0-9]+)>")
_OURS = re.compile(
    r"Traceback|\b[A-Z]\w+(?:Error|Exception)\b|\bNone\b(?! [a-z])|\{\}|\bnull\b|\bundefined\b"
    r"|\[\]|\b(?:Status|Grade|Cohort|Role|Decision|Impact|Paper)\.[A-Z]|\breport [0-9a-f]{8}\b|<\w+ object"
)

Sent = dict[str, Any]


_PLAIN = ("alt_text", "caption", "accessibility_label", "title", "name", "label")
_UNSEEN = ("private_metadata", "metadata")


def texts(node: Any) -> Iterator[tuple[bool, str]]:
    """Every text that is shown, and whether Slack looks for markup in it."""
    if isinstance(node, list):
        for entry in node:
            yield from texts(entry)
    elif isinstance(node, dict):
        # What is posted is marked, and has no type as it is called.
        is_marked = node.get("type", "message") in ("mrkdwn", "markdown", "message")
        for key, value in node.items():
            if isinstance(value, str) and key in ("text", *_PLAIN):
                yield is_marked and key == "text", value
            elif key not in _UNSEEN:
                yield from texts(value)


def markup(node: Any, named: frozenset[str]) -> list[str]:
    """What Slack would make of it beside mentions of these people and channels: pings, links, dates."""
    return [
        f"{mark} in {text:.200}"
        for is_marked, text in texts(node)
        if is_marked
        for mark in _MARK.findall(text)
        if not ((found := _MENTION.fullmatch(mark)) and found["id"] in named)
    ]


def made_links(node: Any) -> list[str]:
    """Texts in which Slack would look for addresses and names by itself, and link them."""
    if isinstance(node, list):
        return [found for entry in node for found in made_links(entry)]
    if not isinstance(node, dict):
        return []
    own = [str(node.get("text"))] if node.get("type") == "mrkdwn" and not node.get("verbatim") else []
    return own + [found for value in node.values() for found in made_links(value)]


def internals(node: Any, typed: str = "") -> list[str]:
    """Words of the machinery that no person should read; what was typed itself may hold them."""
    return [found for _, text in texts(node) for found in _OURS.findall(text) if found not in typed]


def whole(node: Any) -> str:
    """Every text in it, as one."""
    return "\n".join(text for _, text in texts(node))
