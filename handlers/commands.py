"""From what was typed to the word that answers it; `help` on each, and the nearest of a mistyped one."""

from collections.abc import Mapping
from dataclasses import replace

from bot import free_text
from bot.errors import NotUnderstood
from bot.nearest import nearest
from bot.rules import references
from bot.rules.rights import Right
from bot.visit import Visit
from handlers import parsing, questions, unread
from handlers.blocks import help as blocks
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.office import Office
from handlers.routes import COMMANDS, WORDS, Word


def answer(office: Office, call: Call, command: str) -> Message | View:
    """Answers `/g2o WORD …`, or a shortcut such as `/case …`. Raises as the verbs do."""
    return unread.guarded(office, call, lambda: _answer(office, call, command))


def _answer(office: Office, call: Call, command: str) -> Message | View:
    parsing.require_a_line(call.text)
    word, rest = COMMANDS[command].word, call.text
    if not word:
        word, rest = (*call.text.split(maxsplit=1), "", "")[:2]
        word = word.lower().strip("/?!:.,")
    if word not in WORDS and references.read(word) and any(part.isdigit() for part in word):
        word, rest = "case", word
    if word in ("", "help") and not questions.is_alarm(call.text):
        return _help(office, call, rest.lower())
    if word not in WORDS:
        if kindly := unread.courtesy(office, call):
            return kindly
        free_text.refuse_personal_details(call.text)
        with office.db.reading() as session:
            visit = call.visit(office, session)
        raise NotUnderstood(_nearest(visit, word, rest))
    if rest.lower() == "help":
        return _help(office, call, word)
    return WORDS[word].handler(office, replace(call, text=rest))


def _help(office: Office, call: Call, word: str) -> Message:
    """Help on one word, else on all that the person may use."""
    with office.db.reading() as session:
        visit = call.visit(office, session)
    chosen = {word: WORDS[word]} if word in WORDS else _for(visit)
    shortcuts = {command.word for command in COMMANDS.values()}
    lines = [
        (f"/{entry.usage}" if name in shortcuts else f"/g2o {entry.usage}", entry.does)
        for name, entry in chosen.items()
    ]
    return blocks.usage(
        lines,
        EXAMPLES.get(word, ()),
        office.terms.duty_sentence,
        sees_cases=bool(visit.reaches(Right.SEE_CASE)),
        sets_up=bool(visit.reaches(Right.SET_PEOPLE_UP)),
    )


def _for(visit: Visit) -> Mapping[str, Word]:
    return {name: word for name, word in WORDS.items() if word.right is None or visit.reaches(word.right)}


def _nearest(visit: Visit, word: str, rest: str) -> str:
    near = nearest(word, (*_for(visit), "help"))
    if near is None:
        return "I do not know that word. `/g2o help` lists what you can say."
    usage = WORDS[near].usage if near in WORDS else near
    return f"I do not know that word. Did you mean `/g2o {near + ' …' if rest else usage}`?"


EXAMPLES = {
    "audit": (
        "/audit K7Q2M good",
        "/audit K7Q2M ri on 14 March by A. Auditor",
        "/audit",
    ),
    "case": ("/case K7Q2M",),
    "overdue": ("/overdue", "/overdue me", "/overdue care leavers"),
    "grades": ("/g2o grades", "/g2o grades care leavers 2016..2018"),
    "figures": ("/g2o figures", "/g2o figures all", "/g2o figures good care leavers 2018"),
    "plan": (
        "/g2o plan",
        "/g2o plan open supervision",
        "/g2o plan themes care leavers",
        "/g2o plan review",
        "/g2o plan board last quarter",
    ),
    "meeting": ("/g2o meeting", "/g2o meeting pack", "/g2o meeting minutes 14 March"),
    "report": ("/g2o report", "/g2o report 2018", "/g2o report October 2018 care leavers"),
    "export": ("/g2o export", "/g2o export actions", "/g2o export case K7Q2M", "/g2o export history"),
    "digest": ("/g2o digest", "/g2o digest all"),
    "due": (
        "/g2o due",
        "/g2o due next week care leavers",
        "/g2o due December",
        "/g2o due me until Friday",
        "/g2o due from 1 to 10 December",
    ),
    "who": ("/g2o who", "/g2o who administrator"),
    "open": ("/g2o open me", "/g2o open care leavers"),
    "history": ("/g2o history", "/g2o history all", "/g2o history K7Q2M"),
    "changed": ("/g2o changed", "/g2o changed last week", "/g2o changed November"),
    "count": ("/g2o count overdue care leavers", "/g2o count good 2018", "/g2o count due week"),
    "action": ("/g2o action A17",),
    "hold": ("/g2o hold K7Q2M", "/g2o hold K7Q2M because of a complaint"),
    "release": ("/g2o release K7Q2M",),
    "purge": ("/g2o purge K7Q2M",),
    "recommendations": ("/g2o recommendations K7Q2M",),
    "check": ("/g2o check",),
    "moderate": ("/g2o moderate",),
    "programme": ("/g2o programme", "/g2o programme 2015-16", "/g2o programme thematic audits last year"),
    "draw": ("/g2o draw", "/g2o draw October 2018"),
    "coverage": ("/g2o coverage", "/g2o coverage left care leavers", "/g2o coverage me"),
    "pause": ("/g2o pause", "/g2o pause until Friday", "/g2o pause off"),
    "leave": (
        "/g2o leave 14 April to 25 April cover Grace Obi",
        "/g2o leave today to Friday for Tomas Reid",
        "/g2o leave off",
    ),
    "people": (
        "/g2o people",
        "/g2o people Priya",
        "/g2o people managers Early Help",
        "/g2o people left",
        "/g2o people without Slack",
        "/g2o people teams",
    ),
    "days": ("/g2o days mon-thu", "/g2o days mon, wed, fri"),
}
