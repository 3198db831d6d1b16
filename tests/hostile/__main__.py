"""The machine for as long as one likes: `make hammer`. Prints a line a minute; fails at the first fault."""

import argparse
import logging
import sys
import tempfile
import time
import traceback
from collections import Counter
from contextlib import closing
from pathlib import Path

from storage.database import Database
from tests import postgres
from tests.backends import Backend, PostgreSQL, SQLite
from tests.hostile.conftest import FILLS, POISONED, SOUND
from tests.hostile.life import live
from tests.hostile.machine import Fault, Tally
from tests.hostile.scene import scene
from tests.quick import quick_folder

STEPS = 400


def main() -> None:
    """Lives by life, each a new record, until the time is over."""
    asked = _asked()
    logging.getLogger().addHandler(logging.NullHandler())
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        if asked.database == "sqlite":
            total = _lives(asked, SQLite(Path(folder), FILLS), Path(folder))
        else:
            with postgres.running() as at:
                total = _lives(asked, PostgreSQL(at, FILLS), Path(folder))
    kinds = ", ".join(f"{name} {count:,}" for name, count in sorted(total.sent.items()))
    _say(f"{total.sent.total():,} payloads: {kinds}")
    _say(f"{total.answered:,} answers, {total.refused:,} of them refusals; faults: {len(total.faults)}")
    sys.exit(1 if total.faults else 0)


def _asked() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    words.add_argument("--minutes", type=float, default=60.0)
    words.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    words.add_argument("--seed", type=int, default=int(time.time()), help="of the first life")
    words.add_argument("--lives", type=int, default=0, help="end after so many")
    words.add_argument("--go-on", action="store_true", help="do not end at the first fault")
    return words.parse_args()


def _lives(asked: argparse.Namespace, backend: Backend, folder: Path) -> Tally:
    total, begun, told = Tally(), time.monotonic(), 1
    seed = asked.seed
    while time.monotonic() - begun < asked.minutes * 60 and (
        not asked.lives or seed < asked.seed + asked.lives
    ):
        life = _live(backend, folder, seed)
        total.sent.update(life.sent)
        total.answered += life.answered
        total.refused += life.refused
        total.faults += life.faults
        seed += 1
        minutes = (time.monotonic() - begun) / 60
        if minutes >= told:
            told = int(minutes) + 1
            _say(f"{minutes:.0f} min: {total.sent.total():,} payloads, faults: {len(total.faults)}")
        if life.faults and not asked.go_on:
            break
    return total


def _live(backend: Backend, folder: Path, seed: int) -> Tally:
    tally = Tally(Counter())
    # Every other pair of records holds nothing but what somebody typed who means harm.
    url = backend.make(POISONED if seed % 4 > 1 else SOUND, folder)
    try:
        with closing(Database(url)) as database, scene(database, is_http=seed % 2 == 1) as here:
            live(here, seed, STEPS, tally)
    except Fault as fault:
        _say(f"a fault with --seed {seed}: {fault}")
    except Exception:  # noqa: BLE001 - the lives go on, and what broke one is told
        tally.faults.append("the machine broke")
        _say(f"the machine broke with --seed {seed}:\n{traceback.format_exc()}")
    finally:
        backend.drop(url)
    return tally


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
