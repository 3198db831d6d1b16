"""What nobody should do, and Slack never does: payloads bent and forged, and requests that are none."""

import json
from random import Random

from bot.sandbox import forms
from handlers import routes
from tests.hostile import payloads, posting, texts
from tests.hostile.machine import Machine
from tests.hostile.payloads import Payload


def stale_click(machine: Machine) -> None:
    """A button of the bot's with another's value, or with one that it never had."""
    action_id = machine.chance.choice((*routes.BUTTONS, *routes.IN_FORMS, "of_old", "see_list 3"))
    value = payloads.value_of(machine.chance, machine.values)
    there = machine.surfaces()
    screen = machine.chance.choice(there) if there and machine.chance.random() < 0.7 else None
    machine.note(action_id, value)
    payload = payloads.click(machine.user, ways(machine, screen), action_id, value, screen)
    if machine.chance.random() < 0.3:
        payload["actions"][0]["block_id"] = machine.chance.choice(
            ("overdue me 1", "action 1", "letter 1", "x y 1", "pack open 1")
        )
    deliver(machine, "interactive", payload)


def bent_click(machine: Machine) -> None:
    there = machine.clickable()
    if not there:
        return
    place, found = machine.chance.choice(there)
    action_id = str(found.element["action_id"])
    payload = payloads.click(machine.user, ways(machine, place), action_id, found.element.get("value"), place)
    deliver(machine, "interactive", payloads.bend(machine.chance, payload, machine.chance.randint(1, 3)))


def forged_form(machine: Machine) -> None:
    """A form with whatever in it, carrying whatever, whether it is open or not."""
    chance = machine.chance
    screen = machine.top()
    if screen and screen.get("submit") and chance.random() < 0.6:
        view = screen
    else:
        fields = chance.sample(FIELDS, chance.randint(0, 6))
        blocks = [{"type": "input", "block_id": name, "element": {}, "label": {}} for name in fields]
        view = {"type": "modal", "id": "V0NONE", "blocks": blocks, "private_metadata": "", "hash": "1.x"}
        view["state"] = {"values": {name: {name: _entered(chance)} for name in fields}}
    view = view | {"callback_id": chance.choice((view.get("callback_id", ""), *routes.FORMS))}
    if chance.random() < 0.5:
        view["private_metadata"] = payloads.value_of(chance, machine.values)
    for entered in view["state"]["values"].values():
        if chance.random() < 0.3:
            entered.update({key: _entered(chance) for key in list(entered)})
    machine.note(view["callback_id"], view["private_metadata"], view["state"]["values"])
    deliver(machine, "interactive", payloads.submission(machine.user, ways(machine), view))


FIELDS = (
    "case", "grade", "date", "auditor", "recommendation", "action", "owner", "owner_name", "due", "why",
    "again", "asked_by", "paper", "of", "round", "many", "number", "seed", "kind", "month", "sources", "day",
    "strength", "area", "theme", "origin", "came", "named", "chair", "held_on", "members", "cohort", "team",
    "follow_up", "wanted", "reason", "position", "basis", "starts_on", "ends_on", "name", "first", "closed",
)  # fmt: skip


def _entered(chance: Random) -> Payload:
    kind = chance.choice((*forms.VALUE_NAMES, "unknown"))
    name = forms.VALUE_NAMES.get(kind, ("value",))[0]
    value = chance.choice(
        (
            texts.chosen(chance),
            *payloads.BENT,
            "2025-03-14",
            "9999-12-31",
            "0001-01-01",
            "U0TOMAS02",
            "good",
            "other",
        )
    )
    if name == "selected_option":
        value = {"value": value, "text": {"type": "plain_text", "text": "x"}}
    if name in ("selected_options", "selected_users"):
        value = [{"value": value}] if name == "selected_options" else [value]
    return {"type": kind, name: value}


