"""A list that opens under a text field as one types: arrows move in it, Enter chooses, Escape closes it."""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nicegui import ui
from nicegui.events import GenericEventArguments

from bot.sandbox.page.tags import tag

STEPS = {"ArrowDown": 1, "ArrowUp": -1}
TAKEN = ("Enter", "Tab")

# While the list is open, these keys are its own; otherwise they do what they always do. Enter chooses only
# from a list for what is typed now: whoever types fast is ahead of it, and means what they typed.
_KEYS = """(e) => {
    const own = ["ArrowDown", "ArrowUp", "Enter", "Tab", "Escape"];
    if (!own.includes(e.key) || e.shiftKey || e.isComposing) return;
    const list = document.getElementById(%s);
    if (!list.querySelector("[role=option]")) return;
    if (e.key === "Enter" && list.dataset.typed !== e.target.value) return;
    e.preventDefault(); e.stopPropagation(); emit(e.key);
}"""


@dataclass(frozen=True)
class Choice:
    """One entry: what it stands for, its words, and what is added in small print."""

    value: str
    text: str
    note: str = ""


class ListBox:
    """The list of a field of id `field_id`; `choose` is called with what was chosen."""

    def __init__(self, field_id: str, label: str, choose: Callable[[Choice], Awaitable[None]]) -> None:
        self.field_id = field_id
        self.id = f"{field_id}-list"
        self._choose = choose
        self._choices: list[Choice] = []
        self._at = 0
        self._box = tag("div", css="listbox", role="listbox", id=self.id, aria_label=label)

    def steer(self, field: ui.element) -> None:
        """Let the keys of the field move in the list."""
        field.on("keydown", self._key, js_handler=_KEYS % json.dumps(self.id))
        field.on("blur", lambda _: self.show([]), js_handler="() => emit()")

    def show(self, choices: Sequence[Choice], typed: str = "") -> None:
        """Offer these for what was typed, the first of them marked; nothing closes the list."""
        if choices or self._choices:
            self._box.props["data-typed"] = typed
            self._choices, self._at = list(choices), 0
            self._draw()

    async def _key(self, event: GenericEventArguments) -> None:
        if event.args in TAKEN and self._choices:
            await self._take(self._choices[self._at])
        elif event.args in STEPS and self._choices:
            self._at = (self._at + STEPS[event.args]) % len(self._choices)
            self._draw()
        else:
            self.show([])

    async def _take(self, choice: Choice) -> None:
        self.show([])
        await self._choose(choice)

    def _draw(self) -> None:
        self._box.clear()
        with self._box:
            for at, each in enumerate(self._choices):
                self._entry(at, each)
        marked = f"{self.id}-{self._at}" if self._choices else ""
        # on the field as it stands in the browser: to send the field anew could take back what is being typed
        ui.run_javascript(
            f"const field = document.getElementById({json.dumps(self.field_id)});"
            f"field?.setAttribute('aria-expanded', {json.dumps('true' if marked else 'false')});"
            f"field?.setAttribute('aria-activedescendant', {json.dumps(marked)});"
        )

    def _entry(self, at: int, choice: Choice) -> None:
        is_marked = at == self._at
        entry = tag(
            "div",
            css="entry marked" if is_marked else "entry",
            role="option",
            id=f"{self.id}-{at}",
            aria_selected="true" if is_marked else "false",
        )
        with entry:
            tag("span", choice.text, css="entry-text")
            if choice.note:
                tag("span", choice.note, css="entry-note")
        # sooner than the field loses focus, which closes the list
        entry.on("mousedown.prevent", lambda _: self._take(choice))
