"""Refusals: why something was not done. The message is what the person reads."""

from collections.abc import Iterator
from contextlib import contextmanager
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


def field_of(name: str, position: int) -> str:
    """The field of that name in the n-th of several parts of a form, counted from 0: "owner", "owner_2"."""
    return name if position == 0 else f"{name}_{position + 1}"


@contextmanager
def in_part(position: int) -> Iterator[None]:
    """Around what is done with one of several parts: a refusal names the field of that part."""
    try:
        yield
    except Refusal as refusal:
        if refusal.field:
            refusal.field = field_of(refusal.field, position)
        raise


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
    """The text holds something that can identify a person. The message never repeats it.

    `in_form` is the same for a form, where no message needs to be deleted.
    """

    def __init__(self, message: str, *, in_form: str, field: str | None = None) -> None:
        super().__init__(message, field=field)
        self.in_form = in_form
