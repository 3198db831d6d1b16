"""A little of what `make hammer` does for an hour: the same each time."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from storage.database import Database
from tests.backends import Holding, SQLite
from tests.hostile import poisoned
from tests.hostile.life import KINDS, live
from tests.hostile.scene import fill_session, scene

STEPS = 45


@pytest.mark.parametrize(
    ("seed", "is_http", "fill"),
    [(7, False, fill_session), (8, True, poisoned.fill)],
    ids=["over Socket Mode", "over HTTP, on a record that is hostile"],
)
def test_whatever_people_do_the_bot_answers_and_the_record_holds(
    tmp_path: Path,
    seed: int,
    is_http: bool,  # noqa: FBT001 - a parameter
    fill: Callable[[Session], None],
) -> None:
    url = SQLite(tmp_path, {Holding.DEMO: fill}).make(Holding.DEMO, tmp_path)
    with closing(Database(url)) as database, scene(database, is_http=is_http) as here:
        tally = live(here, seed, STEPS)
    assert tally.sent.total() == STEPS
    assert len(tally.sent) > len(KINDS) // 2
    assert tally.answered > STEPS // 4
