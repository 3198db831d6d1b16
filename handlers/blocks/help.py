"""Help: what one can say, with examples, and what to do when a child may be at risk."""

from collections.abc import Sequence

from handlers.blocks import parts
from handlers.blocks.parts import Message, escape

GRADES = (
    "Grades: outstanding (o, 1), good (g, 2), requires improvement (ri, 3), inadequate (i, 4), not graded. "
    "A case is its reference, such as K7Q2M, or the case system's number; never a name. "
    "Dates are written day first; only you see the answers."
)


ADMINISTRATORS = (
    "You set people up: `/g2o people` lists, adds and changes them. Where the bot runs, `python -m bot "
    "people` does the same, `python -m bot import people FILE` takes a file in, and `python -m bot letters` "
    "says what failed."
)
NOBODY_READS = "Nobody reads what you write to me."


def usage(
    lines: Sequence[tuple[str, str]],
    examples: Sequence[str],
    duty_sentence: str,
    *,
    sees_cases: bool = True,
    sets_up: bool = False,
) -> Message:
    """`lines` are what can be typed and what it does."""
    listed = "\n".join(f"`{escape(typed)}` {does}" for typed, does in lines)
    shown = f"For example: {', '.join(f'`{example}`' for example in examples)}" if examples else ""
    paragraphs = [paragraph for paragraph in (shown, ADMINISTRATORS if sets_up else "") if paragraph]
    small = [*([GRADES] if sees_cases else []), escape(duty_sentence)]
    blocks = [
        parts.section(f"*You can say*\n{listed}"),
        *(parts.section(paragraph) for paragraph in paragraphs),
        *(parts.context(line) for line in small[:-1]),
        parts.context(f"*{small[-1]}*"),
    ]
    return Message("\n".join((f"You can say:\n{listed}", *paragraphs, *small)), blocks)


def alarm(duty_sentence: str, note: str) -> Message:
    """What to do first; `note` is what else is to be said, as mrkdwn."""
    first = f"*{escape(duty_sentence)}*\n{NOBODY_READS}"
    return Message.plain(first).with_aside(note) if note else Message.plain(first)


def not_understood(problem: str, duty_sentence: str) -> Message:
    """What could not be read, as mrkdwn, with the duty sentence in small print."""
    return Message.plain(problem).with_aside(escape(duty_sentence))
