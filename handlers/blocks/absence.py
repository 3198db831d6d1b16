"""What is said about a pause, leave and working days."""

from datetime import date

from bot.rules import dates
from handlers.blocks import parts
from handlers.blocks.parts import Message
from storage.models import Leave, Person


def paused(until: date) -> Message:
    return Message.plain(
        f"Your reminders are paused and begin again on {dates.in_words(until)}. Due dates stay as they are, "
        "and your manager is still told of what is late. `/g2o pause off` ends the pause."
    )


def resumed() -> Message:
    return Message.plain("Welcome back: your reminders are on again.")


def leave_noted(leave: Leave, cover: Person | None, person: Person | None) -> Message:
    """`person` is whose it is, where it is not the reader's own."""
    whose = "their" if person else "your"
    if cover:
        letters = f"{parts.mention(cover)} gets {whose} letters"
    else:
        letters = f"{whose} letters go to whoever usually covers, or to {whose} manager"
    off = f"off for {parts.escape(person.name)}" if person else "off"
    return Message.plain(
        f"{_whose(person)} leave is noted: {_span(leave)}. Meanwhile {letters}. Due dates stay as they are. "
        f"`/g2o leave {off}` ends it."
    )


def leave_ended(leave: Leave, today: date, person: Person | None) -> Message:
    if leave.ends_on < today and leave.starts_on < today:
        back = "Welcome back: your" if person is None else f"{_whose(person)}"
        to = "you" if person is None else "them"
        return Message.plain(f"{back} leave has ended, and letters come to {to} again.")
    return Message.plain(f"{_whose(person)} leave, {_span(leave)}, is taken away.")


def _whose(person: Person | None) -> str:
    return f"{parts.mention(person)}'s" if person else "Your"


def working_days(text: str) -> Message:
    return Message.plain(f"Your working days are now {parts.escape(text)}. Your reminders follow them.")


def _span(leave: Leave) -> str:
    if leave.starts_on == leave.ends_on:
        return dates.in_words(leave.starts_on)
    return f"{dates.in_words(leave.starts_on)} to {dates.in_words(leave.ends_on)}"
