"""What people type, as Slack passes it on: entities, and mentions and links in angle brackets."""

import re
from collections.abc import Callable

from bot.sandbox.workspace import Workspace

_PARTS = re.compile(
    r"(?P<ready><[@#][A-Z0-9]+(?:\|[^<>]*)?>)"
    r"|(?P<link>https?://[^\s<>]+)"
    r"|(?P<address>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|@(?P<person>[\w.-]*\w)"
    r"|#(?P<channel>[\w-]+)"
    r"|(?P<special>[&<>])"
)
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def in_command(workspace: Workspace, text: str) -> str:
    """The text of a command whose manifest entry has `should_escape`."""
    return _PARTS.sub(_replace(workspace, "<@{id}|{name}>"), text)


def in_message(workspace: Workspace, text: str) -> str:
    """The text of a message; mentions written out as `<@U…>` stay as they are."""
    return _PARTS.sub(_replace(workspace, "<@{id}>"), text)


def _replace(workspace: Workspace, mention: str) -> Callable[[re.Match[str]], str]:
    people = {user.name: user.id for user in workspace.users.values()}
    channels = {each.name: each.id for each in workspace.conversations.values() if each.kind != "im"}

    def replaced(found: re.Match[str]) -> str:
        kind, whole = str(found.lastgroup), found.group()
        inner = found.group(kind)
        if kind == "person" and inner in people:
            return mention.format(id=people[inner], name=inner)
        if kind == "channel" and inner in channels:
            return f"<#{channels[inner]}|{inner}>"
        if kind == "link":
            return f"<{inner.replace('&', '&amp;')}>"
        if kind == "address":
            return f"<mailto:{inner}|{inner}>"
        return _ENTITIES.get(whole, whole)

    return replaced
