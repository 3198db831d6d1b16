"""A tracker that was filled in: what changed row by row, what is refused and why, and what was done."""

from collections.abc import Iterator

from bot import tracker
from bot.rules.wording import many
from bot.tracker import Applied, Changes
from handlers.blocks import parts
from handlers.blocks.dropped import STAYS
from handlers.blocks.parts import Block, Message, escape

MOST_ROWS = 12
LONGEST_ROW = 220


def tried(changes: Changes, applied: Applied, carried: str) -> Message:
    """What would be carried out; the buttons carry which file it was."""
    said = f"This is an action tracker. {_counts(changes, applied, 'would be carried out')}"
    blocks = [parts.section(f"{said} Nothing is stored yet."), *_rows(applied)]
    if not applied.done:
        return Message(said, [*blocks, parts.context(STAYS)])
    refused = len(applied.refused)
    text = f"Carry out all but {many(refused, 'row')}" if refused else "Carry it out"
    buttons = [
        parts.button(text, "carry_out_tracker", f"{carried} {'rest' if refused else 'all'}"),
        parts.button("Leave it", "leave_file", carried),
    ]
    return Message(said, [*blocks, parts.actions(*buttons)])


def carried_out(changes: Changes, applied: Applied) -> Message:
    """Whether it was stored, and what was not."""
    if not applied.is_kept:
        said = f"Nothing was stored, because of {many(len(applied.refused), 'row')}."
    else:
        said = _counts(changes, applied, "carried out")
    return Message(said, [parts.section(said), *_rows(applied), parts.context(STAYS)])


def _counts(changes: Changes, applied: Applied, became: str) -> str:
    if not applied.done and not applied.refused:
        return f"Nothing in it changed: {many(changes.untouched, 'row')} as when it was made."
    refused = f", {len(applied.refused):,} refused" if applied.refused else ""
    return f"{many(len(applied.done), 'row')} {became}{refused}, {changes.untouched:,} untouched."


def _rows(applied: Applied) -> Iterator[Block]:
    done = [f"• {edit.name}: {tracker.in_words(edit.differences)}" for edit in applied.done]
    if done:
        yield parts.section(_listed("What changed", done))
    refused = [
        f"• Row {row.number}{f', {row.name}' if row.name else ''}: {row.why}" for row in applied.refused
    ]
    if refused:
        yield parts.section(_listed("Refused", refused))


def _listed(title: str, lines: list[str]) -> str:
    shown = [parts.shorten(escape(line), LONGEST_ROW) for line in lines[:MOST_ROWS]]
    more = [f"and {many(len(lines) - MOST_ROWS, 'row')} more"] if len(lines) > MOST_ROWS else []
    return "\n".join([f"*{title}*", *shown, *more])
