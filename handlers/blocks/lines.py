"""A line of the improvement plan in a few lines: what it is, how far it has come, what is done about it."""

from collections.abc import Mapping, Sequence

from bot.lines import Line, Subject
from bot.reports.plan_lines import found
from bot.rules import dates
from bot.rules.wording import listed, many
from bot.visit import Day
from handlers.blocks import actions, parts
from handlers.blocks.parts import Block, escape
from storage.models import Action
from storage.words import Cohort, Position

MOST_STEPS = 2

# How a sentence counts them: "3 in progress".
WRITTEN: Mapping[Position, str] = {
    Position.NOT_STARTED: "not started",
    Position.IN_PROGRESS: "in progress",
    Position.ACTIONED: "actioned",
    Position.EMBEDDED: "embedded in practice",
}


def row(line: Line, actions: Sequence[Action], day: Day) -> Block:
    """A line in a few lines: what it is, how far it has come, what is done about it."""
    button = parts.button("Open", "open_line", line.key, label=f"Open {named(line)}")
    return parts.section("\n".join(text(line, actions, day)), button)


def text(line: Line, agreed: Sequence[Action], day: Day) -> Sequence[str]:
    """`agreed`: of a recommendation, its actions."""
    return [
        f"*{escape(named(line))}* · {standing(line)}",
        *again(line),
        what(line, 200),
        *_steps(line, agreed, day),
        *results(line),
    ]


def named(line: Subject) -> str:
    """ "Recommendation 3: Supervision", "Area: Supervision, Care leavers"."""
    theme = line.theme or "no theme"
    if line.asked is None:
        return parts.shorten(f"Area: {theme}{_in(line.cohort)}", 120)
    number = line.asked.recommendation.number
    return parts.shorten(f"Recommendation{f' {number}' if number else ''}: {theme}", 120)


def _in(cohort: Cohort | None) -> str:
    return f", {cohort.plural}" if cohort else ", the service"


def standing(line: Line) -> str:
    """The position as the reports write it, and since when: "This has been actioned (Friday …)"."""
    since = f" ({dates.in_words(line.stands.on)})" if line.stands.on else ""
    return f"{line.stands.position.label}{since}"


def again(line: Line) -> Sequence[str]:
    if line.again is None:
        return []
    found, after = dates.in_words(line.again.found_on), dates.in_words(line.again.after)
    since = "" if line.is_open else ", and dealt with since"
    return [f"*Found again* on {found}, after it was said to be dealt with on {after}{since}."]


def what(line: Line, longest: int) -> str:
    if line.asked is not None:
        return parts.quote(line.asked.recommendation.text, longest)
    return found(line.areas) if line.areas else ""


def _steps(line: Line, agreed: Sequence[Action], day: Day) -> Sequence[str]:
    """What was agreed for the service, with owners and dates; of cases how much."""
    tally = line.tally
    if not tally.actions:
        return ["No action agreed yet."]
    late = f", {tally.late:,} late" if tally.late else ""
    to_do = f"{tally.unfinished:,} still to be done{late}" if tally.unfinished else "none still to be done"
    shown = [f"• {_step(action, day)}" for action in agreed[:MOST_STEPS]]
    more = [f"and {len(agreed) - MOST_STEPS:,} more"] if len(agreed) > MOST_STEPS else []
    return [f"{many(tally.actions, 'action')}, {to_do}.", *shown, *more]


def _step(action: Action, day: Day) -> str:
    owner = parts.mention(action.owner)
    first = action.first_due_on
    now = f", now {dates.in_words(action.due_on)}" if action.due_on != first else ""
    state = actions.lateness(action, day)
    return f"{owner}, due {dates.in_words(first)}{now}, {state}: {parts.quote(action.text, 80)}"


def results(line: Line) -> Sequence[str]:
    where = [f"Where to look: {parts.quote(line.evidence, 120)}"] if line.evidence else []
    return [*([f"Made a difference: {line.impact.label.lower()}."] if line.impact else []), *where]


def positions(counts: Mapping[Position, int]) -> str:
    """How many lines have come how far: "4 not started and 1 in progress"."""
    return listed([f"{counts[one]:,} {WRITTEN[one]}" for one in Position if counts.get(one)])
