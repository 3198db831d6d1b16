"""The trials in full, on both databases: `make faults`. Prints a line for each; fails if a letter did."""

import contextlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.database import Database
from storage.unavailable import Unavailable
from tests import postgres
from tests.conversations.locking import locked
from tests.faults import trials
from tests.faults.scene import Result, scene
from tests.faults.worker import LAG, Phase
from tests.postgres import Server
from tests.quick import quick_folder

KILLS = 250
LETTERS = 2_000
RACERS = 4
GONE_SECONDS = 60.0
FREEZES = 10


def main() -> None:
    """Runs every trial, or those whose names are given."""
    wanted = set(sys.argv[1:])
    _say(f"Slack's history lags {LAG:.0f} seconds behind in every trial.")
    failed = False
    with postgres.running() as server:
        for name, trial in TRIALS.items():
            if wanted and name not in wanted:
                continue
            for kind in ("SQLite", "PostgreSQL"):
                begun = time.monotonic()
                outcome = trial(kind, server)
                if outcome is None:
                    continue
                result, more = outcome
                failed = failed or bool(result.lost or result.doubled)
                counts = f"{result.letters:,} letters, {result.lost} lost, {result.doubled} doubled"
                _say(f"{name}, {kind}: {counts}{more} ({time.monotonic() - begun:.0f} s)")
    sys.exit(1 if failed else 0)


Outcome = tuple[Result, str] | None


def _kills(kind: str, server: Server) -> Outcome:
    with _database(kind, server) as url, scene(url, 2 * KILLS * trials.NEW_AT_ONCE) as here:
        result, died = trials.kills(here, KILLS, seed=KILLS)
    return result, "; killed at " + ", ".join(f"{phase} {died[phase]}" for phase in Phase)


def _misbehaving(kind: str, server: Server) -> Outcome:
    with _database(kind, server) as url, scene(url, LETTERS) as here:
        return trials.misbehaving(here, LETTERS, RACERS), "; thirty of a hundred posts answered wrongly"


def _racing(kind: str, server: Server) -> Outcome:
    if kind == "SQLite":
        return None  # a file takes one bot
    with _database(kind, server) as url, scene(url, LETTERS) as here:
        result, shares = trials.racing(here, LETTERS, RACERS)
    return result, f"; shared as {', '.join(map(str, shares))}"


def _frozen(kind: str, server: Server) -> Outcome:
    if kind == "SQLite":
        return None  # nobody else takes a letter over
    with _database(kind, server) as url, scene(url, FREEZES * trials.NEW_AT_ONCE) as here:
        return trials.frozen(here, FREEZES), f"; frozen {FREEZES} times as one was about to be posted"


def _gone(kind: str, server: Server) -> Outcome:
    with _database(kind, server) as url, scene(url, LETTERS) as here:
        leave = _locked_away(url) if kind == "SQLite" else _stopped(server)
        return trials.database_gone(here, LETTERS // 2, leave), f"; away for {GONE_SECONDS:.0f} seconds"


def _locked_away(url: str) -> Callable[[], None]:
    def leave() -> None:
        database = Database(url, is_patient=True)
        while True:
            # The workers of two processes leave it little room to get in.
            with contextlib.suppress(Unavailable), locked(database):
                time.sleep(GONE_SECONDS)
                break
        database.close()

    return leave


def _stopped(server: Server) -> Callable[[], None]:
    def leave() -> None:
        server.stop()
        time.sleep(GONE_SECONDS)
        server.start()

    return leave


@contextmanager
def _database(kind: str, server: Server) -> Iterator[str]:
    """The address of a new database with its tables."""
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        url = f"sqlite:///{Path(folder) / 'g2o.db'}" if kind == "SQLite" else server.url(server.copy())
        database = Database(url)
        database.upgrade()
        database.close()
        yield url


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


TRIALS = {
    "killed": _kills,
    "misled": _misbehaving,
    "raced": _racing,
    "frozen": _frozen,
    "away": _gone,
}

if __name__ == "__main__":
    main()
