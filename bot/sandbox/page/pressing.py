"""What one presses: buttons, and menus behind a sign; both ask first where the app wants that."""

from collections.abc import Callable

from nicegui import ui

from bot.sandbox import forms
from bot.sandbox.drawing.words import readable
from bot.sandbox.page import mrkdwn
from bot.sandbox.page.place import Place
from bot.sandbox.page.tags import button, markup, popup, tag


def press_button(place: Place) -> None:
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


def overflow(place: Place) -> None:
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
