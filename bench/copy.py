"""How long it takes to move a grown record from a SQLite file to a PostgreSQL server, and in how much memory.

Run: python -m bench.copy [ACTIONS]
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import grown
from tests import postgres

ACTIONS = 100_000


def main() -> None:
    """Fills, copies, and verifies both."""
    actions = int(sys.argv[1]) if len(sys.argv) > 1 else ACTIONS
    with tempfile.TemporaryDirectory() as folder, postgres.running() as server:
        source = f"sqlite:///{folder}/grown.db"
        target = server.url(server.copy())
        _tell("filled", lambda: grown.fill(source, actions))
        size = Path(f"{folder}/grown.db").stat().st_size
        sys.stdout.write(f"  a file of {size / 1_000_000:.0f} MB\n")
        _tell("copied", lambda: _bot(folder, "db", "copy", source, target))
        _tell("verified the file", lambda: _bot(folder, "verify", DATABASE_URL=source))
        _tell("verified the server", lambda: _bot(folder, "verify", DATABASE_URL=target))
        os.environ["PATH"] = f"{server.bin}{os.pathsep}{os.environ['PATH']}"
        for name, url in (("file", source), ("server", target)):
            backup = ("db", "backup", f"{folder}/{name}.backup")
            restore = ("db", "restore", "--yes", f"{folder}/{name}.backup")
            _tell(
                f"backed the {name} up", lambda words=backup, url=url: _bot(folder, *words, DATABASE_URL=url)
            )
            _tell(
                f"restored the {name}", lambda words=restore, url=url: _bot(folder, *words, DATABASE_URL=url)
            )


def _tell(what: str, do: Callable[[], str]) -> None:
    begun = time.perf_counter()
    said = do()
    sys.stdout.write(f"{what} in {time.perf_counter() - begun:.1f} s: {said}\n")
    sys.stdout.flush()


def _bot(folder: str, *words: str, **variables: str) -> str:
    """Runs a command in a process of its own; gives what it said and the most memory it held."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **variables}
    with subprocess.Popen(  # noqa: S603 - its own words
        [sys.executable, "-m", "bot", *words], stdout=subprocess.PIPE, text=True, cwd=folder, env=environment
    ) as process:
        said = process.stdout.read().strip() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    return f"{said} ({usage.ru_maxrss / 1024:.0f} MB)"


if __name__ == "__main__":
    main()
