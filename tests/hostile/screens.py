"""Every screen that there is, one after the other: each command, each button, Home, letters, digests."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from bot.sandbox import forms
from bot.sandbox.client import CannotDo, Done
from handlers import routes
from tests.hostile import payloads
from tests.hostile.machine import Machine

ASKED = {
    "case": ("7X56F", "K7Q2M"),
    "recommendations": ("K7Q2M",),
    "history": ("K7Q2M",),
    "purge": ("K7Q2M",),
    "action": ("A1",),
    "overdue": ("all",),
    "due": ("next month",),
    "digest": ("all",),
    "meeting": ("", "pack", "minutes"),
    "plan": ("", "themes", "review", "board"),
    "count": ("overdue",),
    "pause": ("off",),
    "leave": ("off",),
    "days": ("mon-fri",),
    "export": ("", "plan"),
}
# What buttons carry that no list showed, in the order in which a meeting takes its items.
CARRIED = {
    "begin_meeting": ("1",),
    "meeting_impact": ("4 1 yes",),
    "meeting_section": ("1 overdue", "1 grades"),
    "meeting_next": ("1",),
    "meeting_back": ("1",),
    **{
        f"meeting_{word}": ("1 1", "2 1") for word in ("date", "give", "not_to_do", "note", "keep", "not_yet")
    },
    "who_came": ("1",),
    "end_meeting": ("1",),
    "say_impact": ("yes 36",),
    "bring_in_file": ("F1 people 00 all",),
    "carry_out_tracker": ("F1 00 all",),
    "page_before": ("overdue 0 all",),
    "put_activity_back": ('[2024, "x", "<!here>", "<@U0PINGED9>", null]',),
    "plan_theme": ("plan 0",),
}


def walk(machine: Machine, people: Sequence[str], words: Sequence[str]) -> set[str]:
    """Opens all that each person can reach from these words and Home; gives the buttons that were pressed."""
    pressed: set[str] = set()
    for user in people:
        machine.user = user
        own: set[str] = set()
        _turn_to(machine, partial(machine.slack.open_home, user), own)
        for word in words:
            for said in ASKED.get(word, ("",)):
                _turn_to(machine, partial(machine.slack.command, user, "/g2o", f"{word} {said}"), own)
        pressed |= {one.split()[0] for one in own}
    return pressed


def press_the_rest(machine: Machine, user: str, pressed: set[str]) -> None:
    """The buttons that no list showed, with what they may carry."""
    machine.user = user
    for action_id in [*CARRIED, *(one for one in routes.BUTTONS if one not in CARRIED)]:
        for value in CARRIED.get(action_id, () if action_id in pressed else ("1", "36")):
            machine.steps.append(f"{action_id} {value}")
            payload = payloads.click(user, machine.slack.ways_back(user), action_id, value)
            machine.answered(machine.slack.deliver("interactive", payload))
            machine.look()
            _close_all(machine)


def let_days_pass(machine: Machine, days: int) -> None:
    for _ in range(days):
        machine.scene.hand[0] += timedelta(days=1)
        machine.scene.turn()
        machine.look()


def _turn_to(machine: Machine, act: Callable[[], Done], pressed: set[str]) -> None:
    """Does it, looks at what came, and presses in it what this person has not pressed yet."""
    machine.steps.append(f"{machine.user} {act}")
    done = act()
    machine.answered(done)
    machine.look()
    for place in _new(machine, done.since):
        for found in forms.fields(place["blocks"]):
            _press(machine, place, found, pressed)
    _close_all(machine)


def _new(machine: Machine, since: int) -> list[dict[str, Any]]:
    there = [view for view in (machine.top(), machine.home()) if view]
    messages = machine.slack.messages(machine.user, since, timeout=1.0, count=0)
    return [one for one in (*there, *messages) if one["cursor"] > since and one.get("blocks")]


def _press(machine: Machine, place: dict[str, Any], found: forms.Field, pressed: set[str]) -> None:
    """What tells the bot at once: a button, and each entry of a menu."""
    action_id = str(found.element["action_id"])
    if found.block["type"] == "input" and not found.block.get("dispatch_action"):
        return
    entries = forms.options(found.element) or ([found.element] if found.type == "button" else [])
    for entry in entries:
        value = entry.get("value")
        name = action_id if found.type == "button" else f"{action_id} {str(value).split()[0]}"
        if name not in pressed:
            pressed.add(name)
            machine.note(action_id, value)
            _click(machine, place, found, value)


def _click(machine: Machine, place: dict[str, Any], found: forms.Field, value: Any) -> None:
    try:
        done = machine.slack.click(
            machine.user, place, str(found.element["action_id"]), value, block_id=found.block["block_id"]
        )
    except CannotDo:
        return  # something lies over it by now
    machine.answered(done, is_sure=False)
    machine.look()
    top = machine.top()
    if top and top["id"] != place.get("id"):
        machine.slack.close(machine.user)


def _close_all(machine: Machine) -> None:
    while machine.top():
        machine.slack.close(machine.user)
