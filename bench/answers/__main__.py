"""How soon the bot acknowledges and answers, in small and large records, beside a stock Bolt app.

Run: python -m bench.answers [ACTIONS...]
"""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count

from bench import grown
from bench.answers import bots
from bench.answers.asked import ASKED, Asked
from bench.answers.slack import Slack, Taken, running
from tests import postgres

SIZES = (1_000, 1_000_000)
WARMING, ALONE, AT_ONCE, TURNS = 20, 150, 20, 10

_numbers = count(1)


HEADINGS = (
    "Milliseconds at the half, 95 and 99 of a hundred: to the acknowledgement, to the answer; one after the\n"
    f"other, then {AT_ONCE} at once.\n"
)


def main() -> None:
    """A line for each way, database, size, and thing that is asked."""
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    sys.stdout.write(HEADINGS)
    for size in sizes:
        with _records(size) as records, running() as slack:
            for over_http in (False, True):
                _measure(slack, records, size, over_http=over_http)


def _measure(slack: Slack, records: Mapping[str, str], size: int, *, over_http: bool) -> None:
    way = "HTTP" if over_http else "Socket Mode"
    with bots.stock(slack, over_http=over_http):
        _ask_all(slack, f"{way:<12}stock", size)
    for kind, url in records.items():
        with bots.ours(slack, url, over_http=over_http) as bot:
            at_rest = bot.megabytes
            _ask_all(slack, f"{way:<12}{kind:<11}{size:>9,}", size)
            sys.stdout.write(
                f"ready after {bot.ready:.2f} s; {at_rest:.0f} MB at rest, {bot.megabytes:.0f} MB after\n"
            )


@contextmanager
def _records(size: int) -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder, postgres.running() as server:
        records = {"SQLite": f"sqlite:///{folder}/grown.db", "PostgreSQL": server.url(server.copy())}
        for url in records.values():
            grown.fill(url, size, with_journal=False)
        yield records


def _ask_all(slack: Slack, whom: str, size: int) -> None:
    cases = max(size // 10, 100)
    for name, asked in ASKED.items():
        _ask(slack, asked, cases, times=WARMING)
        alone = _ask(slack, asked, cases, times=ALONE)
        crowd = [taken for _ in range(TURNS) for taken in _ask(slack, asked, cases, at_once=AT_ONCE)]
        sys.stdout.write(f"{whom:<33}{name:<17}{_figures(alone)}   {_figures(crowd)}\n")
        sys.stdout.flush()


def _ask(slack: Slack, asked: Asked, cases: int, *, times: int = 1, at_once: int = 1) -> list[Taken]:
    taken: list[Taken] = []
    for _ in range(times):
        payloads = [asked.payload(next(_numbers), cases) for _ in range(at_once)]
        taken += slack.deliver(asked.kind, payloads)
    return taken


def _figures(taken: Sequence[Taken]) -> str:
    acknowledged = sorted(each.acknowledged for each in taken)
    answered = sorted(each.answered for each in taken)
    return " ".join(
        f"{_at(times, share):6.1f}" for times in (acknowledged, answered) for share in (50, 95, 99)
    )


def _at(times: Sequence[float], share: int) -> float:
    return times[min(len(times) - 1, len(times) * share // 100)]


if __name__ == "__main__":
    main()
