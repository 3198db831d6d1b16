"""An action's life: every status by every move."""

from datetime import date

import pytest

from bot.rules import lifecycle
from bot.rules.lifecycle import Move
from storage.words import UNFINISHED, Status

ALLOWED = {
    (Status.OPEN, Move.START): Status.STARTED,
    (Status.OPEN, Move.COMPLETE): Status.DONE,
    (Status.OPEN, Move.AGREE_NOT_TO_DO): Status.NOT_DOING,
    (Status.OPEN, Move.NO_LONGER_APPLIES): Status.NO_LONGER_APPLIES,
    (Status.STARTED, Move.COMPLETE): Status.DONE,
    (Status.STARTED, Move.AGREE_NOT_TO_DO): Status.NOT_DOING,
    (Status.STARTED, Move.NO_LONGER_APPLIES): Status.NO_LONGER_APPLIES,
    (Status.DONE, Move.CHECK): Status.CHECKED,
    (Status.DONE, Move.REOPEN): Status.OPEN,
    (Status.CHECKED, Move.REOPEN): Status.OPEN,
    (Status.NOT_DOING, Move.REOPEN): Status.OPEN,
    (Status.NO_LONGER_APPLIES, Move.REOPEN): Status.OPEN,
    (Status.NOT_DOING, Move.AGREE_NOT_TO_DO): Status.NOT_DOING,
    (Status.NOT_DOING, Move.NO_LONGER_APPLIES): Status.NO_LONGER_APPLIES,
    (Status.NO_LONGER_APPLIES, Move.AGREE_NOT_TO_DO): Status.NOT_DOING,
    (Status.NO_LONGER_APPLIES, Move.NO_LONGER_APPLIES): Status.NO_LONGER_APPLIES,
}

DUE = date(2025, 3, 14)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("move", Move)
def test_a_move_leads_on_where_it_is_allowed_and_nowhere_else(status: Status, move: Move) -> None:
    assert lifecycle.after(status, move) == ALLOWED.get((status, move))


def test_the_table_of_moves_knows_every_move() -> None:
    assert set(lifecycle.MOVES) == set(Move)


def test_nothing_is_checked_before_its_owner_says_that_it_is_done() -> None:
    assert lifecycle.after(Status.STARTED, Move.CHECK) is None


@pytest.mark.parametrize("status", Status)
def test_open_and_started_actions_are_unfinished(status: Status) -> None:
    assert lifecycle.is_unfinished(status) == (status in {Status.OPEN, Status.STARTED})
    assert (status in UNFINISHED) == lifecycle.is_unfinished(status)


@pytest.mark.parametrize(
    ("today", "overdue"),
    [(date(2025, 3, 13), False), (DUE, False), (date(2025, 3, 15), True), (date(2026, 1, 1), True)],
)
def test_an_action_is_overdue_from_the_day_after_its_due_date(today: date, *, overdue: bool) -> None:
    assert lifecycle.is_overdue(Status.OPEN, DUE, today) == overdue


@pytest.mark.parametrize("status", Status)
def test_only_an_unfinished_action_can_be_overdue(status: Status) -> None:
    assert lifecycle.is_overdue(status, DUE, date(2025, 4, 1)) == (status in UNFINISHED)
