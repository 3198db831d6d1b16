"""Where one writes: messages, replies and slash commands, completed as they are typed."""

import json
import re
from collections.abc import Awaitable, Callable, Iterable

from bot.sandbox.config import App, Json
from bot.sandbox.page.listbox import Choice, ListBox
from bot.sandbox.page.pressing import menu
from bot.sandbox.page.tags import note, set_text, tag, text_field
from bot.sandbox.page.visitor import Visitor

SHORTCUT = "shortcut:"
_MENTION = re.compile(r"(?:^|(?<=\s))@([\w.-]*)$")

# What was written is taken out of the field at once, and its listeners hear of that.
_TAKE = """
    const field = document.getElementById(%s), text = field.value;
    if (!text.trim()) return;
    field.value = ""; field.dispatchEvent(new Event("input")); field.focus(); emit(text);
"""
_ON_ENTER = (
    "(e) => { if (e.key !== 'Enter' || e.shiftKey || e.isComposing || e.defaultPrevented) return;"
    " e.preventDefault(); %s }"
)


class Composer:
    """The field under a conversation or thread; `send` gets what was written."""

    def __init__(
        self,
        visitor: Visitor,
        field_id: str,
        label: str,
        send: Callable[[str], Awaitable[object]],
        *,
        takes_commands: bool = True,
    ) -> None:
        self.visitor = visitor
        self.field_id = field_id
        self.takes_commands = takes_commands
        self.text = ""
        take = _TAKE % json.dumps(field_id)
        with tag("div", css="composer"):
            self._list = ListBox(field_id, "Commands and people", self._choose)
            with tag("div", css="composer-box"):
                field = text_field(
                    field_id,
                    "",
                    self._typed,
                    kind="textarea",
                    rows="1",
                    placeholder="Write, or type / for commands" if takes_commands else label,
                    autocomplete="off",
                    aria_label=label,
                    aria_controls=self._list.id,
                    aria_describedby=f"{field_id}-hint",
                )
                self._list.steer(field)
                field.on("keydown", lambda event: send(event.args), js_handler=_ON_ENTER % take)
                if takes_commands and visitor.world.guide.tries:
                    self._tries()
                sending = tag("button", "Send", css="button primary", type="button")
                sending.on("click", lambda event: send(event.args), js_handler=f"() => {{ {take} }}")
            self._hint = note("p", css="hint", id=f"{field_id}-hint")

    def fill(self, text: str) -> None:
        """Put words in the field, to be looked at and sent."""
        set_text(self.field_id, text)
        self._typed(text)

    @property
    def _app(self) -> App:
        return self.visitor.world.workspace.config.app

    def _tries(self) -> None:
        tries = [(text, f"{text} — {about}") for text, about in self.visitor.world.guide.tries]
        menu("Things to try", tries, self.fill, sign="Try")

    def _typed(self, text: str) -> None:
        self.text = text
        name = text.partition(" ")[0]
        command = self._app.command(name) if self.takes_commands else None
        usage = f"{name} {command.get('usage_hint', '')} — {command['description']}" if command else ""
        self._hint.set_text(usage)
        self._list.show(list(self._completions(text)), text)

    def _completions(self, text: str) -> Iterable[Choice]:
        features = self._app.manifest.get("features", {})
        if self.takes_commands and text.startswith("/") and " " not in text:
            commands: list[Json] = features.get("slash_commands", [])
            if not any(each["command"] == text for each in commands):
                yield from _commands(commands, text)
                yield from _shortcuts(features.get("shortcuts", []), text)
        elif mention := _MENTION.search(text):
            yield from self._people(mention[1])

    def _people(self, begun: str) -> Iterable[Choice]:
        users = self.visitor.world.workspace.users.values()
        if any(each.name == begun for each in users):
            return
        for each in users:
            if each.name.startswith(begun.lower()) and not each.deleted and each.id != self.visitor.me:
                yield Choice(f"@{each.name} ", f"@{each.name}", each.real_name)

    async def _choose(self, choice: Choice) -> None:
        if choice.value.startswith(SHORTCUT):
            self.fill("")
            callback_id = choice.value.removeprefix(SHORTCUT)
            people = self.visitor.world.people
            await self.visitor.attempt(people.shortcut(self.visitor.me, callback_id))
        else:
            self.fill(_MENTION.sub("", self.text) + choice.value if "@" in choice.value else choice.value)


def _commands(commands: Iterable[Json], begun: str) -> Iterable[Choice]:
    for each in commands:
        if each["command"].startswith(begun):
            words = f"{each['command']} {each.get('usage_hint', '')}".strip()
            yield Choice(f"{each['command']} ", words, each["description"])


def _shortcuts(shortcuts: Iterable[Json], begun: str) -> Iterable[Choice]:
    for each in shortcuts:
        if each["type"] == "global" and begun[1:].lower() in each["name"].lower():
            yield Choice(SHORTCUT + each["callback_id"], each["name"], each.get("description", ""))
