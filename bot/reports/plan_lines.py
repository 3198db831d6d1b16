"""A line of the improvement plan in the words of a document: what it is about, and how far it has come."""

from collections.abc import Sequence

from bot.lines import Line
from bot.rules import dates
from storage.words import Cohort


def group_of(cohort: Cohort) -> str:
    """The cohort in a sentence: "care leavers"."""
    return cohort.plural if cohort is Cohort.EARLY_HELP else cohort.plural.lower()


def area(line: Line) -> str:
    """ "Supervision, care leavers"."""
    cohort = f", {group_of(line.cohort)}" if line.cohort else ""
    return f"{line.theme or 'Without a theme'}{cohort}"


def asked(line: Line) -> str:
    """ "3. Rewrite the policy on supervision"; nothing of a line that is an area."""
    if line.asked is None:
        return ""
    number, text = line.asked.recommendation.number, line.asked.recommendation.text
    return f"{number}. {text}" if number else text


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
