"""Progress: a review's word and what the actions tell, what is found again, and what waits too long."""

from datetime import date

import pytest

from bot.rules import progress
from bot.rules.progress import NOTHING_YET, Again, Said, Step
from storage.words import Position, Status

MAY, JUNE, JULY, TODAY = date(2025, 5, 1), date(2025, 6, 2), date(2025, 7, 1), date(2025, 8, 1)


def step(status: Status, done_on: date | None = None) -> Step:
    return Step(status, agreed_on=MAY, first_due_on=JULY, due_on=JULY, done_on=done_on)


DONE, OPEN, STARTED, ENDED = (
    step(Status.DONE, JUNE),
    step(Status.OPEN),
    step(Status.STARTED),
    step(Status.NOT_DOING),
)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], NOTHING_YET),
        ([OPEN], NOTHING_YET),
        ([ENDED], NOTHING_YET),
        ([STARTED], Said(Position.IN_PROGRESS, None)),
        ([DONE, OPEN], Said(Position.IN_PROGRESS, None)),
        ([DONE, ENDED], Said(Position.ACTIONED, JUNE)),
        ([DONE, step(Status.CHECKED, JULY)], Said(Position.ACTIONED, JULY)),
        ([step(Status.CHECKED)], Said(Position.ACTIONED, JULY)),
    ],
)
def test_before_any_review_the_actions_tell(steps: list[Step], expected: Said) -> None:
    assert progress.stands([], steps, TODAY, is_complete=True) == expected


def test_it_is_not_actioned_while_something_that_was_found_has_no_action() -> None:
    assert progress.stands([], [DONE], TODAY, is_complete=False).position is Position.IN_PROGRESS


def test_the_newest_review_counts() -> None:
    said = [Said(Position.NOT_STARTED, MAY), Said(Position.EMBEDDED, JULY)]
    assert progress.stands(said, [OPEN], TODAY, is_complete=True) == said[1]
    assert progress.stands(said, [OPEN], JUNE, is_complete=True) == said[0]


def test_what_was_all_done_after_a_review_is_actioned() -> None:
    assert progress.stands([Said(Position.IN_PROGRESS, MAY)], [DONE], TODAY, is_complete=True).on == JUNE
    later = Said(Position.IN_PROGRESS, JULY)
    assert progress.stands([later], [DONE], TODAY, is_complete=True) == later
    embedded = Said(Position.EMBEDDED, MAY)
    assert progress.stands([embedded], [DONE], TODAY, is_complete=True) == embedded


def test_an_earlier_day_knows_nothing_of_what_was_done_and_agreed_later() -> None:
    assert progress.stands([], [DONE], date(2025, 5, 20), is_complete=True) == NOTHING_YET
    assert progress.stands([], [DONE], date(2025, 4, 1), is_complete=True) == NOTHING_YET


def test_what_is_found_after_it_was_dealt_with_is_found_again() -> None:
    assert progress.again([MAY], [date(2025, 1, 1), JUNE, JULY]) == Again(JULY, MAY)
    assert progress.again([MAY, JUNE], [JULY]) == Again(JULY, JUNE)
    assert progress.again([MAY], [MAY]) is None
    assert progress.again([], [JULY]) is None


def test_what_is_found_again_is_open_and_reviewed_until_it_is_dealt_with_again() -> None:
    embedded, again = Said(Position.EMBEDDED, MAY), Again(JUNE, MAY)
    assert progress.is_open(embedded, again)
    assert progress.is_to_review(embedded, again)
    assert not progress.is_open(embedded, None)
    assert not progress.is_to_review(embedded, None)
    assert not progress.is_open(Said(Position.ACTIONED, JULY), again)
    assert progress.is_to_review(Said(Position.ACTIONED, JULY), again)


def test_what_nobody_began_waits_long_after_two_quarters() -> None:
    assert progress.is_waiting_long(NOTHING_YET, date(2025, 2, 1), TODAY)
    assert not progress.is_waiting_long(NOTHING_YET, date(2025, 2, 2), TODAY)
    assert not progress.is_waiting_long(Said(Position.IN_PROGRESS, None), date(2020, 1, 1), TODAY)


def test_an_action_is_late_after_the_date_agreed_now() -> None:
    assert OPEN.is_late(TODAY)
    assert not OPEN.is_late(JULY)
    assert not DONE.is_late(TODAY)
