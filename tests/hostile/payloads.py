"""Payloads as Slack sends them and as it never would: made from what is on somebody's screen, then bent."""

import copy
import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from bot.sandbox.config import Config
from handlers import routes
from tests.hostile import texts

Payload = dict[str, Any]
TEAM = Config.team_id
NAMES = {"Tomas Reid", "Grace Obi", "Omara Finch", "Priya Shah"}
REFERENCES = ("K7Q2M", "7QVK8", "74DPC", "FH35R", "XDDK7", "k7q2m.", "#K7QZM", "K7Q2N", "20105", "20139")
WHOSE = ("", "me", "all", "care leavers", "Children and Families", "Early Help", "Tomas", "Grace Obi")
YEARS = ("", "2018", "2016..2018", "2016-17", "this year", "last year")
DATES = (
    "today",
    "yesterday",
    "Friday",
    "14 March",
    "14/3/2025",
    "31/2/2025",
    "1/1/0001",
    "9/9/9999",
    "tomorrow",
)
GRADES = ("good", "o", "ri", "3", "inadequate", "not graded", "goood")
ARGUMENTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "audit": (REFERENCES, GRADES, ("", "on today", "on yesterday", "by Jo Day", "on 1/1/2031")),
    "case": (REFERENCES,),
    "recommendations": (REFERENCES,),
    "history": (REFERENCES,),
    "purge": (REFERENCES,),
    "overdue": (WHOSE,),
    "open": (WHOSE,),
    "due": (("", "week", "next month", "December", "until Friday", "from 1 to 10 May"), WHOSE),
    "digest": (WHOSE,),
    "figures": (("", "all", "good", "good or better"), YEARS),
    "meeting": (("", "pack", "minutes", "minutes 14 March"),),
    "action": (("A1", "A17", "2", "A999999999", "A0", "A" + "9" * 30),),
    "changed": (("", "today", "last week", "month", "November"),),
    "count": (("overdue", "good", "due", "audits"), WHOSE),
    "who": (("", "administrator"),),
    "grades": (WHOSE, YEARS),
    "plan": (("", "open", "areas", "themes", "review", "board", "board last quarter"), WHOSE),
    "programme": (("", "thematic audits", "dip samples"), YEARS),
    "draw": (("", "March 2025", "October 2018"),),
    "coverage": (("", "me", "left", "left care leavers"),),
    "report": (YEARS, WHOSE),
    "export": (("", "plan", "actions", "grades", "case K7Q2M", "case 20105", "pack", "minutes"),),
    "pause": (("", "off", "until Friday", "until 1/1/2031"),),
    "leave": (("today to Friday", "off", "tomorrow cover Grace Obi", "today for Tomas Reid"),),
    "days": (("mon-thu", "mon, wed", "sat", "off"),),
}
QUESTIONS = (
    "what's overdue for care leavers?",
    "who is overdue",
    "show me K7Q2M",
    "A2 is done",
    "thanks!",
    "a child is in danger",
    "how many good in 2018?",
    "what about Tomas Reid?",
)
# Values that a button, a menu or a form carries, and never did.
BENT: tuple[Any, ...] = (
    "", "0", "-1", "x", "1 2", "999999999999999999999", "2147483648", "1.5", "١٢", "NaN", "[]", "{}", "[1]",
    "null", '[1, "x"]', '{"strength": "x"}', '{"__class__": 1}', "overdue|all|1", "overdue me 99999999999",
    "mine 0", "cases  -5", "letter 1", "due from x to y 1", "minutes 9999-99-99 1", "draw x 1", "behind x 1",
    "graded nothing 1", "yes 1", "no_longer 2", "plan", "F000000001 people 00 rest", "True", "complete 1",
    texts.MARKUP["a ping of the channel"], texts.INVISIBLE["a NUL"], texts.INVISIBLE["a lone surrogate"],
    "1" * 2000, "[" * 400, '{"a":' * 300, None, 7, -3.5, True, [], {}, ["x"], {"value": "1"},
)  # fmt: skip


def line(chance: Random) -> tuple[str, str]:
    """A command with its text: as it should be mostly, else with anything."""
    word = chance.choice([*routes.WORDS, "help", "", "nonsense"])
    said = " ".join(chance.choice(entry) for entry in ARGUMENTS.get(word, ()))
    if chance.random() < 0.3:
        said = chance.choice((f"{said} {texts.chosen(chance)}", texts.chosen(chance)))
    shortcut = next((name for name, one in routes.COMMANDS.items() if one.word == word and word), None)
    if shortcut and chance.random() < 0.5:
        return shortcut, said
    return "/g2o", f"{word} {said}".strip()


