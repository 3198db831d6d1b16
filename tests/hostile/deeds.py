"""What people do as they should: type, click, fill in, drop files; and time passes."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from bot.sandbox import forms
from bot.sandbox.client import CannotDo
from tests.hostile import files, payloads, texts
from tests.hostile.machine import Machine
from tests.hostile.payloads import Payload
from tests.hostile.scene import CAST


def command(machine: Machine) -> None:
    name, said = payloads.line(machine.chance)
    machine.note(name, said)
    machine.answered(machine.slack.command(machine.user, name, said))


def message(machine: Machine) -> None:
    said = payloads.question(machine.chance)
    machine.note(said)
    machine.answered(machine.slack.say(machine.user, said))


def mention(machine: Machine) -> None:
    said = payloads.question(machine.chance)
    channel = machine.chance.choice(("C0GENERAL1", "C0QUALITY1"))
    machine.note(channel, said)
    try:
        done = machine.slack.say(machine.user, f"<@U0BOT00001> {said}", channel)
    except CannotDo:
        return  # not a member
    machine.answered(done)


def home(machine: Machine) -> None:
    machine.answered(machine.slack.open_home(machine.user))


def shortcut(machine: Machine) -> None:
    machine.answered(machine.slack.shortcut(machine.user, "log_audit_shortcut"))


def message_shortcut(machine: Machine) -> None:
    """On a message of the bot's own, or on what somebody said to it."""
    there = [one for one in machine.surfaces() if "ts" in one]
    if there:
        one = machine.chance.choice(there)
        machine.answered(machine.slack.message_shortcut(machine.user, one, "make_action"))


def click(machine: Machine) -> None:
    """What is in front of the person, clicked as people do: the newest mostly."""
    there = machine.clickable()
    if not there:
        return home(machine)
    place, found = machine.chance.choice(there)
    _press(machine, place, found)
    return None


def _press(machine: Machine, place: Payload, found: forms.Field) -> None:
    value = _choice(machine, found)
    action_id = str(found.element["action_id"])
    machine.note(action_id, value)
    machine.values.append(str(value))
    if found.type == "external_select":
        machine.slack.suggest(machine.user, action_id, value or "K7")
        return
    try:
        done = machine.slack.click(machine.user, place, action_id, value, block_id=found.block["block_id"])
    except CannotDo:
        return
    # Buttons within a form may choose nothing anew, and what is not told at once tells nobody.
    is_told = found.block["type"] != "input" or found.block.get("dispatch_action")
    if done.acknowledged or is_told:
        machine.answered(done, is_sure="type" not in place or place["type"] == "message")


def _choice(machine: Machine, found: forms.Field) -> Any:
    """Something that the field takes."""
    chance, element = machine.chance, found.element
    offered = [option["value"] for option in forms.options(element)]
    ways: dict[str, Callable[[], Any]] = {
        "button": lambda: element.get("value"),
        "checkboxes": lambda: [value for value in offered if chance.random() < 0.5],
        "external_select": lambda: chance.choice(payloads.REFERENCES),
        "users_select": lambda: chance.choice(CAST),
        "multi_users_select": lambda: [one for one in CAST if chance.random() < 0.3],
        "conversations_select": lambda: chance.choice(("C0QUALITY1", "C0GENERAL1")),
        "datepicker": lambda: _day(machine).isoformat(),
        "plain_text_input": lambda: _text(chance)[: element.get("max_length", 3000)],
    }
    return chance.choice(offered) if found.type in ("static_select", "overflow") else ways[found.type]()


def _day(machine: Machine) -> date:
    ahead = machine.chance.choice((-400, -3, 0, 0, 1, 5, 30, 900))
    return machine.scene.hand[0].date() + timedelta(days=ahead)


def _text(chance: Random) -> str:
    return chance.choice(texts.PLAIN) if chance.random() < 0.5 else texts.chosen(chance)


def fill_in(machine: Machine) -> None:
    """The form in front of the person, filled in and submitted; without one, a button that may open one."""
    form = machine.top()
    if not form or not form.get("submit"):
        return click(machine)
    values = {}
    for found in forms.fields(form["blocks"]):
        if found.block["type"] == "input" and (found.required or machine.chance.random() < 0.7):
            value = _choice(machine, found)
            if found.type == "external_select":
                offered = machine.slack.suggest(machine.user, found.element["action_id"], value)
                value = machine.chance.choice(offered)["value"] if offered else None
            if value not in (None, "", []):
                values[found.block["block_id"]] = value
    machine.note(form["callback_id"], values)
    try:
        done = machine.slack.submit(machine.user, values)
    except CannotDo:
        machine.slack.close(machine.user)
        return None
    machine.answered(done, is_sure=False)
    if done.errors and machine.chance.random() < 0.5:
        machine.slack.close(machine.user)
    return None


def close(machine: Machine) -> None:
    if machine.top():
        machine.slack.close(machine.user)


def drop(machine: Machine) -> None:
    name, content = machine.chance.choice(files.DROPPED)
    machine.note(name)
    machine.is_bringing_in = True
    machine.answered(machine.slack.drop(machine.user, name, content(), texts.chosen(machine.chance)))


def let_time_pass(machine: Machine) -> None:
    chance = machine.chance
    steps = (
        timedelta(minutes=5),
        timedelta(hours=1),
        timedelta(days=1),
        timedelta(days=3),
        timedelta(days=30),
    )
    by = chance.choices(steps, (8, 4, 6, 2, 1))[0]
    machine.scene.hand[0] += by
    machine.note(by)
    if not machine.scene.is_http:
        machine.slack.shift_clock(by.total_seconds())
    machine.scene.turn()
