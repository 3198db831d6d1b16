"""One council's life: which deeds there are, how often each is done, and so many of them from a seed."""

from random import Random

from tests.hostile import deeds, misdeeds
from tests.hostile.machine import Deeds, Machine, Tally
from tests.hostile.scene import Scene

KINDS: Deeds = {
    "command": (14, deeds.command),
    "message": (6, deeds.message),
    "mention": (3, deeds.mention),
    "home": (3, deeds.home),
    "shortcut": (2, deeds.shortcut),
    "message shortcut": (1, deeds.message_shortcut),
    "click": (26, deeds.click),
    "form": (16, deeds.fill_in),
    "close": (2, deeds.close),
    "file": (1, deeds.drop),
    "time": (3, deeds.let_time_pass),
    "stale click": (8, misdeeds.stale_click),
    "bent click": (4, misdeeds.bent_click),
    "forged form": (6, misdeeds.forged_form),
    "bent form": (4, misdeeds.bent_form),
    "bent command": (4, misdeeds.bent_command),
    "typing": (4, misdeeds.typing),
    "bent event": (4, misdeeds.bent_event),
    "repeated event": (1, misdeeds.repeated_event),
    "odd request": (4, misdeeds.odd_request),
}


def live(scene: Scene, seed: int, steps: int, tally: Tally | None = None) -> Tally:
    """So many deeds. Raises Fault at the first thing that is wrong."""
    machine = Machine(scene, Random(seed), KINDS, tally or Tally())  # noqa: S311 - it is the same each time
    machine.run(steps)
    return machine.tally
