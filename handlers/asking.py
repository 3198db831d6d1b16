"""What is written to the bot as a message: a command line, else a question in plain words, else neither."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from bot import free_text
from bot.errors import NotUnderstood, Refusal
from bot.reports import register
from bot.rules import workdays
from bot.rules.spellings import COHORTS, plain
from handlers import (
    commands,
    coverage,
    documents,
    meetings,
    own_history,
    parsing,
    places,
    plan,
    questions,
    staff,
    unread,
    when,
    whom,
)
from handlers.absence import OFF
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.mentions import MENTION
from handlers.office import Office
from handlers.questions import Known
from handlers.routes import WORDS

PRESS = "Press the button: nothing was changed yet."


def answer(office: Office, call: Call) -> Message | View:
    """Answers a message. Raises as the verbs do."""
    return unread.guarded(office, call, lambda: _answer(office, call))


def _answer(office: Office, call: Call) -> Message | View:
    parsing.require_a_line(call.text)
    today = call.today(office)
    if _first(call.text)[0] in ("", "help"):
        return commands.answer(office, call, "/g2o")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        known = unread.known(session, visit)
    if is_command(call.text, known, today):
        return commands.answer(office, call, "/g2o")
    if question := questions.read(call.text, known, today):
        return commands.answer(office, replace(call, text=str(question)), "/g2o")
    if action := questions.wish(call.text, known, today):
        with office.db.reading() as session:
            return places.action_page(session, visit, parsing.action_number(action), PRESS)
    if kindly := unread.courtesy(office, call):
        return kindly
    free_text.refuse_details_in_question(MENTION.sub("", call.text), today)
    near = unread.nearest(call.text, known, visit)
    raise NotUnderstood(f"I did not understand that. You could write, for example:\n{near}")


def is_command(text: str, known: Known, today: date) -> bool:
    """Whether it is a command line as it should be; of a word that is not in TAKES its handler decides."""
    word, rest = _first(text)
    if word not in WORDS:
        return False
    if rest.lower() == "help" or word not in TAKES:
        return True
    try:
        return TAKES[word](rest, known, today)
    except (Refusal, ValueError):
        return False


def _first(text: str) -> tuple[str, str]:
    word, rest = (*text.split(maxsplit=1), "", "")[:2]
    return word.lower().strip("/?!:.,"), rest


def _nothing(rest: str, _known: Known, _today: date) -> bool:
    return not rest


def _reference(rest: str, _known: Known, _today: date) -> bool:
    """One word with a figure in it: every reference and number has one."""
    return len(rest.split()) <= 1 and (not rest or _has_figure(rest))


def _history(rest: str, known: Known, today: date) -> bool:
    return rest.lower() in own_history.WORDS or _reference(rest, known, today)


def _case_first(rest: str, _known: Known, _today: date) -> bool:
    return not rest or _has_figure(rest.split(maxsplit=1)[0])


def _round(rest: str, _known: Known, _today: date) -> bool:
    """The names of rounds have a year in them."""
    return not rest or _has_figure(rest)


def _covered(rest: str, _known: Known, _today: date) -> bool:
    return bool(coverage.asked(rest))


def _whose(rest: str, known: Known, _today: date) -> bool:
    return bool(parsing.asked(rest, [*known.teams], [*known.people]))


def _coming(rest: str, known: Known, today: date) -> bool:
    return bool(parsing.due_asked(rest, [*known.teams], [*known.people], today))


def _digest(rest: str, known: Known, _today: date) -> bool:
    return bool(parsing.digest_asked(rest, [*known.teams]))


def _figures(rest: str, known: Known, _today: date) -> bool:
    return bool(parsing.graded_asked(rest)) or bool(parsing.digest_asked(rest, [*known.teams], register.WORD))


def _meeting(rest: str, _known: Known, today: date) -> bool:
    return meetings.is_asked(rest, today)


def _grades(rest: str, _known: Known, _today: date) -> bool:
    return bool(parsing.grades_asked(rest))


def _programme(rest: str, _known: Known, today: date) -> bool:
    return bool(parsing.programme_asked(rest, today))


def _count(rest: str, known: Known, today: date) -> bool:
    what, more = parsing.count_asked(rest)
    return TAKES.get(what, _grades)(more, known, today)


def _document(rest: str, _known: Known, _today: date) -> bool:
    """A document is named; what it is to be of has a figure in it, as the names of rounds have."""
    return not rest or _has_figure(rest) or plain(rest) in documents.PAPERS or plain(rest) in COHORTS


def _people(rest: str, known: Known, _today: date) -> bool:
    return plain(rest) == staff.TEAMS or whom.is_asked(rest, [*known.teams], [*known.people])


def _helper(rest: str, _known: Known, _today: date) -> bool:
    return parsing.who_asked(rest) or not rest


def _span(rest: str, _known: Known, today: date) -> bool:
    return bool(parsing.span_asked(rest, today))


def _pause(rest: str, _known: Known, today: date) -> bool:
    return not rest or rest.lower() in OFF or _has_figure(rest) or bool(when.pause_until(rest, today))


def _leave(rest: str, _known: Known, today: date) -> bool:
    is_off = when.whose_leave(rest)[0].lower() in OFF
    return is_off or _has_figure(rest) or bool(when.leave(rest, today))


def _plan(rest: str, _known: Known, _today: date) -> bool:
    return plan.is_asked(rest)


def _days(rest: str, _known: Known, _today: date) -> bool:
    return bool(workdays.read_days(rest))


def _has_figure(text: str) -> bool:
    """Whoever writes one means the command, and is told by it how it is written."""
    return any(character.isdigit() for character in text)


# Whether what stands after a word is what the word takes. It is read again by the word's own handler.
TAKES: Mapping[str, Callable[[str, Known, date], bool]] = {
    **dict.fromkeys(
        ("mine", "check", "moderate", "requests", "waiting", "cases", "impact", "rounds"), _nothing
    ),
    "who": _helper,
    "people": _people,
    **dict.fromkeys(("case", "recommendations", "action", "purge", "release"), _reference),
    "history": _history,
    **dict.fromkeys(("overdue", "open"), _whose),
    **dict.fromkeys(("audit", "hold"), _case_first),
    "draw": _round,
    "coverage": _covered,
    "due": _coming,
    "digest": _digest,
    "figures": _figures,
    **dict.fromkeys(("report", "export"), _document),
    "meeting": _meeting,
    "grades": _grades,
    "plan": _plan,
    "programme": _programme,
    "count": _count,
    "changed": _span,
    "pause": _pause,
    "leave": _leave,
    "days": _days,
}
