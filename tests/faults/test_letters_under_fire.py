"""The trials in a reduced form; `make faults` has them in full."""

from tests.conftest import on_postgresql
from tests.faults import trials
from tests.faults.scene import Result, scene
from tests.faults.worker import Phase

KILLS = 20


def test_killed_at_every_step_no_letter_is_lost_and_none_comes_twice(db_url: str) -> None:
    with scene(db_url, 2 * KILLS * trials.NEW_AT_ONCE) as here:
        result, died = trials.kills(here, KILLS, seed=1)
    assert result == Result(letters=here.due, lost=0, doubled=0)
    assert died.total() >= KILLS
    assert all(died[phase] for phase in Phase)


def test_with_thirty_posts_of_a_hundred_answered_wrongly_every_letter_arrives_once(db_url: str) -> None:
    with scene(db_url, 200) as here:
        assert trials.misbehaving(here, 200, workers=4) == Result(letters=200, lost=0, doubled=0)


@on_postgresql
def test_two_workers_on_one_server_share_the_work_and_send_nothing_twice(db_url: str) -> None:
    with scene(db_url, 200) as here:
        result, shares = trials.racing(here, 200, workers=2)
    assert result == Result(letters=200, lost=0, doubled=0)
    assert min(shares) > 0


@on_postgresql
def test_a_worker_that_was_frozen_as_it_posted_leaves_one_of_each_letter(db_url: str) -> None:
    with scene(db_url, trials.NEW_AT_ONCE) as here:
        assert trials.frozen(here, times=1) == Result(letters=here.due, lost=0, doubled=0)
