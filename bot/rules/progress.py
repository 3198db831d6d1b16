"""How far a line of the improvement plan has come, and whether what it is about was found again.

A review's word counts. Where nobody reviewed the line yet, or everything was done since, its actions tell.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules import dates, lifecycle
from storage.words import ENDED, Position, Status

# Said to be dealt with: what is found after that was found again.
SETTLED: frozenset[Position] = frozenset({Position.ACTIONED, Position.EMBEDDED})

# A line that nobody has begun for so long is told to the board: two quarters.
PATIENCE_MONTHS = 6


@dataclass(frozen=True)
class Step:
    """An action as the plan counts it."""

    status: Status
    agreed_on: date
    first_due_on: date
    due_on: date
    done_on: date | None = None

    @property
    def is_unfinished(self) -> bool:
        return lifecycle.is_unfinished(self.status)

    def is_late(self, today: date) -> bool:
        return lifecycle.is_overdue(self.status, self.due_on, today)

    @property
    def begins_on(self) -> date:
        """An imported action may have been done before it came into the record."""
        return min(self.agreed_on, self.done_on or self.agreed_on)

    def was_done_by(self, day: date) -> bool:
        finished = self.status in (Status.DONE, Status.CHECKED)
        return finished and (self.done_on or self.due_on) <= day


@dataclass(frozen=True)
class Said:
    """A position, and the day on which that was so; None where only the actions tell, and tell of no day."""

    position: Position
    on: date | None


NOTHING_YET = Said(Position.NOT_STARTED, None)


@dataclass(frozen=True)
class Again:
    """Found on a day after it was said to be dealt with."""

    found_on: date
    after: date


def stands(reviewed: Sequence[Said], steps: Sequence[Step], day: date, *, is_complete: bool) -> Said:
    """The position at the end of the day. `reviewed`: what reviews said, the first first.

    `is_complete`: there is an action for all that was found, so that with the last of them all is done.
    """
    shown = _shown_by([step for step in steps if step.begins_on <= day], day, is_complete=is_complete)
    known = [said for said in reviewed if said.on is not None and said.on <= day]
    if not known:
        return shown
    newest = known[-1]
    is_done_since = shown.on is not None and newest.on is not None and shown.on > newest.on
    return shown if is_done_since and newest.position not in SETTLED else newest


def _shown_by(steps: Sequence[Step], day: date, *, is_complete: bool) -> Said:
    """What the actions tell by themselves; those that ended undone tell nothing."""
    done = [step for step in steps if step.was_done_by(day)]
    left = [step for step in steps if step not in done and step.status not in ENDED]
    if done and not left and is_complete:
        return Said(Position.ACTIONED, max(step.done_on or step.due_on for step in done))
    if done or any(step.status is Status.STARTED for step in left):
        return Said(Position.IN_PROGRESS, None)
    return NOTHING_YET


def again(said: Collection[date], found: Collection[date]) -> Again | None:
    """The last day on which it was found after it was said to be dealt with, and the last such saying."""
    after = [(day, max(earlier)) for day in found if (earlier := [one for one in said if one < day])]
    return Again(*max(after)) if after else None


def newest(*marks: Again | None) -> Again | None:
    """Of several, that which was found last."""
    return max((mark for mark in marks if mark), key=lambda mark: (mark.found_on, mark.after), default=None)


def is_open(stands: Said, again: Again | None) -> bool:
    """Whether there is still something to do: not settled, or found again since it was."""
    return stands.position not in SETTLED or _is_unsettled(stands, again)


def is_to_review(stands: Said, again: Again | None) -> bool:
    """What is embedded in practice is left in peace until it is found again."""
    return stands.position is not Position.EMBEDDED or _is_unsettled(stands, again)


def _is_unsettled(stands: Said, again: Again | None) -> bool:
    return again is not None and (stands.on is None or again.found_on > stands.on)


def is_waiting_long(stands: Said, found_on: date, today: date) -> bool:
    """Whether nobody has begun it two quarters after it was found."""
    is_old = found_on <= dates.months_later(today, -PATIENCE_MONTHS)
    return stands.position is Position.NOT_STARTED and is_old
