"""Whether it works: grades before and after, in a matrix; what can be claimed, and on how many."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from bot.rules.grades import WORST_TO_BEST
from storage.words import Basis, Grade

# On fewer nothing is claimed: one case more or less would make another picture.
FEWEST = 20


@dataclass(frozen=True)
class Audited:
    """An audit of a case, with the moderated grade where it has one, and what it may be compared with.

    `basis` is None without a round; `comparable_id` the round that its round may be compared with, whatever
    the basis; `first_id` the audit that it follows up.
    """

    case_id: int
    on: date
    grade: Grade | None
    round_id: int | None = None
    basis: Basis | None = None
    comparable_id: int | None = None
    audit_id: int = 0
    first_id: int | None = None


@dataclass(frozen=True)
class Movement:
    """Cases that were audited again after an action was checked, by their grades before and after.

    `rows` and columns run worst to best; `follow_ups` of them were audited again to see what became of the
    audit before. `other_basis`: cases left out as the basis changed between the two
    audits; `ungraded`: those of which a moderated grade is lacking.
    """

    rows: tuple[tuple[int, ...], ...]
    other_basis: int
    ungraded: int
    follow_ups: int = 0

    @property
    def total(self) -> int:
        return sum(map(sum, self.rows))

    @property
    def is_enough(self) -> bool:
        return is_enough(self.total)

    @property
    def higher(self) -> int:
        return sum(count for before, row in enumerate(self.rows) for count in row[before + 1 :])

    @property
    def same(self) -> int:
        return sum(row[before] for before, row in enumerate(self.rows))

    @property
    def lower(self) -> int:
        return sum(count for before, row in enumerate(self.rows) for count in row[:before])


def is_enough(count: int) -> bool:
    """Whether so many are enough to claim something on."""
    return count >= FEWEST


def movement(audits: Iterable[Audited], checks: Collection[tuple[int | None, date]]) -> Movement:
    """Of each case the newest audit before which an action was checked, with the audit before that.

    `audits` are in the order of their dates, `checks` cases and days. A check on the day of the later audit
    came before it or after: it is not counted.
    """
    by_case: dict[int, list[Audited]] = {}
    for audit in audits:
        by_case.setdefault(audit.case_id, []).append(audit)
    counts: Counter[tuple[Grade, Grade]] = Counter()
    other_basis = ungraded = follow_ups = 0
    for before, after in _pairs(by_case.values(), checks):
        if not is_comparable(before, after):
            other_basis += 1
        elif before.grade not in WORST_TO_BEST or after.grade not in WORST_TO_BEST:
            ungraded += 1
        else:
            counts[before.grade, after.grade] += 1
            follow_ups += is_follow_up(before, after)
    rows = tuple(tuple(counts[before, after] for after in WORST_TO_BEST) for before in WORST_TO_BEST)
    return Movement(rows, other_basis, ungraded, follow_ups)


def is_comparable(before: Audited, after: Audited) -> bool:
    """Whether the two looked at the same share of the cases, or are meant to be compared.

    They are where their rounds are said to be comparable, or where the later one follows the other up: it
    looks at that case alone, whichever way the other came into its sample.
    """
    if is_follow_up(before, after):
        return True
    if before.round_id is not None and before.round_id == after.comparable_id:
        return True
    return before.basis is after.basis


def is_follow_up(before: Audited, after: Audited) -> bool:
    """Whether the later one follows up the other."""
    return after.first_id is not None and after.first_id == before.audit_id


def _pairs(
    cases: Iterable[Sequence[Audited]], checks: Collection[tuple[int | None, date]]
) -> Iterable[tuple[Audited, Audited]]:
    days: dict[int | None, list[date]] = {}
    for case_id, day in checks:
        days.setdefault(case_id, []).append(day)
    for audits in cases:
        checked = days.get(audits[0].case_id, ())
        pairs = zip(reversed(audits[:-1]), reversed(audits[1:]), strict=True)
        again = (pair for pair in pairs if any(pair[0].on <= day < pair[1].on for day in checked))
        yield from islice(again, 1)
