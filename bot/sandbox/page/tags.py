"""Elements of the page: a tag with text and attributes, and children made anew only where they changed."""

import json
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

STYLE = Path(__file__).with_name("page.css")
_ARROWS = """(e) => {
    const step = {ArrowDown: 1, ArrowUp: -1}[e.key];
    if (!step) return;
    e.preventDefault();
    const items = [...e.currentTarget.querySelectorAll("[role^=menuitem]")];
    const at = items.indexOf(document.activeElement);
    items.at(at < 0 && step < 0 ? -1 : (at + step) % items.length)?.focus();
}"""

Made = TypeVar("Made", bound=ui.element)


def tag(kind: str, text: str = "", /, *, css: str | None = None, **attributes: str | None) -> ui.element:
    """An element of plain HTML; `aria_label` stands for `aria-label`, `for_` for `for`; None is left out."""
    return _dressed(TextElement(tag=kind, text=text) if text else ui.element(kind), css, attributes)


def note(kind: str, text: str = "", /, *, css: str | None = None, **attributes: str | None) -> TextElement:
    """The same, for words that are going to change."""
    return _dressed(TextElement(tag=kind, text=text), css, attributes)


def _dressed(element: Made, css: str | None, attributes: dict[str, str | None]) -> Made:
    for attribute, value in attributes.items():
        if value is not None:
            element.props[attribute.rstrip("_").replace("_", "-")] = value
    return element.classes(css) if css else element


def button(
    text: str, on_click: Callable[[], object], *, css: str = "button", **attributes: str | None
) -> ui.element:
    """A button; `on_click` may be a coroutine function."""
    return tag("button", text, css=css, type="button", **attributes).on("click", lambda _: on_click())


def markup(safe_html: str, *, css: str = "", kind: str = "div") -> ui.html:
    """HTML of our own making, with everything foreign in it escaped already."""
    return ui.html(safe_html, sanitize=False, tag=kind).classes(css)


def popup() -> ui.menu:
    """A menu over what it is made in; the arrow keys move in it, as menus do."""
    return ui.menu().props("auto-close").classes("menu").on("keydown", js_handler=_ARROWS)


@dataclass(frozen=True)
class Piece:
    """One child: its lasting key, what it is made of (`look`), and what makes it."""

    key: Hashable
    look: Any
    build: Callable[[], ui.element]


class Kept:
    """The children of an element: those that stay as they are keep focus, what is typed and their place."""

    def __init__(self, parent: ui.element) -> None:
        self.parent = parent
        self._made: dict[Hashable, tuple[Any, ui.element]] = {}

    def show(self, pieces: Sequence[Piece]) -> None:
        """Have exactly these children, in this order."""
        wanted = {each.key: each.look for each in pieces}
        for key, (look, element) in list(self._made.items()):
            if key not in wanted or wanted[key] != look:
                element.delete()
                del self._made[key]
        for at, each in enumerate(pieces):
            if each.key not in self._made:
                with self.parent:
                    self._made[each.key] = (each.look, each.build())
            element = self._made[each.key][1]
            if self.parent.default_slot.children[at] is not element:
                element.move(self.parent, at)


def text_field(
    field_id: str,
    value: str,
    on_typed: Callable[[str], object],
    *,
    kind: str | None = None,
    **attributes: str | None,
) -> ui.element:
    """A text field, of several lines where `kind` is `textarea`; `on_typed` gets the whole text each time.

    The browser alone holds what is in it, so no answer that comes meanwhile takes back a letter.
    """
    name, more = ("textarea", {}) if kind == "textarea" else ("input", {"type": kind or "text"})
    field = tag(name, css="field", id=field_id, **more, **attributes)
    field.props[".defaultValue"] = value
    return field.on("input", lambda event: on_typed(event.args), js_handler="(e) => emit(e.target.value)")


def set_text(field_id: str, text: str) -> None:
    """Put a text in a text field, with the cursor at its end."""
    ui.run_javascript(
        f"const field = document.getElementById({json.dumps(field_id)});"
        f"if (field) {{ field.value = {json.dumps(text)}; field.focus(); }}"
    )
