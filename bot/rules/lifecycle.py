"""An action's life: open -> started -> done -> checked, and the ways out of it and back."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum, auto

from storage.words import ENDED, FINISHED, UNFINISHED, Status


class Move(StrEnum):
    """What somebody does with an action."""

    START = auto()
    COMPLETE = auto()
    CHECK = auto()
    REOPEN = auto()
    AGREE_NOT_TO_DO = auto()
    NO_LONGER_APPLIES = auto()


# From which statuses each move is allowed, and where it leads.
MOVES: Mapping[Move, tuple[frozenset[Status], Status]] = {
    Move.START: (frozenset({Status.OPEN}), Status.STARTED),
    Move.COMPLETE: (UNFINISHED, Status.DONE),
    Move.CHECK: (frozenset({Status.DONE}), Status.CHECKED),
    Move.REOPEN: (FINISHED | ENDED, Status.OPEN),
    # An ending that is looked at again may be approved anew.
    Move.AGREE_NOT_TO_DO: (UNFINISHED | ENDED, Status.NOT_DOING),
    Move.NO_LONGER_APPLIES: (UNFINISHED | ENDED, Status.NO_LONGER_APPLIES),
}


# The ways in which an action ends undone.
ENDINGS = frozenset({Move.AGREE_NOT_TO_DO, Move.NO_LONGER_APPLIES})


def after(status: Status, move: Move) -> Status | None:
    """The status after the move; None where the move is not allowed from there."""
    allowed_from, leads_to = MOVES[move]
    return leads_to if status in allowed_from else None


def is_unfinished(status: Status) -> bool:
    """Whether the owner has yet to do it: open or started."""
    return status in UNFINISHED


def is_overdue(status: Status, due_on: date, today: date) -> bool:
    """Unfinished after the due date. An action is due at the end of its day, so not yet on the day itself."""
    return is_unfinished(status) and due_on < today
