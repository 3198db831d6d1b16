"""What people typed is never markup, on no screen that there is."""

from pathlib import Path
from random import Random

from handlers import routes
from tests.backends import SQLite
from tests.hostile import screens
from tests.hostile.conftest import POISONED, opened
from tests.hostile.machine import Machine
from tests.hostile.scene import scene


def test_no_screen_letter_or_digest_makes_markup_of_what_was_typed(records: SQLite, tmp_path: Path) -> None:
    with opened(records, POISONED, tmp_path) as database, scene(database, is_http=False) as here:
        machine = Machine(here, Random(1))  # noqa: S311 - it is the same each time
        pressed = screens.walk(machine, ["U0GRACE03"], [*routes.WORDS])
        screens.press_the_rest(machine, "U0HELEN04", pressed)
        screens.walk(machine, ["U0TOMAS02", "U0ALANA05", "U0PRIYA01"], ["case", "mine", "overdue"])
        screens.let_days_pass(machine, 4)
        posts = here.workspace.posts()
    assert sum("evil.example" in str(post) for post in posts) > 3
