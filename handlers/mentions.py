"""People as Slack writes them in what somebody typed."""

import re

MENTION = re.compile(r"<@(?P<id>[A-Z0-9]+)(?:\|[^>]*)?>")


def who(text: str) -> str:
    """A Slack user id where somebody was mentioned, else the name as typed."""
    mentioned = MENTION.search(text)
    return mentioned["id"] if mentioned else text.strip()