def question(chance: Random) -> str:
    """What somebody writes to the bot in a message."""
    command = line(chance)
    said = chance.choice((*QUESTIONS, texts.chosen(chance), f"{command[1]}".strip()))
    return f"{said} {texts.chosen(chance)}" if chance.random() < 0.2 else said


def bend(chance: Random, payload: Payload, times: int = 1) -> Payload:
    """The payload with some of it missing, of another type, too long or turned into something else."""
    bent = copy.deepcopy(payload)
    for _ in range(times):
        places = list(_places(bent))
        if places:
            holder, key = chance.choice(places)
            chance.choice(_WAYS)(chance, holder, key)
    return bent


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in list(entries):
        yield node, key
        yield from _places(value)


def _leave_out(_: Random, holder: Any, key: Any) -> None:
    del holder[key]


def _put(chance: Random, holder: Any, key: Any) -> None:
    holder[key] = chance.choice(BENT)


def _type(chance: Random, holder: Any, key: Any) -> None:
    holder[key] = texts.chosen(chance)


def _lengthen(_: Random, holder: Any, key: Any) -> None:
    holder[key] = str(holder[key]) * 50 if len(str(holder[key])) < 5000 else "…"


def _add(chance: Random, holder: Any, key: Any) -> None:
    if isinstance(holder, dict):
        holder[chance.choice(("extra", "value", "type", "bot_id", "subtype"))] = chance.choice(BENT)
    else:
        holder.append(copy.deepcopy(holder[key]))


def _nest(_: Random, holder: Any, key: Any) -> None:
    holder[key] = [holder[key]]


_WAYS: tuple[Callable[[Random, Any, Any], None], ...] = (_leave_out, _put, _type, _lengthen, _add, _nest)


def interaction(kind: str, user: str, ways: Payload, **more: Any) -> Payload:
    """What every click, form and menu brings along."""
    who = {"id": user, "username": "x", "name": "x", "team_id": TEAM}
    return {"type": kind, "user": who, "team": {"id": TEAM}, "api_app_id": "A0", "token": "t", **ways, **more}


def click(user: str, ways: Payload, action_id: str, value: Any, screen: Payload | None = None) -> Payload:
    """A click with that value, in a message or a view of the person's, or nowhere at all."""
    action = {"type": "button", "action_id": action_id, "block_id": "b1", "value": value, "action_ts": "1.0"}
    return interaction("block_actions", user, ways, actions=[action], **_within(screen))


def _within(screen: Payload | None) -> Payload:
    if screen is None:
        nowhere = {"type": "message", "message_ts": "1.000001", "channel_id": "C0GENERAL1"}
        return {"container": {**nowhere, "is_ephemeral": True}}
    if "hash" in screen:
        return {"container": {"type": "view", "view_id": screen["id"]}, "view": screen}
    place = {"type": "message", "message_ts": screen["ts"], "channel_id": screen["channel"]}
    return {"container": {**place, "is_ephemeral": screen.get("ephemeral", False)}, "message": screen}


def submission(user: str, ways: Payload, view: Payload) -> Payload:
    return interaction("view_submission", user, ways, view=view, response_urls=[])


def suggestion(user: str, action_id: str, value: Any) -> Payload:
    return interaction("block_suggestion", user, {}, action_id=action_id, block_id="case", value=value)


def command(user: str, ways: Payload, name: str, text: Any) -> Payload:
    who = {"user_id": user, "user_name": "x", "channel_id": "C0GENERAL1", "channel_name": "general"}
    return {"command": name, "text": text, "team_id": TEAM, "token": "t", **who, **ways}


def event(inner: Payload, event_id: str) -> Payload:
    return {
        "type": "event_callback",
        "event": inner,
        "event_id": event_id,
        "team_id": TEAM,
        "authorizations": [{"user_id": "U0BOT00001", "team_id": TEAM, "is_bot": True}],
    }


def value_of(chance: Random, there: list[str]) -> Any:
    """A value that a button might carry: one seen elsewhere, or none of the bot's."""
    if there and chance.random() < 0.5:
        return chance.choice(there)
    return chance.choice((*BENT, str(chance.randint(1, 60)), json.dumps([chance.randint(1, 60), "x"])))
