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


def leave_noted(leave: Leave, cover: Person | None) -> Message:
    who = f"{parts.mention(cover.name, cover.slack_id)} gets your letters" if cover else _NO_COVER
    return Message.plain(
        f"Your leave is noted: {_span(leave)}. Meanwhile {who}. Due dates stay as they are. "
        "`/g2o leave off` ends it."
    )


def leave_ended(leave: Leave, today: date) -> Message:
    if leave.ends_on < today and leave.starts_on < today:
        return Message.plain("Welcome back: your leave has ended, and your letters come to you again.")
    return Message.plain(f"Your leave, {_span(leave)}, is taken away.")


def working_days(text: str) -> Message:
    return Message.plain(f"Your working days are now {parts.escape(text)}. Your reminders follow them.")


_NO_COVER = "your letters go to whoever usually covers for you, or to your manager"


def _span(leave: Leave) -> str:
    if leave.starts_on == leave.ends_on:
        return dates.in_words(leave.starts_on)
    return f"{dates.in_words(leave.starts_on)} to {dates.in_words(leave.ends_on)}"
