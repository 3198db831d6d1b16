"""The form that is open: filled in, sent, closed, and drawn again as the app changes it."""

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from bot.sandbox import forms
from bot.sandbox.page import blocks, mrkdwn
from bot.sandbox.page.dates import UNREADABLE
from bot.sandbox.page.surface import Surface
from bot.sandbox.page.tags import Kept, Piece, button, note, tag
from bot.sandbox.page.visitor import Visitor
from bot.sandbox.views import View

MISSING = "Please fill this in."
UNCHOSEN = "Please choose one of the list that opens as you type."
# What was clicked may be gone, and the keyboard with it.
_KEEP_FOCUS = """setTimeout(() => {
    const form = document.querySelector(".modal");
    if (form && !form.contains(document.activeElement)) form.focus();
}, 60)"""
_TO_FIRST_WRONG = """setTimeout(() => {
    document.querySelector(".modal .wrong")?.querySelector("input, select, textarea")?.focus();
}, 60)"""


class Modal:
    """The topmost view of a person's stack, whatever that is."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self._view: View | None = None
        self._look: tuple[object, ...] = ()
        self._surface: Surface | None = None
        self._kept: Kept | None = None
        self._trouble: TextElement | None = None
        self._is_sending = False
        self._dialog = ui.dialog().props(
            "no-backdrop-dismiss transition-duration=0 aria-labelledby=modal-title"
        )
        self._dialog.on_value_change(lambda event: None if event.value else self._close())
        visitor.watch(self.refresh)

    def refresh(self) -> None:
        """Show the view that is on top, or nothing."""
        view = self.visitor.world.views.top(self.visitor.me)
        if view is not self._view:
            self._view, self._look = view, ()
            self._dialog.clear()
            if view is None:
                self._dialog.close()
                return
            self._begin(view)
        look = (view.hash, dict(view.errors)) if view else ()
        if view and look != self._look:
            self._look = look
            self._show(view)

    def _begin(self, view: View) -> None:
        """A new surface for a view that was not there before."""
        self._surface = Surface.of_view(self.visitor, view)
        with self._dialog, tag("div", css="modal", tabindex="-1"):
            self._head = Kept(tag("div", css="modal-head"))
            self._trouble = note("p", css="trouble", role="alert")
            self._kept = Kept(tag("div", css="modal-body"))
            self._foot = Kept(tag("div", css="modal-foot"))
        self._is_sending = False
        self._dialog.open()

    def _show(self, view: View) -> None:
        """The view as the app has made it now; fields that stay as they were are left alone."""
        surface = self._surface
        if surface is None or self._kept is None:
            return
        surface.entered, surface.refused = view.entered, dict(view.errors)
        self._fill_in(view)
        self._draw_frame(view, surface)
        self._kept.show(blocks.pieces(surface, view.blocks))
        if view.errors:
            self._go_to_first_wrong()
        else:
            ui.run_javascript(_KEEP_FOCUS)

    def _fill_in(self, view: View) -> None:
        """Put in what was prepared, once the fields are there for it."""
        for each in forms.fields(view.blocks):
            block_id, _ = each.key
            if block_id in self.visitor.fills:
                value = self.visitor.fills.pop(block_id)
                view.entered[each.key] = forms.shaped(each, value, view.suggestions)

    def _draw_frame(self, view: View, surface: Surface) -> None:
        """Title and buttons; those that say the same stay, or a click at that moment would be lost."""
        reader = surface.reader
        title = mrkdwn.words(view.given["title"], reader)
        close = mrkdwn.words(view.given.get("close"), reader) or "Cancel"
        submit = mrkdwn.words(view.given.get("submit"), reader)
        self._head.show(
            [
                Piece("title", title, lambda: tag("h2", title, css="modal-title", id="modal-title")),
                Piece("x", None, lambda: button("×", self._close, css="button sign", aria_label="Close")),
            ]
        )
        buttons = [Piece("close", close, lambda: button(close, self._close))]
        if submit:
            buttons.append(
                Piece("submit", submit, lambda: button(submit, self._submit, css="button primary submit"))
            )
        self._foot.show(buttons)

    async def _submit(self) -> None:
        view, surface = self._view, self._surface
        if view is None or surface is None or self._kept is None or self._is_sending:
            return
        surface.refused = _missing(view) | _unreadable(view, surface)
        self._kept.show(blocks.pieces(surface, view.blocks))
        if surface.refused:
            self._go_to_first_wrong()
            return
        self._is_sending = True
        self._foot.parent.props["aria-busy"] = "true"
        try:
            await self._send(view)
        finally:
            self._is_sending = False
            del self._foot.parent.props["aria-busy"]

    async def _send(self, view: View) -> None:
        self._say("")
        world, me = self.visitor.world, self.visitor.me
        done = await self.visitor.attempt(world.filling.submit(me, {}, view.id))
        if done and not done.acknowledged:
            self._say("The app did not answer in time. What you filled in is still here: please try again.")

    async def _close(self) -> None:
        view = self._view
        if view is not None and self.visitor.world.views.top(self.visitor.me) is view:
            await self.visitor.attempt(self.visitor.world.filling.close(self.visitor.me))
            self.refresh()

    def _say(self, sentence: str) -> None:
        if self._trouble is not None and not self._trouble.is_deleted:
            self._trouble.set_text(sentence)

    def _go_to_first_wrong(self) -> None:
        ui.run_javascript(_TO_FIRST_WRONG)


def _unreadable(view: View, surface: Surface) -> dict[str, str]:
    """By block, what was typed for a day and is none."""
    return {each.key[0]: UNREADABLE for each in forms.fields(view.blocks) if each.key[0] in surface.unread}


def _missing(view: View) -> dict[str, str]:
    """By block, what Slack's client would say before it sends a form."""
    wrong: dict[str, str] = {}
    for each in forms.fields(view.blocks):
        if each.required and forms.current(each, view.entered) in (None, "", []):
            wrong[each.key[0]] = UNCHOSEN if each.type == "external_select" else MISSING
    return wrong
