"""The trials: what is done to the workers, to Slack and to the database while letters are written."""

import random
import time
from collections import Counter
from collections.abc import Callable

from tests.faults.scene import Result, Scene, Worker, at_work
from tests.faults.worker import Phase

# Of a hundred posts five each; altogether thirty.
FAULTS = {
    "ratelimited": 1.0,
    "server_error": None,
    "server_error_after": None,
    "slow": 1.6,
    "drop_before": None,
    "drop_after": None,
}
SHARE = 0.05
NEW_AT_ONCE = 3


def kills(scene: Scene, count: int, seed: int) -> tuple[Result, Counter[Phase | None]]:
    """Kills one worker after the other, each somewhere else; gives what they were at when they died.

    Where chance has spared a phase, a few more are aimed at it: as many again at most.
    """
    chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
    died: Counter[Phase | None] = Counter()
    for number in range(2 * count):
        spared = [phase for phase in Phase if not died[phase]]
        if number >= count and not spared:
            break
        phases = list(Phase) if number < count else spared
        scene.make_due(NEW_AT_ONCE)
        died[Worker(scene).kill_at(phases[number % len(phases)], chance)] += 1
    return _finish(scene, 1), died


def misbehaving(scene: Scene, letters: int, workers: int) -> Result:
    """Slack answers thirty posts of a hundred wrongly, late or not at all."""
    scene.make_due(letters)
    for kind, seconds in FAULTS.items():
        scene.workspace.misbehave(kind, method="chat.postMessage", seconds=seconds, share=SHARE)
    return _finish(scene, workers)


def racing(scene: Scene, letters: int, workers: int) -> tuple[Result, list[int]]:
    """Several workers race for the same letters; gives how many each has begun to post."""
    with at_work(scene, workers) as racers:
        scene.make_due(letters)
        scene.wait_until_settled()
        shares = [racer.posts() for racer in racers]
    return scene.result(), shares


def frozen(scene: Scene, times: int) -> Result:
    """One worker after the other freezes as it is about to post, and goes on once another has posted that."""
    for _ in range(times):
        scene.make_due(NEW_AT_ONCE)
        sleeper = Worker(scene, freezes_at=Phase.POST)
        sleeper.wait_for(Phase.POST)
        with at_work(scene, 1):
            scene.wait_until_settled()
            sleeper.wake()
            scene.wait_until_one_of_each()
        sleeper.kill()
    return scene.result()


def database_gone(scene: Scene, letters: int, go_away_and_come_back: Callable[[], None]) -> Result:
    """The database goes away while letters are written, and comes back."""
    scene.make_due(letters)
    with at_work(scene, 2):
        time.sleep(1.0)
        go_away_and_come_back()
        scene.wait_until_settled()
    return scene.result()


def _finish(scene: Scene, workers: int) -> Result:
    with at_work(scene, workers):
        scene.wait_until_settled()
    scene.workspace.behave()
    return scene.result()
