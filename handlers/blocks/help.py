"""Help: what one can say, with examples, and what to do when a child may be at risk."""

from collections.abc import Sequence

from handlers.blocks import parts
from handlers.blocks.parts import Message, escape

GRADES = (
    "Grades: outstanding (o, 1), good (g, 2), requires improvement (ri, 3), inadequate (i, 4), not graded. "
    "A case is its reference, such as K7Q2M, or the case system's number; never a name. "
    "Dates are written day first; only you see the answers."
)


def usage(lines: Sequence[tuple[str, str]], examples: Sequence[str], duty_sentence: str) -> Message:
    """`lines` are what can be typed and what it does."""
    listed = "\n".join(f"`{escape(typed)}` {does}" for typed, does in lines)
    shown = f"For example: {', '.join(f'`{example}`' for example in examples)}" if examples else ""
    blocks = [
        parts.section(f"*You can say*\n{listed}"),
        *([parts.section(shown)] if shown else []),
        parts.context(GRADES),
        parts.context(f"*{escape(duty_sentence)}*"),
    ]
    return Message(f"You can say:\n{listed}\n{shown}\n{GRADES}\n{escape(duty_sentence)}", blocks)
