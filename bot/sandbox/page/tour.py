"""The tour at the side: what to do next, ticked off as it happens, and done for whoever wants to be shown."""

from collections.abc import Callable, Iterable

from nicegui import ui

from bot.sandbox.config import Json
from bot.sandbox.page.guide import DIRECT, Button, Show, Step
from bot.sandbox.page.progress import Progress
from bot.sandbox.page.tags import Kept, Piece, button, tag
from bot.sandbox.page.visitor import Visitor
from bot.sandbox.workspace import Message

# What was pressed may be gone, and the keyboard with it.
_TO_NEXT = """setTimeout(() => {
    const next = document.querySelector(".step.next") ?? document.querySelector(".tour-end");
    next?.scrollIntoView({block: "nearest"});
    if (document.activeElement === document.body) next?.querySelector("button")?.focus();
}, 60)"""


class TourPanel:
    """The steps, of which the next is told in full."""

    def __init__(self, visitor: Visitor, progress: Progress, close: Callable[[], None]) -> None:
        self.visitor = visitor
        self.progress = progress
        self._at = progress.at
        with tag("div", css="head"):
            tag("h2", progress.tour.name)
            button("×", close, css="button sign close", aria_label=f"Close: {progress.tour.name}")
        with tag("div", css="steps"):
            self._kept = Kept(tag("ol", aria_live="polite"))
            self._end = tag("p", progress.tour.end, css="tour-end")
            button("Start again", progress.restart, css="link again")

    def refresh(self) -> None:
        """Tick off what was done."""
        steps, at = self.progress.tour.steps, self.progress.at
        self._kept.show(
            [
                Piece(number, (number < at, number == at), self._builder(number, each))
                for number, each in enumerate(steps)
            ]
        )
        self._end.set_visibility(at == len(steps))
        if at != self._at:
            self._at = at
            ui.run_javascript(_TO_NEXT)

    def _builder(self, number: int, step: Step) -> Callable[[], ui.element]:
        return lambda: self._step(number, step)

    def _step(self, number: int, step: Step) -> ui.element:
        at, of = self.progress.at, len(self.progress.tour.steps)
        state = "done" if number < at else "next" if number == at else "later"
        with tag("li", css=f"step {state}", aria_current="step" if state == "next" else None) as drawn:
            tag("span", "✓" if state == "done" else str(number + 1), css="step-sign", aria_hidden="true")
            with tag("div", css="step-words"):
                if state == "next":
                    tag("p", f"Step {number + 1} of {of}", css="quiet step-count")
                tag("h3", step.title)
                if state == "done":
                    tag("span", "Done", css="unseen")
                elif state == "next":
                    tag("p", step.why)
                    tag("p", step.what, css="todo")
                    with tag("div", css="step-buttons"):
                        button("Show me", lambda: self._show(step.show), css="button primary")
                        button("Skip this step", self.progress.skip, css="link")
        return drawn

    async def _show(self, show: Show) -> None:
        visitor = self.visitor
        if show.person and show.person != visitor.me:
            await visitor.become(show.person)
        place = visitor.direct_message().id if show.place == DIRECT else show.place
        if place:
            await visitor.go_if_elsewhere(place)
        found = self._newest(show.presses) if show.presses else None
        if found:
            await self._press(*found, show)
        elif show.types:
            visitor.write(show.types)
        if show.moves_to and self.progress.journey:
            journey = self.progress.journey
            if sentence := await journey.go(journey.clock.places()[show.moves_to]):
                visitor.say(sentence)

    def _newest(self, wanted: Button) -> tuple[Message, Json, Json] | None:
        """The message with the button, the button's block and the button."""
        visitor = self.visitor
        said = sorted(visitor.world.workspace.visible_to(visitor.me), key=lambda each: each.cursor)
        for message in reversed(said):
            for block, element in pressable(message.blocks, wanted):
                return message, block, element
        return None

    async def _press(self, message: Message, block: Json, element: Json, show: Show) -> None:
        visitor = self.visitor
        visitor.fills = dict(show.fills())
        await visitor.go_if_elsewhere(message.channel)
        await visitor.attempt(
            visitor.world.people.click(
                visitor.me,
                message.ts,
                element["action_id"],
                element.get("value"),
                block_id=block["block_id"],
                channel=message.channel,
            )
        )


def pressable(blocks: Iterable[Json], wanted: Button) -> Iterable[tuple[Json, Json]]:
    """The blocks and buttons that are meant: of a section that says the words, or below one."""
    words = ""
    for block in blocks:
        words = block.get("text", {}).get("text", "") or words
        for element in (*block.get("elements", []), *filter(None, [block.get("accessory")])):
            if element.get("action_id") == wanted.action_id and wanted.near in words:
                yield block, element