def bent_form(machine: Machine) -> None:
    view = machine.top()
    if view:
        payload = payloads.submission(machine.user, ways(machine), view)
        deliver(machine, "interactive", payloads.bend(machine.chance, payload, machine.chance.randint(1, 3)))


def bent_command(machine: Machine) -> None:
    name, said = payloads.line(machine.chance)
    payload = payloads.command(machine.user, ways(machine), name, said)
    payload = payloads.bend(machine.chance, payload, machine.chance.randint(1, 2))
    machine.note(payload)
    if machine.scene.is_http and "command" not in payload:
        machine.slack.deliver("slash_commands", payload)  # which is no command, and refused by its status
    else:
        deliver(machine, "slash_commands", payload)


def typing(machine: Machine) -> None:
    chance = machine.chance
    action_id = chance.choice((*routes.CHOICES, "of_old"))
    said = chance.choice((*payloads.REFERENCES, "K", "2", texts.chosen(chance), *payloads.BENT))
    machine.note(action_id, said)
    payload = payloads.suggestion(machine.user, action_id, said)
    done = machine.slack.deliver("interactive", payload)
    machine.require([] if done.acknowledged else ["the bot did not acknowledge"])
    if action_id in routes.CHOICES:
        is_offered = bool(done.response and "options" in done.response)
        machine.require([] if is_offered or not isinstance(said, str) else ["nothing was offered"])
        said = json.dumps(done.response)
        machine.require(machine.out_of_sight(machine.user, {"text": said}) if str(said) else [])


def bent_event(machine: Machine) -> None:
    chance = machine.chance
    kind = chance.choice(("app_mention", "message", "app_home_opened", "team_join", "nonsense"))
    inner: Payload = {
        "type": kind, "user": machine.user, "channel": "C0GENERAL1", "channel_type": "im", "tab": "home",
        "text": texts.chosen(chance), "ts": "1741946400.000100", "event_ts": "1741946400.000100",
    }  # fmt: skip
    if chance.random() < 0.3:
        inner |= {"subtype": chance.choice(("file_share", "bot_message", "message_changed", "x"))}
        inner |= {
            "files": chance.choice(([], [{}], [{"id": "F0"}], [{"id": "../x"}], "x", [{"id": "F1"}] * 3))
        }
    payload = payloads.event(inner, f"EvBent{chance.random()}")
    if chance.random() < 0.7:
        payload = payloads.bend(chance, payload)
    machine.note(payload)
    done = machine.slack.deliver("events_api", payload)
    machine.answered(done, is_sure=False)


def repeated_event(machine: Machine) -> None:
    """The same event twice and at once: it is answered once."""
    ways(machine)  # which opens the conversation, if nobody has
    direct = next(one for one in machine.slack.screen(machine.user)["channels"] if one["kind"] == "im")
    inner = {
        "type": "message", "channel_type": "im", "user": machine.user, "text": "/g2o who",
        "channel": direct["id"], "ts": "1741946400.000100",
    }  # fmt: skip
    event = payloads.event(inner, f"EvTwice{machine.chance.random()}")
    first, second = (machine.slack.deliver("events_api", event) for _ in range(2))
    machine.answered(first, is_sure=False)
    machine.require([] if second.acknowledged else ["the bot did not acknowledge"])


def odd_request(machine: Machine) -> None:
    """In HTTP mode: not signed, wrongly signed, old, malformed, far too large. None is carried out."""
    if machine.scene.is_http:
        name, status, wanted = posting.odd(machine.chance, machine.scene.bot.address)
        machine.note(name, status)
        machine.require([] if status in wanted else [f"{name} was answered with {status}"])


def ways(machine: Machine, screen: Payload | None = None) -> Payload:
    place = screen or {}
    ways = machine.slack.ways_back(
        machine.user, place.get("ts"), place.get("id") if "hash" in place else None
    )
    if "hash" in place:
        del ways["response_url"]
    return ways


def deliver(machine: Machine, kind: str, payload: Payload) -> None:
    machine.answered(machine.slack.deliver(kind, payload), is_sure=False)
