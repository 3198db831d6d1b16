"""The board's pack: what changed on the improvement plan in a quarter, and how it stands."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from bot import plan
from bot.lines import Line, counts, stood
from bot.rules import progress
from bot.rules.periods import Period
from bot.rules.progress import SETTLED
from bot.visit import Visit
from storage.words import Position


@dataclass(frozen=True)
class Pack:
    """For the board: what changed in the quarter, and how the plan stands today."""

    quarter: Period
    lines: Sequence[Line]
    counts: Mapping[Position, int]
    reviewed: int
    actioned: Sequence[Line]
    embedded: Sequence[Line]
    new: Sequence[Line]
    again: Sequence[Line]
    waiting: Sequence[Line]
    late: Sequence[Line]
    late_actions: int

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def groups(self) -> Sequence[tuple[str, Sequence[Line]]]:
        """The lines by what is to be told of them, in that order."""
        return (
            ("Newly actioned", self.actioned),
            ("Newly embedded in practice", self.embedded),
            ("New on the plan", self.new),
            ("Found again after being dealt with", self.again),
            ("Not started after two quarters", self.waiting),
            ("With late actions", self.late),
        )


def board(session: Session, visit: Visit, quarter: Period) -> Pack:
    """What changed in the quarter, or up to today where it is not over; and how the plan stands today.

    Raises NotAllowed.
    """
    lines = plan.read(session, visit).lines
    until = min(quarter.last, visit.today)
    before = _positions(session, visit, lines, quarter.first - timedelta(days=1))
    after = _positions(session, visit, lines, until)

    def became(line: Line, position: Position, not_from: Collection[Position]) -> bool:
        return after[line.key] is position and before[line.key] not in not_from

    return Pack(
        quarter=Period(quarter.first, until),
        lines=lines,
        counts=Counter(line.stands.position for line in lines),
        reviewed=sum(line.review_of(quarter) is not None for line in lines),
        actioned=[line for line in lines if became(line, Position.ACTIONED, SETTLED)],
        embedded=[line for line in lines if became(line, Position.EMBEDDED, {Position.EMBEDDED})],
        new=[line for line in lines if quarter.first <= line.found_on <= until],
        again=[line for line in lines if line.again and quarter.first <= line.again.found_on <= until],
        waiting=[one for one in lines if progress.is_waiting_long(one.stands, one.found_on, visit.today)],
        late=[line for line in lines if line.tally.late],
        late_actions=sum(line.tally.late for line in lines),
    )


def _positions(session: Session, visit: Visit, lines: Sequence[Line], day: date) -> Mapping[str, Position]:
    """Where each line stood at the end of the day, by its key."""
    if day == visit.today:
        return {line.key: line.stands.position for line in lines}
    counted = counts(session, visit, day)
    return {line.key: stood(line, counted(line), day).position for line in lines}
