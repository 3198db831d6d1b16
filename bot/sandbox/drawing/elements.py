"""Elements that are clicked: buttons, menus and pickers, each with its number."""

from collections.abc import Callable

from rich.text import Text

from bot.sandbox import forms
from bot.sandbox.config import Json
from bot.sandbox.drawing.inputs import choice, initial
from bot.sandbox.drawing.pen import Pen
from bot.sandbox.drawing.pieces import picture, undrawable
from bot.sandbox.drawing.words import plain, readable

PICKERS = forms.VALUE_NAMES.keys() - {"radio_buttons", "checkboxes"}
"""Elements that take one number whatever they offer: what is chosen is asked for when the number is typed."""


def draw_element(pen: Pen, element: Json, block: Json) -> list[Text]:
    """The pieces of one element, to be set side by side."""
    draw = _ELEMENTS.get(element.get("type", ""))
    return draw(pen, element, block) if draw else [undrawable("element", element)]


def _button(pen: Pen, element: Json, block: Json) -> list[Text]:
    style = {"primary": "bold green", "danger": "bold red"}.get(element.get("style", ""), "bold")
    return [pen.target(_with_address(element), element, block, element.get("value"), style)]


def _menu(pen: Pen, element: Json, block: Json) -> list[Text]:
    return [
        pen.target(_with_address(option), element, block, option["value"])
        for option in forms.options(element)
    ]


def _with_address(clicked: Json) -> str:
    """The words of a button or option, and where it leads when it is a link."""
    address = readable(clicked.get("url", ""))
    return f"{plain(clicked.get('text'))}: {address}" if address else plain(clicked.get("text"))


def _feedback(pen: Pen, element: Json, block: Json) -> list[Text]:
    both = [element.get("positive_button", {}), element.get("negative_button", {})]
    return [pen.target(plain(each.get("text")), element, block, each.get("value")) for each in both]


def _workflow(_: Pen, element: Json, __: Json) -> list[Text]:
    """Slack starts the workflow by itself, so there is nothing to press here."""
    return [Text(f"Workflow: {plain(element.get('text'))}", "bold")]


def _marked_menu(pen: Pen, element: Json, block: Json) -> list[Text]:
    return [
        pen.target(choice(element, option, pen.reader).plain, element, block, option.get("value"))
        for option in forms.options(element)
    ]


def _picker(pen: Pen, element: Json, block: Json) -> list[Text]:
    """One number for the lot, and dots: the question follows when the number is typed."""
    words = initial(element, pen.reader) or plain(element.get("placeholder")) or "Choose"
    return [pen.target(f"{words} …", element, block)]


def _still(_: Pen, element: Json, __: Json) -> list[Text]:
    return [picture(element)]


_ELEMENTS: dict[str, Callable[[Pen, Json, Json], list[Text]]] = {
    "button": _button,
    "checkboxes": _marked_menu,
    "feedback_buttons": _feedback,
    "icon_button": _button,
    "image": _still,
    "overflow": _menu,
    "radio_buttons": _marked_menu,
    "workflow_button": _workflow,
    **dict.fromkeys(PICKERS, _picker),
}
