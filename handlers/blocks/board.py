"""The board's pack: what changed on the improvement plan, counts first."""

from collections.abc import Sequence

from bot.board import Pack
from bot.lines import Line
from bot.rules import periods
from handlers.blocks import parts
from handlers.blocks.lines import WRITTEN, found_by, named
from handlers.blocks.numbers import listed, many
from handlers.blocks.parts import Message, escape
from storage.words import Position

MOST_NAMED = 6


def board(pack: Pack, name: str) -> Message:
    """Counts first; then which lines, the first few of each kind."""
    title = f"{name}: {periods.quarter_in_words(periods.quarter_of(pack.quarter.first))}"
    if not pack.total:
        return Message.plain(f"{escape(title)}. There is nothing on the plan yet.")
    stand = [f"{pack.counts.get(position, 0):,} {WRITTEN[position]}" for position in Position]
    groups: Sequence[tuple[str, Sequence[Line]]] = (
        ("Newly actioned", pack.actioned),
        ("Newly embedded in practice", pack.embedded),
        ("New on the plan", pack.new),
        ("Found again after being dealt with", pack.again),
        ("Not started after two quarters", pack.waiting),
        ("With late actions", pack.late),
    )
    counts = [f"{heading}: {len(lines):,}" for heading, lines in groups]
    counts[-1] += f" ({many(pack.late_actions, 'action')})" if pack.late_actions else ""
    changed = f"Changed {pack.quarter.in_words()}, by the reviews and the actions:"
    today = f"Today: {many(pack.total, 'line')}; {listed(stand)}. {pack.reviewed:,} reviewed this quarter."
    blocks = [
        parts.header(title),
        parts.section(f"{today}\n\n{changed}\n" + "\n".join(f"• {count}" for count in counts)),
        *(parts.section(_group(heading, lines)) for heading, lines in groups if lines),
        parts.context("`/g2o plan` has every line. What is late and not started is as of today."),
    ]
    return Message(
        parts.shorten(f"{escape(title)}. {today} {'; '.join(counts)}.", parts.LONGEST_TEXT), blocks
    )


def _group(heading: str, lines: Sequence[Line]) -> str:
    shown = [f"• {_in_pack(line)}" for line in lines[:MOST_NAMED]]
    more = [f"and {len(lines) - MOST_NAMED:,} more"] if len(lines) > MOST_NAMED else []
    return "\n".join([f"*{heading}*", *shown, *more])


def _in_pack(line: Line) -> str:
    about = f": {parts.quote(line.asked.recommendation.text, 80)}" if line.asked else ""
    about += f", {_uncapitalised(found_by(line.areas))}" if line.areas else ""
    return f"{escape(named(line))}{about}"


def _uncapitalised(text: str) -> str:
    return f"{text[0].lower()}{text[1:]}"
