"""Moderation as a workbook: what it changed by round and grade, and the audits that wait for it."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from bot.documents import EXCEL, Document, Wanted
from bot.reports import definitions, figures, imprint, scope, workbook
from bot.reports.scope import Scope
from bot.reports.workbook import Book, Cell, Column, Holds, Sheet
from bot.rules import dates
from bot.rules.grades import WORST_TO_BEST
from bot.rules.small_numbers import WITHHELD
from bot.visit import Visit
from storage import audits as stored
from storage import moderation
from storage.audits import GradeCount
from storage.models import Round
from storage.words import Grade

SINGLE = "Single audits"

_ROUNDS = (
    Column("Round", 30),
    Column("Starts", 12, Holds.DAY),
    Column("Moderated", 12, Holds.COUNT),
    Column("As the auditor", 12, Holds.COUNT),
    Column("Raised", 12, Holds.COUNT),
    Column("Lowered", 12, Holds.COUNT),
    Column("Agreement", 14, Holds.COUNT),
    Column("Awaiting moderation", 16, Holds.COUNT),
)
_PAIRS = (
    Column("Auditor's grade", 26),
    *(Column(f"Moderated as {grade.label.lower()}", 16, Holds.COUNT) for grade in WORST_TO_BEST),
)
_WAITING = (
    Column("Case", 12),
    Column("Round", 30),
    Column("Audited on", 14, Holds.DAY),
    Column("Auditor's grade", 24),
    Column("Working days since", 12, Holds.COUNT),
)
_MOVED = (
    Column("Case", 12),
    Column("Round", 26),
    Column("Audited on", 14, Holds.DAY),
    Column("Auditor's grade", 22),
    Column("Moderated grade", 22),
    Column("Moderated on", 14, Holds.DAY),
    Column("Why", 60),
)


def make(session: Session, visit: Visit, wanted: Wanted) -> Document:
    """What moderation changed, as it is recorded today. Raises NotFound."""
    of = scope.of(session, wanted)
    fewest = wanted.withhold_under
    counts = _counts(session, visit, wanted, of)
    rounds = stored.rounds_started(session, _all_days(visit))
    says = [of.words] if of.words else []
    sheets = [
        Sheet(
            "By round",
            "Moderation by round",
            _ROUNDS,
            list(_by_round(counts, rounds, fewest)),
            says=says,
            below=workbook.left_out(fewest),
        )
    ]
    if not fewest:
        # Pairs of grades are few, and a list of audits lets anybody count what is left out of the counts.
        which = moderation.Which(wanted.cohort, of.round_ids)
        pairs = Sheet("By grade", "Moderation by grade", _PAIRS, list(_pairs(counts)), says=says)
        sheets += [pairs, _waiting(session, visit, which), _moved(session, which)]
    how = [
        (definitions.MODERATION.name, definitions.MODERATION.how),
        (definitions.GRADES.name, definitions.GRADES.how),
    ]
    sheets.append(workbook.explained("How it is counted", "How moderation is counted", how))
    made = imprint.of(visit, f"Grades as recorded on {dates.in_words(visit.today)}.")
    content = workbook.write(Book("Moderation", made, sheets))
    return Document(f"Moderation {visit.today.isoformat()}{EXCEL}", "Moderation", content)


def _all_days(visit: Visit) -> tuple[date, date]:
    return date.min, date(visit.today.year, 12, 31)


def _counts(session: Session, visit: Visit, wanted: Wanted, of: Scope) -> Sequence[GradeCount]:
    counts = stored.grade_counts(session, wanted.cohort, _all_days(visit))
    return [one for one in counts if of.round_ids is None or one.round_id in of.round_ids]


def _by_round(counts: Sequence[GradeCount], rounds: Sequence[Round], fewest: int) -> Iterator[Sequence[Cell]]:
    for round_ in (*rounds, None):
        mine = [one for one in counts if one.round_id == (round_.id if round_ else None)]
        if mine:
            name, starts = (round_.name, round_.starts_on) if round_ else (SINGLE, None)
            yield (name, starts, *_moved_counts(mine, fewest))


def _moved_counts(counts: Sequence[GradeCount], fewest: int) -> Sequence[Cell]:
    """How many were moderated; left as they were, raised and lowered; the agreement; and how many wait."""
    steps = figures.moderation_of(counts).counts
    total = sum(steps)
    kept = workbook.parts(steps, fewest)
    awaiting = sum(one.audits for one in counts if one.moderated_grade is None)
    agreement: Cell = f"fewer than {figures.FEWEST_MODERATED}"
    if total >= figures.FEWEST_MODERATED:
        agreement = WITHHELD if kept[0] == WITHHELD else f"{round(100 * steps[0] / total)}%"
    return (
        workbook.counted(total, fewest),
        *kept,
        agreement,
        workbook.counted(awaiting, fewest),
    )


def _pairs(counts: Sequence[GradeCount]) -> Iterator[Sequence[Cell]]:
    for grade in WORST_TO_BEST:
        yield (grade.label, *(_audits(counts, grade, moderated) for moderated in WORST_TO_BEST))


def _audits(counts: Sequence[GradeCount], grade: Grade, moderated: Grade) -> int:
    return sum(one.audits for one in counts if one.grade is grade and one.moderated_grade is moderated)


def _waiting(session: Session, visit: Visit, which: moderation.Which) -> Sheet:
    between = visit.terms.calendar.between
    return Sheet(
        "Waiting",
        "Audits that await a moderated grade",
        _WAITING,
        [
            (
                one.case.reference,
                one.round.name if one.round else SINGLE,
                one.audited_on,
                one.grade.label,
                between(one.audited_on, visit.today),
            )
            for one in moderation.waiting(session, which)
        ],
        says=["The longest waiting first."],
    )


def _moved(session: Session, which: moderation.Which) -> Sheet:
    return Sheet(
        "Changed",
        "Audits whose moderated grade is another one",
        _MOVED,
        [
            (
                one.case.reference,
                one.round.name if one.round else SINGLE,
                one.audited_on,
                one.grade.label,
                one.moderated_grade.label if one.moderated_grade else None,
                one.moderated_on,
                one.moderation_note,
            )
            for one in moderation.changed(session, which)
        ],
        says=["The latest first."],
    )
