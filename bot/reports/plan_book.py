"""The improvement plan as a workbook: a row for each line, and one for each action agreed for the service."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from bot import plan
from bot.documents import EXCEL, Document, Wanted
from bot.lines import Line
from bot.reports import definitions, imprint, scope, workbook
from bot.reports.plan_lines import asked, found
from bot.reports.scope import Scope
from bot.reports.workbook import Book, Cell, Column, Holds, Sheet
from bot.rules import dates
from bot.rules.wording import many, uncapital
from bot.visit import Visit
from storage.models import Action
from storage.words import Position

SERVICE = "The service"

_LINES = (
    Column("Line", 7),
    Column("Theme", 16),
    Column("What it is", 16),
    Column("Of", 13),
    Column("Recommended or found", 42),
    Column("Came from", 14),
    Column("How far it has come", 14),
    Column("Since", 11, Holds.DAY),
    Column("Found again on", 11, Holds.DAY),
    Column("Actions", 9, Holds.COUNT),
    Column("Still to be done", 9, Holds.COUNT),
    Column("Late", 7, Holds.COUNT),
    Column("Owners", 16),
    Column("Made a difference", 12),
    Column("Where to look", 18),
)
_ACTIONS = (
    Column("Line", 8),
    Column("Reference", 11),
    Column("Recommendation", 40),
    Column("Action", 40),
    Column("Owner", 20),
    Column("First due", 12, Holds.DAY),
    Column("Due now", 12, Holds.DAY),
    Column("Status", 16),
    Column("Done on", 12, Holds.DAY),
)
_HOW = (
    ("Recommendation", "A change that was asked of the service."),
    ("Area for development", "What audits and activities found, put together by theme and cohort."),
    (
        "How far it has come",
        "As the last quarterly review found it. Where nobody reviewed it yet, or everything was done since, "
        "its actions tell.",
    ),
    ("Late", "Actions still to be done whose date has passed, more time that was given counted in."),
    ("Found again", "It was found on that day, after it was said to be dealt with."),
)


def make(session: Session, visit: Visit, wanted: Wanted) -> Document:
    """The plan as it stands today. Raises NotFound."""
    of = scope.of(session, wanted)
    read = plan.read(session, visit)
    lines = [line for line in read.lines if _is_wanted(line, wanted, of)]
    agreed = plan.agreed(session, lines)
    title = visit.terms.plan_name
    says = [*([of.words] if of.words else []), *_summary(lines)]
    sheets = [
        Sheet("Plan", title, _LINES, [_line(line, agreed, wanted) for line in lines], says=says),
        Sheet(
            "Actions for the service",
            "Actions for the service",
            _ACTIONS,
            [row for line in lines for row in _actions(line, agreed)],
            says=["What was agreed for the recommendations to the service."],
            kept=2,
        ),
        workbook.explained("How to read it", f"How to read the {title}", [*_HOW, *_defined()]),
    ]
    on = dates.in_words(visit.today)
    made = imprint.of(visit, f"The plan as it stands on {on}.")
    return Document(
        f"Improvement plan {visit.today.isoformat()}{EXCEL}", title, workbook.write(Book(title, made, sheets))
    )


def _defined() -> Iterator[tuple[str, str]]:
    for definition in (definitions.DONE, definitions.DIFFERENCE):
        yield definition.name, definition.how


def _is_wanted(line: Line, wanted: Wanted, of: Scope) -> bool:
    if wanted.cohort is not None and line.cohort is not wanted.cohort:
        return False
    if of.round_ids is None:
        return True
    if line.asked is not None:
        return line.asked.recommendation.round_id in of.round_ids
    first, last = line.found_on, line.seen_on or line.found_on
    if of.round is not None:
        return first <= (of.round.ends_on or date.max) and of.round.starts_on <= last
    return wanted.year is None or first.year <= wanted.year <= last.year


def _summary(lines: Sequence[Line]) -> Sequence[str]:
    """ "9 lines: not started 4, in progress 2, this has been actioned 3."."""
    if not lines:
        return []
    counts = Counter(line.stands.position for line in lines)
    parts = ", ".join(f"{uncapital(one.label)} {counts[one]:,}" for one in Position if counts[one])
    again = sum(line.again is not None and line.is_open for line in lines)
    dealt_with = f" Found again after being dealt with: {again:,}." if again else ""
    return [f"{many(len(lines), 'line')}: {parts}.{dealt_with}"]


def _line(line: Line, agreed: Mapping[int, Sequence[Action]], wanted: Wanted) -> Sequence[Cell]:
    def count(number: int) -> Cell:
        # What is done for one cohort's cases could tell which case is meant; the service's actions cannot.
        return number if line.asked else workbook.counted(number, wanted.withhold_under)

    return (
        line.key,
        line.theme or "No theme",
        "Recommendation" if line.asked else "Area for development",
        line.cohort.plural if line.cohort else SERVICE,
        _text(line, wanted.withhold_under),
        _source(line),
        line.stands.position.label,
        line.stands.on,
        line.again.found_on if line.again else None,
        count(line.tally.actions),
        count(line.tally.unfinished),
        count(line.tally.late),
        _owners(line, agreed),
        line.impact.label if line.impact else None,
        line.evidence,
    )


def _text(line: Line, fewest: int) -> str:
    return asked(line) or (found(line.areas, fewest) if line.areas else "")


def _source(line: Line) -> str:
    if line.asked is None:
        return "Audits" if line.areas is None or line.areas.audits else "Activities"
    if line.asked.round is not None:
        return f"Round {line.asked.round.name}"
    if line.asked.activity is not None:
        return line.asked.activity.kind
    return line.asked.recommendation.origin.label


def _owners(line: Line, agreed: Mapping[int, Sequence[Action]]) -> str | None:
    if line.asked is None:
        return None
    names = dict.fromkeys(action.owner.name for action in agreed.get(line.asked.recommendation.id, ()))
    return ", ".join(names) or None


def _actions(line: Line, agreed: Mapping[int, Sequence[Action]]) -> Iterator[Sequence[Cell]]:
    if line.asked is None:
        return
    recommendation = line.asked.recommendation
    for action in agreed.get(recommendation.id, ()):
        yield (
            line.key,
            action.name,
            recommendation.text,
            action.text,
            action.owner.name,
            action.first_due_on,
            action.due_on,
            action.status.label,
            action.done_on,
        )
