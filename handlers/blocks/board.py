"""The board's pack: what changed on the improvement plan, counts first."""

from collections.abc import Sequence

from bot.board import Pack
from bot.lines import Line
from bot.reports.plan_lines import found_by
from bot.rules import periods
from bot.rules.wording import many, uncapital, were
from handlers.blocks import parts
from handlers.blocks.lines import named, positions
from handlers.blocks.parts import Message, escape

MOST_NAMED = 6


def board(pack: Pack, name: str) -> Message:
    """Counts first; then which lines, the first few of each kind."""
    title = f"{name}: {periods.quarter_in_words(periods.quarter_of(pack.quarter.first))}"
    if not pack.total:
        return Message.plain(f"{escape(title)}. There is nothing on the plan yet.")
    groups = pack.groups
    counts = [f"{heading}: {len(lines):,}" for heading, lines in groups]
    counts[-1] += f" ({many(pack.late_actions, 'action')})" if pack.late_actions else ""
    changed = f"Changes {pack.quarter.in_words()}, as the reviews and the actions tell:"
    reviewed = f"{many(pack.reviewed, 'line')} {were(pack.reviewed)} reviewed in the quarter."
    today = f"Today: {many(pack.total, 'line')}, {positions(pack.counts)}. {reviewed}"
    blocks = [
        parts.header(title),
        parts.section(f"{today}\n\n{changed}\n" + "\n".join(f"• {count}" for count in counts)),
        *(parts.section(_group(heading, lines)) for heading, lines in groups if lines),
        parts.context("What is late or not started is as of today. `/g2o plan` shows every line."),
    ]
    return Message(
        parts.shorten(f"{escape(title)}. {today} {'; '.join(counts)}.", parts.LONGEST_TEXT), blocks
    )


def _group(heading: str, lines: Sequence[Line]) -> str:
    shown = [f"• {_in_pack(line)}" for line in lines[:MOST_NAMED]]
    more = [f"and {len(lines) - MOST_NAMED:,} more"] if len(lines) > MOST_NAMED else []
    return "\n".join([f"*{heading}*", *shown, *more])


def _in_pack(line: Line) -> str:
    about = f" · {parts.quote(line.asked.recommendation.text, 80)}" if line.asked else ""
    about += f" · {uncapital(found_by(line.areas))}" if line.areas else ""
    return f"{escape(named(line))}{about}"
