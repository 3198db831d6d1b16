"""What the inputs of a form hold, in words and as they stand there."""

import copy
from typing import Any

from rich.text import Text

from bot.sandbox import forms
from bot.sandbox.config import Json
from bot.sandbox.drawing.mrkdwn import formatted
from bot.sandbox.drawing.pen import Reader
from bot.sandbox.drawing.rich_text import rich_words
from bot.sandbox.drawing.words import moment, plain, readable


def as_entered(view: Json) -> Json:
    """The view with what the person has entered so far (its `state`) in place of what it began with."""
    values = view.get("state", {}).get("values")
    if not values:
        return view
    view = copy.deepcopy(view)
    for each in forms.fields(view["blocks"]):
        block_id, action_id = each.key
        if entered := values.get(block_id, {}).get(action_id):
            value_name, initial_name = forms.VALUE_NAMES[each.type]
            each.element[initial_name] = entered.get(value_name)
    return view


def initial(element: Json, reader: Reader) -> str:
    """What an input holds before anybody touches it, in words; empty when it starts empty."""
    given = (value for name, value in element.items() if name.startswith("initial_") and value)
    return next((_said(value, reader) for value in given), "")


def _said(value: Any, reader: Reader) -> str:
    if isinstance(value, list):
        return ", ".join(_said(one, reader) for one in value)
    if isinstance(value, dict):
        return rich_words(value, reader).plain if value.get("type") == "rich_text" else plain(value["text"])
    if isinstance(value, int):
        return moment(value, "{date_short} {time}", reader)
    return readable(reader.names.get(value, value))


def labelled(option: Json, reader: Reader) -> Text:
    """An option's text, with its description when it has one."""
    text = formatted(option["text"], reader)
    description = option.get("description")
    return Text.assemble(text, ": ", formatted(description, reader)) if description else text


def field_lines(element: Json, reader: Reader) -> list[Text]:
    """An input as it stands in a form: its choices when they are on show, else its value or placeholder."""
    if element.get("type") in {"radio_buttons", "checkboxes"}:
        return [choice(element, option, reader) for option in forms.options(element)]
    if value := initial(element, reader):
        return [Text(f"▸ {value}")]
    return [Text(f"▸ ({plain(element.get('placeholder')) or 'empty'})", "dim")]


def choice(element: Json, option: Json, reader: Reader) -> Text:
    """One option of radio buttons or checkboxes behind its mark."""
    return Text.assemble(_mark(element, option), " ", labelled(option, reader))


def _mark(element: Json, option: Json) -> str:
    """The ring or box before an option, filled when the option is chosen to begin with."""
    chosen = element.get("initial_options") or [element.get("initial_option") or {}]
    filled = any(one.get("value") == option.get("value") for one in chosen)
    if element.get("type") == "checkboxes":
        return "[x]" if filled else "[ ]"
    return "(•)" if filled else "( )"
