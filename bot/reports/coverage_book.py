"""Coverage as a workbook: which open cases were audited of late, how far rounds have come, what is left."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot import coverage
from bot.coverage import COVERED_MONTHS
from bot.documents import EXCEL, Document, Wanted
from bot.reports import imprint, scope, workbook
from bot.reports.scope import Scope
from bot.reports.workbook import Book, Cell, Column, Holds, Sheet
from bot.rules import dates
from bot.rules.rights import Right
from bot.rules.small_numbers import WITHHELD
from bot.rules.wording import capital
from bot.visit import Visit
from storage import coverage as stored
from storage import rounds as stored_rounds
from storage.coverage import Covered, Left
from storage.rounds import Progress

_COVERED = (
    Column("Team", 30),
    Column("Cohort", 24),
    Column("Open cases", 12, Holds.COUNT),
    Column("Audited", 12, Holds.COUNT),
    Column("Not audited", 12, Holds.COUNT),
)
_ROUNDS = (
    Column("Round", 30),
    Column("Basis", 32),
    Column("Starts", 12, Holds.DAY),
    Column("Ends", 12, Holds.DAY),
    Column("Audits planned", 12, Holds.COUNT),
    Column("Cases drawn", 12, Holds.COUNT),
    Column("Of these audited", 12, Holds.COUNT),
    Column("Audits logged", 12, Holds.COUNT),
)
_LEFT = (Column("Case", 12), Column("Cohort", 24), Column("Team", 30), Column("Opened", 12, Holds.DAY))
_HOW = (
    ("Audited", f"An audit within the last {COVERED_MONTHS} months, by whomever."),
    ("Cases drawn", "Those of the round's sample that stand: not swapped, and not kept for a later round."),
    ("Audits logged", "Every audit of the round, of cases that were drawn for it and of others."),
)


def make(session: Session, visit: Visit, wanted: Wanted) -> Document:
    """The coverage of today. Raises NotFound."""
    of = scope.of(session, wanted)
    fewest = wanted.withhold_under
    rows = [one for one in coverage.covered(session, visit) if wanted.cohort in (None, one.cohort)]
    since = dates.in_words(coverage.since(visit))
    sheets = [
        Sheet(
            "Coverage",
            "Coverage of open cases",
            _COVERED,
            [_covered(one, fewest) for one in rows],
            says=[f"Audited since {since}.", *_cohort(wanted)],
            below=_total(rows, fewest),
        ),
        Sheet(
            "Rounds",
            "Rounds of audits",
            _ROUNDS,
            [_round(one) for one in stored_rounds.latest(session, None) if _is_of(one, of)],
        ),
    ]
    if not fewest:
        # A list of cases lets anybody count what is left out of the counts.
        sheets.append(_left(session, visit, wanted))
    sheets.append(workbook.explained("How it is counted", "How coverage is counted", _HOW))
    made = imprint.of(visit, f"Open cases as recorded on {dates.in_words(visit.today)}.")
    content = workbook.write(Book("Coverage", made, sheets))
    return Document(f"Coverage {visit.today.isoformat()}{EXCEL}", "Coverage", content)


def _cohort(wanted: Wanted) -> Sequence[str]:
    return [f"Only of: {wanted.cohort.plural}."] if wanted.cohort else []


def _covered(one: Covered, fewest: int) -> Sequence[Cell]:
    return (
        one.team or "No team",
        one.cohort.plural,
        workbook.counted(one.cases, fewest),
        *workbook.parts((one.audited, one.cases - one.audited), fewest),
    )


def _total(rows: Sequence[Covered], fewest: int) -> Sequence[str]:
    """All of them together, unless a count that is left out could be reckoned from it."""
    if any(WITHHELD in _covered(one, fewest) for one in rows):
        return workbook.left_out(fewest)
    audited, cases = sum(one.audited for one in rows), sum(one.cases for one in rows)
    return [f"Together {audited:,} of {cases:,} open cases were audited."] if cases else []


def _is_of(one: Progress, of: Scope) -> bool:
    return of.round_ids is None or one.round.id in of.round_ids


def _round(one: Progress) -> Sequence[Cell]:
    """How far a round has come is no count of children that anybody could tell apart by it."""
    kept = one.round
    drawn = (one.drawn, one.audited) if one.drawn else (None, None)
    return (
        kept.name,
        capital(kept.basis.label),
        kept.starts_on,
        kept.ends_on,
        kept.planned,
        *drawn,
        one.audits,
    )


def _left(session: Session, visit: Visit, wanted: Wanted) -> Sheet:
    which = Left(visit.sight(Right.SEE_COVERAGE), visit.today, coverage.since(visit), wanted.cohort)
    rows = stored.not_audited(session, which, offset=0, limit=stored.count_not_audited(session, which))
    return Sheet(
        "Not audited yet",
        "Open cases that are not audited yet",
        _LEFT,
        [
            (case.reference, case.cohort.label, case.team.name if case.team else "", case.opened_on)
            for case in rows
        ],
        says=[f"Without an audit since {dates.in_words(coverage.since(visit))}.", *_cohort(wanted)],
    )
