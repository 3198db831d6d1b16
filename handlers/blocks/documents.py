"""Documents: the form that asks for one, and what is said of it until it is taken back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.documents import Paper
from bot.rules import dates
from bot.settings import Terms
from handlers.blocks import parts
from handlers.blocks.parts import Block, Message, View, escape
from storage.words import Cohort

ALL = "all"
FEWEST = 5  # what is left out where the council has set no other number
MOST_CHOICES = 100  # Slack offers no more

NAMED = {
    Paper.REPORT: "the report to Members",
    Paper.PLAN: "the improvement plan",
    Paper.ACTIONS: "the action tracker",
    Paper.GRADES: "the grades",
    Paper.COVERAGE: "the coverage",
    Paper.MODERATION: "what moderation changed",
    Paper.PACK: "the pack of the meeting",
    Paper.BOARD: "the board's pack",
    Paper.MINUTES: "the minutes",
}
CASE_FILE = "the case file"

NONE_OFFERED = "No documents can be made in this version of the bot."
UPLOAD_FAILED = (
    "I could not hand over {named}: Slack did not take the file. Nothing was sent. Please ask for it again "
    "in a few minutes; if that does not help, let an administrator know."
)
LOST = "I was stopped while I was making {named}, so nothing was sent. Please ask for it again."


class Part(StrEnum):
    """What a document can be narrowed down by; also the name of its field in the form."""

    OF = "of"
    COHORT = "cohort"
    WITHHOLD = "withhold"


_FIGURES = frozenset(Part)
PARTS: Mapping[Paper, frozenset[Part]] = {
    Paper.REPORT: _FIGURES,
    Paper.GRADES: _FIGURES,
    Paper.COVERAGE: frozenset({Part.COHORT, Part.WITHHOLD}),
    Paper.MODERATION: _FIGURES,
    Paper.BOARD: frozenset({Part.WITHHOLD}),
}


@dataclass(frozen=True)
class Choices:
    """What the form offers: documents, and the years and rounds by what stands for each in the form."""

    papers: Sequence[Paper]
    of: Sequence[tuple[str, str]]


def form(values: Mapping[str, Any], choices: Choices, fewest: int) -> View:
    """Which document, and what it is to be of, as far as that can be chosen for it."""
    paper = Paper(values["paper"])
    applies = PARTS.get(paper, frozenset())
    fields: Mapping[Part, Callable[[], Block]] = {
        Part.OF: lambda: _of(values, choices),
        Part.COHORT: lambda: _cohort(values),
        Part.WITHHOLD: lambda: _withhold(values, fewest),
    }
    return View(
        title="Make a document",
        callback_id="make_document",
        submit="Make it",
        blocks=[_paper(paper, choices), *(make() for part, make in fields.items() if part in applies)],
    )


def _of(values: Mapping[str, Any], choices: Choices) -> Block:
    options = [parts.option(*one) for one in choices.of]
    return parts.question(Part.OF, "Year or round", parts.choice_input(values.get(Part.OF) or ALL, options))


def _cohort(values: Mapping[str, Any]) -> Block:
    options = [parts.option(one.plural, one.value) for one in Cohort]
    element = parts.choice_input(values.get(Part.COHORT), options)
    return parts.question(
        Part.COHORT, "Cohort", element, hint="Leave this empty for all cohorts.", optional=True
    )


def _paper(paper: Paper, choices: Choices) -> Block:
    options = [parts.option(one.label, one.value) for one in choices.papers]
    return parts.question(
        "paper",
        "Document",
        parts.choice_input(paper.value, options),
        hint="It comes to you by direct message.",
        tells_at_once=True,
    )


def _withhold(values: Mapping[str, Any], fewest: int) -> Block:
    option = parts.option(f"Leave out counts under {fewest}", str(fewest))
    return parts.question(
        Part.WITHHOLD,
        "Small numbers",
        parts.ticks_input(values.get(Part.WITHHOLD), [option]),
        hint="For whoever is outside the team: from a small number somebody may be known.",
        optional=True,
    )


def with_button(shown: Message, paper: Paper, of: str = "") -> Message:
    """The same with a button that makes a document of it at once; `of` is what it is narrowed down to."""
    label = f"Make a document of {NAMED[paper]}"
    button = parts.button("As a document", "make_document", f"{paper.value} {of}".strip(), label=label)
    return replace(shown, blocks=[*shown.blocks, parts.actions(button)])


def being_made(named: str) -> Message:
    return Message.plain(f"I am making {named}. The file comes to you by direct message, so you can go on.")


def made_already(named: str) -> Message:
    return Message.plain(
        f"You asked for {named} a moment ago, and it comes to you by direct message. If it is not there in a "
        "few minutes, please ask again."
    )


def making(named: str) -> str:
    return f"I am making {named}. The file follows here."


def sending(named: str) -> str:
    return f"I have made {named} and am sending the file."


def made(title: str, terms: Terms, at: datetime, withhold_under: int) -> str:
    """What the file is, what it was made from, and how it is to be kept."""
    on = at.astimezone(terms.zone)
    withheld = f" Counts under {withhold_under} are left out." if withhold_under else ""
    days = "1 day" if terms.keep_days == 1 else f"{terms.keep_days} days"
    return (
        f"*{escape(title)}*\nMade from the record as it stood on {dates.in_words(on.date())} at {on:%H:%M}."
        f"{withheld} It is marked {escape(terms.marking)}.\nI take it back from here after {days}. Until "
        "then, please save it where your council keeps such documents, and share it only as its rules allow."
    )
