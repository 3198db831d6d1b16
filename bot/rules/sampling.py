"""Which cases a round audits, and who audits which: drawn by a seed, so that anybody can draw the same again.

The order in which a seed puts the cases is that of a hash of both: it depends on neither the order in which
they are given nor the machine, and on no other case.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise

from bot.rules import shares
from storage.words import Cohort


@dataclass(frozen=True, order=True)
class Stratum:
    """The cases of one cohort in one team."""

    cohort: Cohort
    team: str


@dataclass(frozen=True)
class Candidate:
    """A case that may be drawn."""

    reference: str
    stratum: Stratum


def draw(tiers: Sequence[Collection[Candidate]], size: int, seed: str) -> list[list[Candidate]]:
    """Draws so many cases: from each tier all, as long as they fit, and a sample of the one that does not.

    The sample has of each stratum as many as its size in the tier asks for, by largest remainder. What is
    drawn from each tier is given apart, stratum by stratum.
    """
    drawn: list[list[Candidate]] = []
    left = size
    for tier in tiers:
        drawn.append(sample(tier, min(left, len(tier)), seed))
        left -= len(drawn[-1])
    return drawn


def sample(cases: Collection[Candidate], size: int, seed: str) -> list[Candidate]:
    """So many of the cases, of each stratum its share."""
    strata = defaultdict(list)
    for case in in_order(cases, seed):
        strata[case.stratum].append(case)
    # The larger stratum first, so that of equal remainders the larger one's wins.
    names = sorted(strata, key=lambda stratum: (-len(strata[stratum]), stratum))
    places = shares.apportioned(size, [len(strata[name]) for name in names])
    return [case for name, many in zip(names, places, strict=True) for case in strata[name][:many]]


def in_order(cases: Collection[Candidate], seed: str) -> list[Candidate]:
    """The cases in the order in which the seed puts them."""
    return sorted(cases, key=lambda case: _place(seed, case.reference))


def share_out(cases: Mapping[str, Collection[int]], auditors: int, seed: str) -> dict[str, int]:
    """Which of so many auditors audits which case, as evenly as can be.

    `cases` are references, each with the auditors (counted from 0) who may audit it; whoever gets one case
    more than others is left to the seed. A case that nobody may audit is left out.
    """
    whose: dict[str, int] = {}
    has = [_Share() for _ in range(auditors)]
    for reference in sorted(cases, key=lambda one: _place(seed, one)):
        way = _to_the_least(has, frozenset(cases[reference]))
        # From the far end: what each on the way gives up, the next one takes.
        for (giver, _), (taker, kind) in reversed(list(pairwise(way))):
            given = has[giver].cases[kind].pop()
            has[taker].cases[kind].append(given)
            whose[given] = taker
        if way:
            taker, kind = way[0]
            has[taker].cases[kind].append(reference)
            whose[reference] = taker
            has[way[-1][0]].total += 1
    return whose


@dataclass
class _Share:
    """What an auditor has so far: cases by who may audit them, as those of a kind may be swapped at will."""

    cases: dict[frozenset[int], list[str]] = field(default_factory=lambda: defaultdict(list))
    total: int = 0


def _to_the_least(has: Sequence[_Share], kind: frozenset[int]) -> list[tuple[int, frozenset[int]]]:
    """From one who may take a case of the kind to the one with the least; with the kind that each takes."""
    least = min((share.total for share in has), default=0)
    ways = {auditor: [(auditor, kind)] for auditor in sorted(kind)}
    ahead = list(ways)
    for giver in ahead:
        if has[giver].total == least or len(ways) == len(has):
            break  # nobody has less, or everybody is reached
        for held, cases in has[giver].cases.items():
            for taker in sorted(held - ways.keys()) if cases else ():
                ways[taker] = [*ways[giver], (taker, held)]
                ahead.append(taker)
    return ways[min(ahead, key=lambda auditor: (has[auditor].total, len(ways[auditor])))] if ahead else []


def _place(seed: str, reference: str) -> str:
    return sha256(f"{seed}\n{reference}".encode()).hexdigest()
