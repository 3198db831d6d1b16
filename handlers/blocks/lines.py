"""A line of the improvement plan in a few lines: what it is, how far it has come, what is done about it."""

from collections.abc import Mapping, Sequence

from bot.lines import Line
from bot.rules import dates
from bot.visit import Day
from handlers.blocks import actions, parts
from handlers.blocks.numbers import many
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


def row(line: Line, day: Day) -> Block:
    """A line in a few lines: what it is, how far it has come, what is done about it."""
    button = parts.button("Open", "open_line", line.key, label=f"Open {named(line)}")
    return parts.section("\n".join(text(line, day)), button)


def text(line: Line, day: Day) -> Sequence[str]:
    return [
        f"*{escape(named(line))}* · {standing(line)}",
        *again(line),
        what(line, 200),
        *_steps(line, day),
        *results(line),
    ]


def named(line: Line) -> str:
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
    return [f"*Found again* on {found}, after it was said to be dealt with on {after}."]


def what(line: Line, longest: int) -> str:
    if line.asked is not None:
        return parts.quote(line.asked.recommendation.text, longest)
    return f"{found_by(line)}, last on {dates.in_words(line.last_found_on)}."


def found_by(line: Line) -> str:
    audits, activities = len(line.audit_ids), len(line.activity_ids)
    by = [many(audits, "audit")] if audits else []
    by += [many(activities, "activity", "activities")] if activities else []
    return f"Found by {' and '.join(by)}"


def _steps(line: Line, day: Day) -> Sequence[str]:
    """What was agreed for the service, with owners and dates; of cases how much."""
    if not line.actions:
        return ["No action agreed yet."]
    late = line.late(day.date)
    is_late = f", {late:,} late" if late else ""
    left = sum(step.is_unfinished for step in line.steps)
    to_do = f"{left:,} still to be done{is_late}" if left else "none still to be done"
    total = f"{many(len(line.steps), 'action')}, {to_do}."
    if line.asked is None:
        return [total]
    shown = [f"• {_step(action, day)}" for action in line.actions[:MOST_STEPS]]
    return [
        total,
        *shown,
        *([f"and {len(line.actions) - MOST_STEPS} more"] * (len(line.actions) > MOST_STEPS)),
    ]


def _step(action: Action, day: Day) -> str:
    owner = parts.mention(action.owner.name, action.owner.slack_id)
    first = action.first_due_on
    now = f", now {dates.in_words(action.due_on)}" if action.due_on != first else ""
    state = actions.lateness(action, day)
    return f"{owner}, due {dates.in_words(first)}{now}, {state}: {parts.quote(action.text, 80)}"


def results(line: Line) -> Sequence[str]:
    where = [f"Where to look: {parts.quote(line.evidence, 120)}"] if line.evidence else []
    return [*([f"Made a difference: {line.impact.label.lower()}."] if line.impact else []), *where]
