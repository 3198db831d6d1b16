"""What people typed is never markup, on no screen that there is."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from handlers import routes
from storage.database import Database
from tests.backends import Holding, SQLite
from tests.hostile import screens
from tests.hostile.machine import Machine
from tests.hostile.poisoned import fill
from tests.hostile.scene import scene


@pytest.fixture
def poisoned(tmp_path: Path) -> Iterator[Database]:
    """The demo's record with nothing in it but what somebody typed who means harm."""
    database = Database(SQLite(tmp_path, {Holding.DEMO: fill}).make(Holding.DEMO, tmp_path))
    yield database
    database.close()


def test_no_screen_letter_or_digest_makes_markup_of_what_was_typed(poisoned: Database) -> None:
    with scene(poisoned, is_http=False) as here:
        machine = Machine(here, Random(1))  # noqa: S311 - it is the same each time
        pressed = screens.walk(machine, ["U0GRACE03"], [*routes.WORDS])
        screens.press_the_rest(machine, "U0HELEN04", pressed)
        screens.walk(machine, ["U0TOMAS02", "U0ALANA05", "U0PRIYA01"], ["case", "mine", "overdue"])
        screens.let_days_pass(machine, 4)
        posts = here.workspace.posts()
    assert sum("evil.example" in str(post) for post in posts) > 3
