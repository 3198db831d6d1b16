"""Reports: the table of grades."""

from bot.reports.figures import GradeRow, GradesTable, Moderation
from bot.rules import shares, wording
from bot.rules.grades import WORST_TO_BEST
from handlers.blocks import parts
from handlers.blocks.parts import Message, escape


def grades(table: GradesTable) -> Message:
    """Counts and shares by round, the basis of each, and what may not be read into them."""
    title = f"Grades: {_of(table)}"
    if not table.rows:
        return Message.plain(f"{title}. No audits.")
    read = [*_warning(table), *_compared(table), *_awaiting(table)]
    notes = [_basis(table), shares.ROUNDING, *read, *_moderation(table.moderation)]
    spoken = " ".join(f"{row.name}: {_spoken(row)}." for row in table.rows)
    return Message(
        parts.shorten(f"{title}. {spoken} {' '.join(notes)}", parts.LONGEST_TEXT),
        [
            parts.header(title),
            parts.data_table(f"{title}, moderated", _cells(table)),
            parts.context("\n".join(notes)),
        ],
    )


def _of(table: GradesTable) -> str:
    group = table.cohort.plural if table.cohort else "all cohorts"
    if table.years is None:
        return group
    first, last = table.years.first, table.years.last
    return f"{group}, {first}" if first == last else f"{group}, {first} to {last}"


def _cells(table: GradesTable) -> list[list[str]]:
    with_not_graded = any(row.not_graded for row in table.rows)
    with_awaiting = any(row.awaiting for row in table.rows)
    heads = ["Year", "Audited", *(grade.label for grade in WORST_TO_BEST)]
    heads += ["Not graded"] * with_not_graded + ["Awaiting moderation"] * with_awaiting
    rows = [
        [row.name, str(row.audited) if row.audited else "No audits", *_grades(row)]
        + [str(row.not_graded)] * with_not_graded
        + [str(row.awaiting)] * with_awaiting
        for row in table.rows
    ]
    return [heads, *rows]


def _grades(row: GradeRow) -> list[str]:
    return list(row.cells) if sum(row.counts) else ["–"] * len(WORST_TO_BEST)


def _spoken(row: GradeRow) -> str:
    if not row.audited:
        return "No audits moderated yet"
    pairs = zip(WORST_TO_BEST, _grades(row), strict=True)
    return f"{row.audited} audited, " + ", ".join(f"{grade.label} {cell}" for grade, cell in pairs)


def _basis(table: GradesTable) -> str:
    known = [f"{escape(row.name)}, {row.basis.label}" for row in table.rows if row.basis]
    return f"Basis: {'; '.join(known)}." if known else "Basis: single audits."


def _warning(table: GradesTable) -> list[str]:
    if not table.bases_differ:
        return []
    return ["The basis changed between these rounds, so their figures cannot be compared directly."]


def _compared(table: GradesTable) -> list[str]:
    """Which of the rounds in the table were planned to be compared with each other."""
    there = {row.name for row in table.rows}
    pairs = [
        f"{escape(row.name)} with {escape(row.compared_with)}"
        for row in table.rows
        if row.compared_with in there
    ]
    return [f"Planned to be compared: {wording.listed(pairs)}."] if pairs else []


def _awaiting(table: GradesTable) -> list[str]:
    waiting = sum(row.awaiting for row in table.rows)
    if not waiting:
        return []
    if waiting == 1:
        return ["1 audit awaits moderation and is not counted in the grades."]
    return [f"{waiting} audits await moderation and are not counted in the grades."]


def _moderation(moderation: Moderation) -> list[str]:
    if not any((moderation.unchanged, moderation.raised, moderation.lowered)):
        return []
    return [
        f"Moderation left {moderation.unchanged} unchanged, raised {moderation.raised} "
        f"and lowered {moderation.lowered}."
    ]
