"""What it costs to draw cases and to share them out, of ever more that are open.

Run: python -m bench.draw [CASES...]
"""

import sys
import time
from collections.abc import Callable
from functools import partial

from bot.rules import sampling
from bot.rules.sampling import Candidate, Stratum
from storage.words import Cohort

SIZES = (100, 1_000, 10_000)
COHORTS, TEAMS = tuple(Cohort), 20
SEED = "483920"
AUDITORS = 3
MOST_SECONDS = 1


def main() -> None:
    """A line for each size: half of the cases, care leavers first."""
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    sys.stdout.write("cases      drawn      drawing      sharing out\n")
    for size in sizes:
        cases = [_case(number) for number in range(size)]
        first = [case for case in cases if case.stratum.cohort is Cohort.CARE_LEAVER]
        others = [case for case in cases if case.stratum.cohort is not Cohort.CARE_LEAVER]
        drawn, drawing = _timed(partial(sampling.draw, (first, others), size // 2, SEED))
        may = {case.reference: range(AUDITORS) for tier in drawn for case in tier}
        shared, sharing = _timed(partial(sampling.share_out, may, AUDITORS, SEED))
        sys.stdout.write(
            f"{size:<10,} {len(shared):<10,} {drawing * 1000:>6.0f} ms {sharing * 1000:>12.0f} ms\n"
        )
        if drawing + sharing > MOST_SECONDS:
            raise SystemExit(f"that took more than {MOST_SECONDS} second")


def _case(number: int) -> Candidate:
    return Candidate(f"C{number:06}", Stratum(COHORTS[number % len(COHORTS)], f"Team {number % TEAMS}"))


def _timed(work: Callable[[], object]) -> tuple[object, float]:
    begun = time.perf_counter()
    return work(), time.perf_counter() - begun


if __name__ == "__main__":
    main()
