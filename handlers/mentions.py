"""People as Slack writes them in what somebody typed."""

import re

MENTION = re.compile(r"<@(?P<id>[A-Z0-9]+)(?:\|[^>]*)?>")

_MARK = re.compile(r"<[@#!][^>]*>")
_LINK = re.compile(r"<(?:mailto:|https?://)(?:[^|>]*\|)?(?P<name>[^>]*)>")


def who(text: str) -> str:
    """A Slack user id where somebody was mentioned, else the name as typed."""
    mentioned = MENTION.search(text)
    return mentioned["id"] if mentioned else text.strip()


def left_out(text: str) -> str:
    """What a message says without the marks that Slack puts in: people are left out, links are named."""
    return " ".join(_LINK.sub(r"\g<name>", _MARK.sub("", text)).split())
