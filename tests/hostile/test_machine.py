"""A little of what `make hammer` does for an hour: the same each time."""

from pathlib import Path

import pytest

from tests.backends import Holding, SQLite
from tests.hostile.conftest import POISONED, SOUND, opened
from tests.hostile.life import KINDS, live
from tests.hostile.scene import scene

STEPS = 40


@pytest.mark.parametrize(
    ("seed", "holding"),
    [(7, SOUND), (8, POISONED)],
    ids=["over HTTP", "over Socket Mode, on a record that is hostile"],
)
def test_whatever_people_do_the_bot_answers_and_the_record_holds(
    records: SQLite, tmp_path: Path, seed: int, holding: Holding
) -> None:
    is_http = holding is SOUND
    with opened(records, holding, tmp_path) as database, scene(database, is_http=is_http) as here:
        tally = live(here, seed, STEPS)
    assert tally.sent.total() == STEPS
    assert len(tally.sent) > len(KINDS) // 2
    assert tally.answered > STEPS // 4
