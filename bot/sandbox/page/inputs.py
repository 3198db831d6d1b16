"""Interactive elements: buttons and menus that tell the app at once, and the fields of forms."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from nicegui import ui

from bot.sandbox import days, forms
from bot.sandbox.config import Json
from bot.sandbox.drawing.words import readable
from bot.sandbox.errors import CannotDo
from bot.sandbox.filling import FEWEST_LETTERS
from bot.sandbox.page import mrkdwn, pictures
from bot.sandbox.page.dates import UNREADABLE, date_field, show_day
from bot.sandbox.page.listbox import Choice, ListBox
from bot.sandbox.page.surface import Surface
from bot.sandbox.page.tags import button, markup, note, popup, set_text, tag, text_field

_numbers = count(1)


@dataclass
class Place:
    """Where an element stands, the words it is known by, and what is called with what one chooses in it.

    `complain` says what is wrong with it.
    """

    surface: Surface
    block: Json
    element: Json
    label: str
    enter: Callable[[Any], object]
    id: str
    described_by: str | None = None
    complain: Callable[[str], object] = lambda _: None

    @property
    def held(self) -> Any:
        """What it holds now."""
        return self.surface.holds(self.block, self.element)

    @property
    def placeholder(self) -> str:
        """What it shows while it is empty."""
        return mrkdwn.words(self.element.get("placeholder"), self.surface.reader)

    def known_as(self) -> dict[str, str | None]:
        """The attributes by which screen readers know it: a label of its own where none stands by it."""
        if self.described_by is None:
            return {"aria_label": self.label}
        return {"aria_describedby": self.described_by}


# what stands in messages, in Home and between the fields of forms


def element(surface: Surface, block: Json, given: Json) -> None:
    """An element of a section or an actions block."""
    kind = str(given.get("type"))
    label = mrkdwn.words(given.get("placeholder"), surface.reader)
    about = mrkdwn.words(block.get("text"), surface.reader)
    place = Place(
        surface,
        block,
        given,
        ": ".join(each for each in (label or "Choose", about) if each),
        lambda value: surface.act(block, given, value),
        f"field-{next(_numbers)}",
        complain=surface.visitor.say,
    )
    if kind in _CLICKED:
        _CLICKED[kind](place)
    elif kind in _FIELDS:
        _FIELDS[kind](place)
    else:
        tag("p", f"This element ({kind}) is not drawn here.", css="undrawn")


def _button(place: Place) -> None:
    given, surface = place.element, place.surface
    words = mrkdwn.words(given["text"], surface.reader)
    made: list[ui.element] = []

    async def press() -> None:
        if made[0].props.get("aria-busy") or not await _confirmed(place):
            return
        made[0].props["aria-busy"] = "true"
        await surface.act(place.block, given, given.get("value"))
        if not made[0].is_deleted:
            del made[0].props["aria-busy"]

    if given.get("url"):
        markup(mrkdwn.link(given["url"], mrkdwn.html(given["text"], surface.reader)), kind="span")
        return
    style = {"primary": " primary", "danger": " danger"}.get(given.get("style", ""), "")
    label = given.get("accessibility_label")
    made.append(button(words, press, css=f"button{style}", aria_label=readable(label) if label else None))


def _overflow(place: Place) -> None:
    about = mrkdwn.words(place.block.get("text"), place.surface.reader)

    async def choose(value: str) -> None:
        if await _confirmed(place):
            await place.surface.act(place.block, place.element, value)

    words = [
        (option["value"], mrkdwn.words(option["text"], place.surface.reader))
        for option in forms.options(place.element)
    ]
    menu(f"Menu for {about}" if about else "Menu", words, choose)


def menu(
    label: str, choices: list[tuple[str, str]], choose: Callable[[str], object], *, sign: str = "⋯"
) -> None:
    """A menu behind a sign; choices are pairs of a value and its words."""
    with tag("button", css="button sign", type="button", aria_label=label, aria_haspopup="menu"):
        tag("span", sign, aria_hidden="true")
        with popup():
            for value, words in choices:
                ui.menu_item(words, lambda value=value: choose(value)).props("role=menuitem")


def _image(place: Place) -> None:
    pictures.picture(place.surface, place.element)


async def _confirmed(place: Place) -> bool:
    """Whether the person means it, asked where the element wants that."""
    given = place.element.get("confirm")
    if not given:
        return True
    reader = place.surface.reader
    with ui.dialog() as asked, tag("div", css="modal small"):
        asked.props("aria-label=Confirm")
        markup(mrkdwn.html(given["title"], reader), kind="h2", css="modal-title")
        markup(mrkdwn.html(given["text"], reader), css="text modal-body")
        with tag("div", css="modal-foot"):
            button(mrkdwn.words(given["deny"], reader), lambda: asked.submit(False))  # noqa: FBT003
            style = "danger" if given.get("style") == "danger" else "primary"
            yes = mrkdwn.words(given["confirm"], reader)
            button(yes, lambda: asked.submit(True), css=f"button {style}")  # noqa: FBT003
    answer = bool(await asked)
    asked.delete()
    return answer


# the fields of forms


def field(surface: Surface, block: Json) -> None:
    """An input block: label, field, hint, and what is wrong with it."""
    given, field_id = block["element"], f"field-{next(_numbers)}"
    kind, reader = str(given.get("type")), surface.reader
    label = mrkdwn.words(block["label"], reader)
    wrong = surface.refused.get(block["block_id"], "")
    described = [f"{field_id}-hint"] if block.get("hint") else []
    is_group = kind in ("radio_buttons", "checkboxes")
    with tag("div", css="question wrong" if wrong else "question"):
        with tag("div" if is_group else "label", css="label", for_=None if is_group else field_id):
            tag("span", label, id=f"{field_id}-label")
            if block.get("optional"):
                tag("span", " (optional)", css="optional")
        complaint = note("p", wrong, css="complaint", id=f"{field_id}-wrong", role="alert")

        def complain(words: str) -> None:
            surface.refused.pop(block["block_id"], None)
            complaint.set_text(words)

        def enter(value: Any) -> Any:
            return _enter(surface, block, given, value, complain)

        place = Place(
            surface,
            block,
            given,
            label,
            enter,
            field_id,
            " ".join([*described, f"{field_id}-wrong"]),
            complain,
        )
        if kind in _FIELDS:
            _FIELDS[kind](place)
        else:
            tag("p", f"This field ({kind}) is not drawn here.", css="undrawn")
        if block.get("hint"):
            tag("p", mrkdwn.words(block["hint"], reader), css="hint", id=f"{field_id}-hint")


async def _enter(
    surface: Surface, block: Json, given: Json, value: Any, complain: Callable[[str], None]
) -> None:
    try:
        complain(await surface.enter(block, given, value))
    except CannotDo:
        surface.visitor.say("That form is not there any more.")


def _text(place: Place) -> None:
    given, surface = place.element, place.surface
    wrong = surface.refused.get(place.block["block_id"])

    def typed(text: str) -> None:
        surface.type(place.block, given, text)

    text_field(
        place.id,
        str(place.held or ""),
        typed,
        kind="textarea" if given.get("multiline") else "text",
        placeholder=place.placeholder or None,
        maxlength=str(given["max_length"]) if "max_length" in given else None,
        rows="3" if given.get("multiline") else None,
        autocomplete="off",
        aria_invalid="true" if wrong else None,
        **place.known_as(),
    )


def _day(place: Place) -> None:
    surface, block_id = place.surface, place.block["block_id"]
    held = str(place.held or "")

    async def typed(text: str) -> None:
        day = days.read(text, surface.today) if text.strip() else None
        if text.strip() and day is None:
            surface.unread[block_id] = text
            place.complain(UNREADABLE)
            return
        surface.unread.pop(block_id, None)
        if day:
            show_day(place.id, day)
        await _result(place.enter(day.isoformat() if day else None))

    date_field(
        place.id,
        surface.unread.get(block_id) or (days.short(date.fromisoformat(held)) if held else ""),
        typed,
        label=place.label,
        aria_invalid="true" if surface.refused.get(block_id) else None,
        **place.known_as(),
    )


def _time(place: Place) -> None:
    made = tag(
        "input",
        css="field short",
        id=place.id,
        type="time",
        aria_invalid="true" if place.surface.refused.get(place.block["block_id"]) else None,
        **place.known_as(),
    )
    made.props[".defaultValue"] = place.held or ""
    made.on("change", lambda event: place.enter(event.args or None), js_handler="(e) => emit(e.target.value)")


def _select(place: Place) -> None:
    held = place.held["value"] if place.held else ""
    options = [
        (option["value"], mrkdwn.words(option["text"], place.surface.reader))
        for option in forms.options(place.element)
    ]
    _native_select(place, options, held)


def _people(place: Place) -> None:
    users = place.surface.visitor.world.workspace.users.values()
    people = [(each.id, each.real_name or each.name) for each in users if not each.deleted]
    _native_select(place, sorted(people, key=lambda pair: pair[1]), place.held or "")


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


def _several(place: Place) -> None:
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


def _choices(place: Place) -> None:
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


def _typeahead(place: Place) -> None:
    """A field whose choices the app offers as one types."""
    fewest = int(place.element.get("min_query_length", FEWEST_LETTERS))
    asked = count(1)
    latest = 0

    async def choose(choice: Choice) -> None:
        set_text(place.id, choice.text)
        await _result(place.enter(choice.value))

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


async def _result(value: Any) -> None:
    if asyncio.iscoroutine(value):
        await value


_CLICKED: Mapping[str, Callable[[Place], None]] = {
    "button": _button,
    "image": _image,
    "overflow": _overflow,
}
_FIELDS: Mapping[str, Callable[[Place], None]] = {
    "checkboxes": _choices,
    "datepicker": _day,
    "external_select": _typeahead,
    "multi_static_select": _several,
    "multi_users_select": _several,
    "plain_text_input": _text,
    "radio_buttons": _choices,
    "static_select": _select,
    "timepicker": _time,
    "users_select": _people,
}
