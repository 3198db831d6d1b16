"""What the figures of the year must be, reckoned from the ledger alone."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from storage.words import Grade, Status
from tests.year.ledger import Audit, Ledger

GRADES = (Grade.INADEQUATE, Grade.REQUIRES_IMPROVEMENT, Grade.GOOD, Grade.OUTSTANDING)


@dataclass(frozen=True)
class Graded:
    """The moderated grades of a round, worst to best, and how many audits wait for theirs."""

    counts: tuple[int, ...]
    waiting: int


def grades(ledger: Ledger) -> dict[str, Graded]:
    """By round."""
    by_round: dict[str, list[Audit]] = {}
    for audit in ledger.audits:
        by_round.setdefault(audit.round, []).append(audit)
    counted = {name: Counter(audit.moderated for audit in audits) for name, audits in by_round.items()}
    return {name: Graded(tuple(has[grade] for grade in GRADES), has[None]) for name, has in counted.items()}


def moved(ledger: Ledger) -> tuple[int, int, int]:
    """How many grades moderation left unchanged, raised and lowered."""
    steps = [
        GRADES.index(audit.moderated) - GRADES.index(audit.grade)
        for audit in ledger.audits
        if audit.moderated
    ]
    return steps.count(0), sum(step > 0 for step in steps), sum(step < 0 for step in steps)


def audited_again(ledger: Ledger) -> tuple[int, int]:
    """Cases with two moderated grades around a check: those to be compared, and those on another basis."""
    pairs = [pair for case in ledger.cases if (pair := _around_a_check(ledger, case))]
    alike = sum(after.follows is before or before.basis is after.basis for before, after in pairs)
    return alike, len(pairs) - alike


def _around_a_check(ledger: Ledger, case: str) -> tuple[Audit, Audit] | None:
    checked = [
        action.checked_on for made in ledger.recommendations for action in made.actions if made.case == case
    ]
    pairs = reversed(list(pairwise(ledger.audits_of(case))))
    return next(
        (pair for pair in pairs if any(day and pair[0].on <= day < pair[1].on for day in checked)), None
    )


def differences(ledger: Ledger) -> tuple[int, int]:
    """Of how many checked actions it was said whether they helped, and of how many it was not."""
    checked = [action for action in ledger.actions if action.status is Status.CHECKED]
    said = sum(action.impact is not None for action in checked)
    return said, len(checked) - said


def steps(ledger: Ledger) -> Iterator[tuple[str, int]]:
    """On how many actions each median rests."""
    done = [action for action in ledger.actions if action.status in (Status.DONE, Status.CHECKED)]
    of_audits = [action for made in ledger.recommendations for action in made.actions if made.case]
    yield "Audit to agreed", len(of_audits)
    yield "Agreed to done", len(done)
    yield "Done to checked", sum(action.status is Status.CHECKED for action in done)
