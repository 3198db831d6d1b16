"""How far a line of the improvement plan has come, and whether what it is about was found again.

A review's word counts. Where nobody reviewed the line yet, or everything was done since, its actions tell.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules import dates
from storage.words import Position

# Said to be dealt with: what is found after that was found again.
SETTLED: frozenset[Position] = frozenset({Position.ACTIONED, Position.EMBEDDED})

# A line that nobody has begun for so long is told to the board: two quarters.
PATIENCE_MONTHS = 6


@dataclass(frozen=True)
class Steps:
    """The actions of a line at the end of a day, those that had been agreed by then.

    `done`: how many were, the last of them on `last_done_on`; `left`: how many were still to be done, of
    which `started` had been. What ended undone tells nothing and is not counted.
    """

    done: int = 0
    left: int = 0
    started: int = 0
    last_done_on: date | None = None


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


def stands(reviewed: Sequence[Said], steps: Steps, day: date, *, is_complete: bool) -> Said:
    """The position at the end of the day. `reviewed`: what reviews said, the first first.

    `is_complete`: there is an action for all that was found, so that with the last of them all is done.
    """
    shown = _shown_by(steps, is_complete=is_complete)
    known = [said for said in reviewed if said.on is not None and said.on <= day]
    if not known:
        return shown
    newest = known[-1]
    is_done_since = shown.on is not None and newest.on is not None and shown.on > newest.on
    return shown if is_done_since and newest.position not in SETTLED else newest


def _shown_by(steps: Steps, *, is_complete: bool) -> Said:
    """What the actions tell by themselves."""
    if steps.done and not steps.left and is_complete:
        return Said(Position.ACTIONED, steps.last_done_on)
    if steps.done or steps.started:
        return Said(Position.IN_PROGRESS, None)
    return NOTHING_YET


def again(said: Collection[date], found_on: date | None) -> Again | None:
    """Whether what was last found on that day had been said to be dealt with, and when last before that."""
    earlier = [day for day in said if found_on and day < found_on]
    return Again(found_on, max(earlier)) if found_on and earlier else None


def newest(*marks: Again | None) -> Again | None:
    """Of several, that which was found last."""
    return max((mark for mark in marks if mark), key=lambda mark: (mark.found_on, mark.after), default=None)


def is_open(stands: Said, again: Again | None) -> bool:
    """Whether there is still something to do: not settled, or found again since it was."""
    is_unsettled = again is not None and (stands.on is None or again.found_on > stands.on)
    return stands.position not in SETTLED or is_unsettled


def is_to_review(reviewed: Sequence[Said], seen_on: date | None) -> bool:
    """What is embedded in practice, which only a review says, is left in peace until it is found again."""
    newest = reviewed[-1] if reviewed else NOTHING_YET
    is_seen_since = seen_on is not None and newest.on is not None and seen_on > newest.on
    return newest.position is not Position.EMBEDDED or is_seen_since


def is_waiting_long(stands: Said, found_on: date, today: date) -> bool:
    """Whether nobody has begun it two quarters after it was found."""
    is_old = found_on <= dates.months_later(today, -PATIENCE_MONTHS)
    return stands.position is Position.NOT_STARTED and is_old
