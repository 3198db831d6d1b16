"""The board's pack as a Word document: what changed on the plan in the quarter, and every line of it."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot import board
from bot.documents import WORD, Document, Wanted
from bot.lines import Line
from bot.reports import charts, imprint
from bot.reports.closing import Quarter, last_quarters
from bot.reports.plan_lines import about, progress_of
from bot.reports.word import Sheet
from bot.rules import dates, periods
from bot.rules.wording import are, capital, many, were
from bot.visit import Visit
from storage.closing import Closed
from storage.words import Position

WIDTHS = (6.2, 3.8, 2.3, 2.3, 2.0)


def make(session: Session, visit: Visit, wanted: Wanted) -> Document:  # noqa: ARG001 - it is of this quarter
    """The pack of this quarter. Raises NotAllowed."""
    quarter = periods.quarter_of(visit.today)
    pack = board.board(session, visit, quarter)
    title = f"{visit.terms.plan_name}, {periods.quarter_in_words(quarter)}: for the {visit.terms.board_name}"
    basis = f"The plan as it stood on {dates.in_words(visit.today)}."
    sheet = Sheet(title, imprint.of(visit, basis), visit.terms.template)
    sheet.heading("How the plan stands")
    there = ((position.label.lower(), pack.counts[position]) for position in Position)
    counts = [f"{label}: {count:,}" for label, count in there if count]
    sheet.numbered(f"{many(pack.total, 'line')}. {capital('; '.join(counts)) or 'Nothing yet'}.")
    sheet.numbered(f"{many(pack.reviewed, 'line')} {were(pack.reviewed)} reviewed in the quarter.")
    if pack.late_actions:
        sheet.numbered(f"{many(pack.late_actions, 'action')} {are(pack.late_actions)} late today.")
    sheet.heading("What changed in the quarter")
    for heading, changed in pack.groups:
        _changed(sheet, heading, changed)
    _closing(sheet, last_quarters(session, visit))
    sheet.to_write("what the board is asked to decide or to note")
    sheet.heading("Every line of the plan")
    if pack.lines:
        heads = ["Line", "Position", "Actions done", "Made a difference", "Late"]
        rows = [[about(line), *progress_of(line), f"{line.tally.late:,}"] for line in pack.lines]
        sheet.table(heads, rows, caption=visit.terms.plan_name, widths=WIDTHS, is_told=False)
    return Document(f"board-pack-{quarter.first.isoformat()}{WORD}", title, sheet.content())


def _closing(sheet: Sheet, quarters: Sequence[Quarter]) -> None:
    """Of what was due in each of the last quarters, how much was done."""
    if not quarters:
        return
    sheet.heading("How actions were closed")
    told = [f"{one.name}: {_done(one.closed)}" for one in quarters]
    sheet.bullets(told)
    sheet.picture(
        charts.stacked_png(
            [one.name for one in quarters],
            [(one.closed.in_time, one.closed.later, one.closed.ended, one.closed.open) for one in quarters],
            ("Done in time", "Done later", "Ended undone", "Still to be done"),
            title="Actions by the quarter in which they were first due",
            across="Actions",
        ),
        alt_text=f"Stacked bars. {'. '.join(told)}.",
        caption="How actions were closed, by the quarter in which they were first due",
    )


def _done(closed: Closed) -> str:
    return f"{closed.done:,} of {many(closed.total, 'action')} done, {closed.in_time:,} of them in time"


def _changed(sheet: Sheet, heading: str, lines: Sequence[Line]) -> None:
    sheet.heading(f"{heading}: {len(lines):,}", 2)
    if lines:
        sheet.bullets([about(line) for line in lines])
    else:
        sheet.text("None.")
