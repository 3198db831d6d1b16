"""The journal's seal, for people who keep it and need not know the bot."""

from datetime import date

from bot.rules import dates
from bot.rules.seals import Seal
from handlers.blocks import parts
from handlers.blocks.parts import Message

WHAT = (
    "The audit follow-up bot keeps a journal of who changed what in its record. This line seals the journal "
    "as it is now: with it anybody can show later whether something in it was altered or removed."
)
KEEP = "Please leave it here; nothing else is asked of you. It says nothing about any child or any person."
CHECK = (
    "To check one: `python -m bot verify --seal '{seal}'` on the bot's server. For many: copy these "
    "messages into a file, then `python -m bot verify --seals FILE`."
)


def seal(made: Seal, day: date, key: str) -> Message:
    """The day's seal, with what it is for and how to check it."""
    title = f"Seal of the journal, {dates.in_words(day)}"
    return Message(
        f"{title}: {made.line}",
        [
            parts.header(title),
            parts.section(WHAT),
            parts.section(f"```{made.line}```"),
            parts.context(KEEP),
            parts.context(CHECK.format(seal=f"{made.number} {made.hash}")),
        ],
        key=key,
    )
