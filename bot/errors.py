"""Refusals: why something was not done. The message is what the person reads."""

from dataclasses import dataclass


class Refusal(Exception):  # noqa: N818 - the trade says "refused"; an Error is ours, a Refusal is an answer
    """The request was understood as far as it goes and not carried out; nothing was stored.

    The message says what happened and what to do next, in a sentence a person can act on.
    `field` names the form field it concerns, if one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotUnderstood(Refusal):
    """The text could not be read; the message gives the nearest right form."""


@dataclass(frozen=True)
class Contact:
    """Somebody to ask: by name, and by Slack user id where they have one."""

    name: str
    slack_id: str | None


@dataclass(frozen=True)
class Helpers:
    """Whom to ask: who they are to the person ("your manager"), and their names."""

    who: str
    contacts: tuple[Contact, ...] = ()


class NotAllowed(Refusal):
    """The person may not do this; `ask` is who can help."""

    def __init__(self, message: str, ask: Helpers) -> None:
        super().__init__(message)
        self.ask = ask


class NotFound(Refusal):
    """There is nothing of that reference that the person may see."""


class Conflict(Refusal):
    """The record moved on, or already holds this; the message says what it holds now."""


class PersonalDetails(Refusal):
    """The text holds something that can identify a person. The message never repeats it."""
