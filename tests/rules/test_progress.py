"""Progress: a review's word and what the actions tell, what is found again, and what waits too long."""

from datetime import date

import pytest

from bot.rules import progress
from bot.rules.progress import NOTHING_YET, Again, Said, Steps
from storage.words import Position

MAY, JUNE, JULY, TODAY = date(2025, 5, 1), date(2025, 6, 2), date(2025, 7, 1), date(2025, 8, 1)


DONE, OPEN, BEGUN = Steps(done=1, last_done_on=JUNE), Steps(left=1), Steps(left=1, started=1)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (Steps(), NOTHING_YET),
        (OPEN, NOTHING_YET),
        (BEGUN, Said(Position.IN_PROGRESS, None)),
        (Steps(done=1, left=1, last_done_on=JUNE), Said(Position.IN_PROGRESS, None)),
        (DONE, Said(Position.ACTIONED, JUNE)),
    ],
)
def test_before_any_review_the_actions_tell(steps: Steps, expected: Said) -> None:
    assert progress.stands([], steps, TODAY, is_complete=True) == expected


def test_it_is_not_actioned_while_something_that_was_found_has_no_action() -> None:
    assert progress.stands([], DONE, TODAY, is_complete=False).position is Position.IN_PROGRESS


def test_the_newest_review_counts() -> None:
    said = [Said(Position.NOT_STARTED, MAY), Said(Position.EMBEDDED, JULY)]
    assert progress.stands(said, OPEN, TODAY, is_complete=True) == said[1]
    assert progress.stands(said, OPEN, JUNE, is_complete=True) == said[0]


def test_what_was_all_done_after_a_review_is_actioned() -> None:
    assert progress.stands([Said(Position.IN_PROGRESS, MAY)], DONE, TODAY, is_complete=True).on == JUNE
    later = Said(Position.IN_PROGRESS, JULY)
    assert progress.stands([later], DONE, TODAY, is_complete=True) == later
    embedded = Said(Position.EMBEDDED, MAY)
    assert progress.stands([embedded], DONE, TODAY, is_complete=True) == embedded


def test_on_an_earlier_day_nothing_is_known_of_later_reviews() -> None:
    said = [Said(Position.EMBEDDED, JULY)]
    assert progress.stands(said, Steps(), JUNE, is_complete=True) == NOTHING_YET


def test_what_is_found_after_it_was_dealt_with_is_found_again() -> None:
    assert progress.again([MAY], JULY) == Again(JULY, MAY)
    assert progress.again([MAY, JUNE, TODAY], JULY) == Again(JULY, JUNE)
    assert progress.again([MAY], MAY) is None
    assert progress.again([], JULY) is None
    assert progress.again([MAY], None) is None


def test_what_is_found_again_is_open_until_it_is_dealt_with_again() -> None:
    embedded, again = Said(Position.EMBEDDED, MAY), Again(JUNE, MAY)
    assert progress.is_open(embedded, again)
    assert not progress.is_open(embedded, None)
    assert not progress.is_open(Said(Position.ACTIONED, JULY), again)


def test_what_is_embedded_is_reviewed_no_more_until_it_is_found_again() -> None:
    embedded = [Said(Position.ACTIONED, MAY), Said(Position.EMBEDDED, JUNE)]
    assert not progress.is_to_review(embedded, JUNE)
    assert not progress.is_to_review(embedded, None)
    assert progress.is_to_review(embedded, JULY)
    assert progress.is_to_review(embedded[:1], MAY)
    assert progress.is_to_review([], None)


def test_what_nobody_began_waits_long_after_two_quarters() -> None:
    assert progress.is_waiting_long(NOTHING_YET, date(2025, 2, 1), TODAY)
    assert not progress.is_waiting_long(NOTHING_YET, date(2025, 2, 2), TODAY)
    assert not progress.is_waiting_long(Said(Position.IN_PROGRESS, None), date(2020, 1, 1), TODAY)
