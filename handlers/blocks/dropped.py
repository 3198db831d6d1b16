"""A file that somebody dropped: what it is taken for, what it would do, and what it did."""

from collections.abc import Iterator

from bot.intake import Outcome, Report
from bot.rules.wording import many
from handlers.blocks import parts
from handlers.blocks.parts import Block, Message, escape

MOST_PROBLEMS = 8
LONGEST_PROBLEM = 250
STAYS = "I cannot delete your file from this conversation: please do, once you do not need it here."

ONE_AT_A_TIME = "Please drop one file at a time, so that I can tell you what became of each."
READING = "I am reading the file. It is a large one, so that takes a moment."
BRINGING_IN = "I am bringing the file in."
LEFT = f"I have left it, and nothing was stored. {STAYS}"


def trying(rows: int) -> Message:
    return Message.plain(
        f"I have read {many(rows, 'row')} and am trying each of them. Nothing is stored yet."
    )


def tried(report: Report, carried: str) -> Message:
    """What the file is taken for and what it would do; the buttons carry which file it was."""
    refused = len(report.refused)
    said = f"I take this file for {report.kind.value}. {_rows(report)}: {_counts(report, would=True)}."
    blocks = [parts.section(f"{said} Nothing is stored yet."), *_details(report)]
    buttons = [parts.button("Leave it", "leave_file", carried)]
    if refused < len(report.rows):
        text = f"Bring it in without {many(refused, 'row')}" if refused else "Bring it in"
        buttons.insert(0, parts.button(text, "bring_in_file", f"{carried} {'rest' if refused else 'all'}"))
    return Message(f"{said} {_mend(refused)}".strip(), [*blocks, parts.actions(*buttons)])


def brought_in(report: Report) -> Message:
    if not report.is_kept:
        said = f"Nothing was stored, because of {many(len(report.refused), 'row')} that I could not take in."
        return Message(said, [parts.section(said), *_details(report)])
    said = f"I have brought in {report.kind.value}: {_counts(report, would=False)}."
    return Message(said, [parts.section(said), *_details(report), parts.context(STAYS)])


def _details(report: Report) -> Iterator[Block]:
    refused = report.refused
    if refused:
        lines = [f"• Row {row.number}: {_short(row.problem)}" for row in refused[:MOST_PROBLEMS]]
        more = len(refused) - MOST_PROBLEMS
        lines += [f"and {many(more, 'row')} more"] if more > 0 else []
        yield parts.section("\n".join([f"*{_mend(len(refused))}*", *lines]))
    notes = [f"Row {row.number}: {_short(note)}" for row in report.rows for note in row.notes]
    if report.hidden:
        notes.append(f"{many(len(report.hidden), 'row')} that the sheet hides would be read too.")
    if report.unknown_columns:
        unknown = ", ".join(report.unknown_columns)
        notes.append(f"Columns that I do not read: {_short(unknown)}.")
    if notes:
        yield parts.context("\n".join(notes[:MOST_PROBLEMS]))


def _mend(refused: int) -> str:
    if not refused:
        return ""
    return f"{many(refused, 'row')} cannot be taken in as {'it stands' if refused == 1 else 'they stand'}."


def _rows(report: Report) -> str:
    return many(len(report.rows), "row")


def _counts(report: Report, *, would: bool) -> str:
    verb = "would be " if would else ""
    counts = [(report.count(outcome), outcome.value) for outcome in Outcome]
    return ", ".join(f"{count:,} {verb}{word}" for count, word in counts if count) or "no rows"


def _short(text: str) -> str:
    return parts.shorten(escape(text), LONGEST_PROBLEM)
