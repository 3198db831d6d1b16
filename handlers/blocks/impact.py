"""Does it work: what became of grades, whether actions made a difference, how long each step takes."""

from collections.abc import Sequence

from bot.reports.impact import Differences, ImpactReport, Span
from bot.rules import shares
from bot.rules.grades import WORST_TO_BEST
from bot.rules.outcomes import FEWEST, Movement, is_enough
from bot.rules.wording import many, were
from handlers.blocks import parts
from handlers.blocks.parts import Block, Message
from storage.words import Impact

TITLE = "Does it work?"

HOW = (
    "How it is counted: each case counts once, with the newest audit that came after an action was checked, "
    "beside the audit before it; moderated grades only. Whether an action made a difference is said after "
    "its check by its owner, their manager or the quality team. The median is the middle one of all; when an "
    "imported action was agreed is not known. "
    f"{shares.ROUNDING} Nothing is claimed on fewer than {FEWEST}."
)


def report(shown: ImpactReport) -> Message:
    """A table from grade to grade where there are enough cases, and the rest in sentences."""
    grades, difference = _movement(shown.movement), _differences(shown.differences)
    spans = [_span(span) for span in shown.spans]
    others = f"*Did actions make a difference?*\n{difference}\n*How long does each step take?*\n" + "\n".join(
        f"• {span}" for span in spans
    )
    text = f"{TITLE} {grades} {difference} {' '.join(spans)}"
    return Message(
        parts.shorten(text, parts.LONGEST_TEXT),
        [
            parts.header(TITLE),
            parts.section(f"*Grades of cases audited again after an action was checked*\n{grades}"),
            *_table(shown.movement),
            parts.section(others),
            parts.context(HOW),
        ],
    )


def _movement(movement: Movement) -> str:
    if not movement.is_enough:
        return f"{_too_few(movement.total, 'case')}{_left_out(movement)}"
    return (
        f"Of {movement.total:,} cases {movement.higher:,} {were(movement.higher)} graded higher than "
        f"before, {movement.same:,} the same and {movement.lower:,} lower.{_follow_ups(movement)}"
        f"{_left_out(movement)}"
    )


def _follow_ups(movement: Movement) -> str:
    """What follows up an Inadequate audit cannot be graded lower."""
    count = movement.follow_ups
    return f" {count:,} of them by a follow-up audit, which is of an Inadequate case." if count else ""


def _left_out(movement: Movement) -> str:
    basis, ungraded = movement.other_basis, movement.ungraded
    said = ""
    if basis:
        said += (
            f" {many(basis, 'case')} {were(basis)} left out, as the basis of the audits changed in "
            "between, so the grades cannot be compared directly."
        )
    if ungraded:
        said += f" {many(ungraded, 'case')} {were(ungraded)} left out without two moderated grades."
    return said


def _table(movement: Movement) -> Sequence[Block]:
    if not movement.is_enough:
        return []
    heads = ["Before", *(f"Then {grade.label}" for grade in WORST_TO_BEST)]
    rows = [[grade.label, *map(str, row)] for grade, row in zip(WORST_TO_BEST, movement.rows, strict=True)]
    return [parts.data_table(f"{TITLE} From grade to grade, moderated, cases", [heads, *rows])]


def _differences(differences: Differences) -> str:
    not_said = f" Of {many(differences.not_said, 'checked action')} nobody has said yet."
    more = not_said if differences.not_said else ""
    if not is_enough(differences.total):
        return f"{_too_few(differences.total, 'action')}{more}"
    cells = zip(Impact, differences.cells, strict=True)
    said = ", ".join(f"{impact.label.lower()} {cell}" for impact, cell in cells)
    return f"Of {differences.total:,} actions: {said}.{more}"


def _span(span: Span) -> str:
    if not span.is_enough or span.days is None:
        return f"{span.name}: {_too_few(span.count, 'action').lower()}"
    plural = "" if span.days == 1 else "s"
    return f"{span.name}: {span.days:g} working day{plural} (median of {many(span.count, 'action')})."


def _too_few(count: int, what: str) -> str:
    return f"Too few to say yet: {many(count, what)}." if count else f"No {what}s yet."
