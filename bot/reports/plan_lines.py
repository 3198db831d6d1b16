"""A line of the improvement plan in words: what it is about, who found it, and how far it has come."""

from collections.abc import Sequence

from bot.lines import Line
from bot.rules import dates, small_numbers
from bot.rules.wording import listed, many
from storage.plan import Areas


def area(line: Line) -> str:
    """ "Supervision, care leavers"."""
    cohort = f", {line.cohort.in_sentence}" if line.cohort else ""
    return f"{line.theme or 'Without a theme'}{cohort}"


def asked(line: Line) -> str:
    """ "3. Rewrite the policy on supervision"; nothing of a line that is an area."""
    if line.asked is None:
        return ""
    number, text = line.asked.recommendation.number, line.asked.recommendation.text
    return f"{number}. {text}" if number else text


def found_by(areas: Areas, fewest: int = 0) -> str:
    """ "Found by 3 audits and 1 activity"; of fewer audits than `fewest` not how many."""
    by = [small_numbers.many(areas.audits, fewest, "audit")] if areas.audits else []
    by += [many(areas.activities, "activity", "activities")] if areas.activities else []
    return f"Found by {listed(by)}"


def found(areas: Areas, fewest: int = 0) -> str:
    """The same with the day: "Found by 3 audits, last on Friday 14 March 2025."."""
    last = "on" if areas.days.first == areas.days.last else "last on"
    return f"{found_by(areas, fewest)}, {last} {dates.in_words(areas.days.last)}."


def about(line: Line) -> str:
    """What the line is, whichever it is."""
    return asked(line) or f"Area for development: {area(line)}"


def progress_of(line: Line) -> Sequence[str]:
    """Its position with its day, how many of its actions are done, and whether it helped."""
    on = f" ({dates.in_words(line.stands.on)})" if line.stands.on else ""
    done = line.tally.actions - line.tally.unfinished
    return [
        f"{line.stands.position.label}{on}",
        f"{done:,} of {line.tally.actions:,}" if line.tally.actions else "none agreed",
        line.impact.label if line.impact else "not said yet",
    ]
