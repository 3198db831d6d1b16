"""Fields that one chooses in: one of a list or several, boxes to tick, what the app offers as one types."""

from itertools import count
from typing import Any

from nicegui import ui

from bot.sandbox import forms
from bot.sandbox.errors import CannotDo
from bot.sandbox.filling import FEWEST_LETTERS
from bot.sandbox.page import mrkdwn
from bot.sandbox.page.listbox import Choice, ListBox
from bot.sandbox.page.place import Place, finished
from bot.sandbox.page.tags import markup, set_text, tag, text_field


def one(place: Place) -> None:
    held = place.held["value"] if place.held else ""
    options = [
        (option["value"], mrkdwn.words(option["text"], place.surface.reader))
        for option in forms.options(place.element)
    ]
    _native_select(place, options, held)


def person(place: Place) -> None:
    users = place.surface.visitor.world.workspace.users.values()
    people = [(each.id, each.real_name or each.name) for each in users if not each.deleted]
    _native_select(place, sorted(people, key=lambda pair: pair[1]), place.held or "")


def channel(place: Place) -> None:
    """Of the kinds that the element's filter names; people see the private channels that they are in."""
    visitor = place.surface.visitor
    kinds = set(place.element.get("filter", {}).get("include", ("public", "private")))
    there = visitor.world.workspace.conversations_of(visitor.me)
    channels = [(each.id, f"#{each.name}") for each in there if each.kind in kinds]
    _native_select(place, sorted(channels, key=lambda pair: pair[1]), place.held or "")


def several(place: Place) -> None:
    users = place.surface.visitor.world.workspace.users
    if place.element["type"] == "multi_users_select":
        options = {each.id: each.real_name or each.name for each in users.values() if not each.deleted}
        held = place.held or []
    else:
        reader = place.surface.reader
        options = {each["value"]: mrkdwn.words(each["text"], reader) for each in forms.options(place.element)}
        held = [each["value"] for each in place.held or []]
    made = ui.select(options, multiple=True, value=held, on_change=lambda event: place.enter(event.value))
    if place.placeholder:
        made.props["label"] = place.placeholder
    made.props("outlined dense use-chips").classes("field-several")
    made.props["for"] = place.id
    made.props["aria-label"] = place.label


def boxes(place: Place) -> None:
    """Radio buttons or checkboxes."""
    given, reader = place.element, place.surface.reader
    is_many = given["type"] == "checkboxes"
    held = (place.held or []) if is_many else [each for each in [place.held] if each]
    chosen = {str(each["value"]) for each in held}

    def change(value: str, is_on: Any) -> Any:
        if not is_many:
            return place.enter(value)
        (chosen.add if is_on else chosen.discard)(value)
        return place.enter([each["value"] for each in given["options"] if each["value"] in chosen])

    role = "group" if is_many else "radiogroup"
    labelled = None if place.described_by is None else f"{place.id}-label"
    with tag("div", css="choices", role=role, aria_labelledby=labelled, **place.known_as()):
        for option in given["options"]:
            with tag("label", css="choice"):
                box = tag("input", type="checkbox" if is_many else "radio", name=place.id)
                if option["value"] in chosen:
                    box.props[".defaultChecked"] = True
                box.on(
                    "change",
                    lambda event, value=option["value"]: change(value, event.args),
                    js_handler="(e) => emit(e.target.checked)",
                )
                markup(mrkdwn.html(option["text"], reader), kind="span")
                if option.get("description"):
                    markup(mrkdwn.html(option["description"], reader), kind="span", css="entry-note")


def typeahead(place: Place) -> None:
    """A field whose choices the app offers as one types."""
    fewest = int(place.element.get("min_query_length", FEWEST_LETTERS))
    asked = count(1)
    latest = 0

    async def choose(choice: Choice) -> None:
        set_text(place.id, choice.text)
        await finished(place.enter(choice.value))

    async def typed(text: str) -> None:
        nonlocal latest
        latest = mine = next(asked)
        place.surface.entered[place.block["block_id"], place.element["action_id"]] = None
        offered = await _suggestions(place, text) if len(text) >= fewest else []
        if latest == mine:
            box.show(offered, text)

    with tag("div", css="typeahead"):
        field = text_field(
            place.id,
            mrkdwn.words(place.held["text"], place.surface.reader) if place.held else "",
            typed,
            placeholder=place.placeholder or None,
            autocomplete="off",
            role="combobox",
            aria_autocomplete="list",
            aria_expanded="false",
            aria_controls=f"{place.id}-list",
            aria_invalid="true" if place.surface.refused.get(place.block["block_id"]) else None,
            **place.known_as(),
        )
        box = ListBox(place.id, place.label, choose)
        box.steer(field)


def _native_select(place: Place, options: list[tuple[str, str]], held: str) -> None:
    """The browser's own list: it works with every keyboard and screen reader."""
    made = tag(
        "select",
        css="field",
        id=place.id,
        aria_invalid="true" if place.surface.refused.get(place.block["block_id"]) else None,
        **place.known_as(),
    )
    with made:
        for value, words in [("", place.placeholder or "Choose"), *options]:
            option = tag("option", words, value=value)
            if value == held:
                option.props["selected"] = True
    made.on("change", lambda event: place.enter(event.args or None), js_handler="(e) => emit(e.target.value)")


async def _suggestions(place: Place, text: str) -> list[Choice]:
    visitor = place.surface.visitor
    try:
        offered = await visitor.world.filling.suggest(visitor.me, place.element["action_id"], text)
    except CannotDo:
        return []
    reader = place.surface.reader
    return [
        Choice(
            each["value"], mrkdwn.words(each["text"], reader), mrkdwn.words(each.get("description"), reader)
        )
        for each in offered
    ]
