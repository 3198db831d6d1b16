"""Interactive elements: where they stand, each drawn by its kind."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from bot.sandbox.config import Json
from bot.sandbox.errors import CannotDo
from bot.sandbox.page import choosing, mrkdwn, pictures, pressing, writing
from bot.sandbox.page.place import Place
from bot.sandbox.page.surface import Surface
from bot.sandbox.page.tags import note, tag

_numbers = count(1)


def element(surface: Surface, block: Json, given: Json) -> None:
    """What stands in messages, in Home and between the fields of forms: in a section or an actions block."""
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


def _image(place: Place) -> None:
    pictures.picture(place.surface, place.element)


async def _enter(
    surface: Surface, block: Json, given: Json, value: Any, complain: Callable[[str], None]
) -> None:
    try:
        complain(await surface.enter(block, given, value))
    except CannotDo:
        surface.visitor.say("That form is not there any more.")


_CLICKED: Mapping[str, Callable[[Place], None]] = {
    "button": pressing.press_button,
    "image": _image,
    "overflow": pressing.overflow,
}
_FIELDS: Mapping[str, Callable[[Place], None]] = {
    "checkboxes": choosing.boxes,
    "conversations_select": choosing.channel,
    "datepicker": writing.day_field,
    "external_select": choosing.typeahead,
    "multi_static_select": choosing.several,
    "multi_users_select": choosing.several,
    "plain_text_input": writing.text,
    "radio_buttons": choosing.boxes,
    "static_select": choosing.one,
    "timepicker": writing.time,
    "users_select": choosing.person,
}
