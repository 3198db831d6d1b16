"""What is written to the bot as a message: a command line, else a question in plain words, else neither."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from bot import free_text, people
from bot.errors import NotUnderstood, Refusal
from handlers import commands, parsing, questions, when
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.mentions import MENTION
from handlers.office import Office
from handlers.questions import Known
from handlers.routes import WORDS

NO_MEETINGS = (
    "I keep no meetings yet, so I cannot say when the next one is. Please ask whoever chairs it. "
    "What is overdue for it, I can tell: write `overdue all`."
)


def answer(office: Office, call: Call) -> Message | View:
    """Answers a message. Raises as the verbs do; NotUnderstood with what one can ask where it is neither."""
    today = call.today(office)
    with office.db.reading() as session:
        visit = call.visit(office, session)
        team_id = visit.actor.team_id
        teams = people.team_names(session)
        known = Known(teams, people.names(session), people.team_name(session, team_id))
    if is_command(call.text, known, today):
        return commands.answer(office, call, "/g2o")
    question = questions.read(call.text, known, today)
    if question is None:
        free_text.refuse_personal_details(MENTION.sub("", call.text))
        raise NotUnderstood(_nearest(call.text, known, today))
    if question.word == "meeting":
        return Message.plain(NO_MEETINGS)
    return commands.answer(office, replace(call, text=str(question)), "/g2o")


def is_command(text: str, known: Known, today: date) -> bool:
    """Whether it is a command line as it should be, or one that only its own handler can put right."""
    word, rest = (*text.split(maxsplit=1), "", "")[:2]
    word = word.lower().strip("/?!:.,")
    if word in ("", "help"):
        return rest.lower() in ("", *WORDS)
    if word not in WORDS:
        return False
    if rest.lower() == "help":
        return True
    takes = TAKES.get(word, _nothing)
    try:
        takes(rest, known, today)
    except Refusal:
        return False
    return True


def _nothing(rest: str, _known: Known, _today: date) -> None:
    if rest:
        raise NotUnderstood("This word stands alone.")


def _a_figure(rest: str, _known: Known, _today: date) -> None:
    """A reference, a number or a date: all of them hold one."""
    if rest and not any(character.isdigit() for character in rest.split()[0]):
        raise NotUnderstood("This word takes a reference.")


def _any_figure(rest: str, _known: Known, today: date) -> None:
    if not any(character.isdigit() for character in rest):
        when.leave(rest, today)


def _one_case(rest: str, known: Known, today: date) -> None:
    _a_figure(rest, known, today)
    if len(rest.split()) > 1:
        raise NotUnderstood("This word takes one reference.")


# What each word takes: read here to see whether it can be, and again by its handler.
TAKES: Mapping[str, Callable[[str, Known, date], object]] = {
    "audit": _a_figure,
    "case": _one_case,
    "recommendations": _one_case,
    "history": _one_case,
    "action": _one_case,
    "overdue": lambda rest, known, _: parsing.asked(rest, [*known.teams], [*known.people]),
    "open": lambda rest, known, _: parsing.asked(rest, [*known.teams], [*known.people]),
    "due": lambda rest, known, today: parsing.due_asked(rest, [*known.teams], [*known.people], today),
    "digest": lambda rest, known, _: parsing.digest_asked(rest, [*known.teams]),
    "grades": lambda rest, _known, _today: parsing.grades_asked(rest),
    "count": lambda rest, _known, _today: parsing.count_asked(rest),
    "changed": lambda rest, _known, _today: parsing.span_asked(rest),
}
