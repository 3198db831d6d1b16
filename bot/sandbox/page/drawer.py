"""A part of the page that is opened by a button and closed by it, by Escape or by a button of its own."""

from collections.abc import Callable

from nicegui import ui

from bot.sandbox.page.tags import tag

# What is closed gives the focus back; it goes into what is opened.
_TO = "setTimeout(() => document.querySelector('%s')?.focus(), 60)"


class Drawer:
    """What it holds is made when it is first opened; it stands in the frame, which shows where."""

    def __init__(self, name: str, label: str, sign: str, frame: ui.element) -> None:
        self.name = name
        self.is_open = False
        self._frame = frame
        self._refresh: Callable[[], None] | None = None
        self._make: Callable[[Callable[[], None]], Callable[[], None]] | None = None
        self._opener = tag("button", css=f"tool {name}-opener", type="button", aria_expanded="false")
        self._opener.props["aria-controls"] = name
        with self._opener:
            tag("span", sign, aria_hidden="true")
            tag("span", label, css="tool-words")
        self._opener.on("click", lambda _: self._toggle())
        with frame:
            self._place = tag("section", css=name, id=name, aria_label=label, tabindex="-1")
        self._place.on("keydown.esc", lambda _: self.close())

    def hold(self, make: Callable[[Callable[[], None]], Callable[[], None]]) -> None:
        """What is made inside of it: `make` is given how it is closed, and gives how it is drawn anew."""
        self._make = make

    def open(self) -> None:
        """Open it, without taking the focus."""
        self.is_open = True
        if self._refresh is None and self._make:
            with self._place:
                self._refresh = self._make(self.close)
        self._show()
        self.refresh()

    def close(self) -> None:
        """Close it; the focus returns to what opened it."""
        self.is_open = False
        self._show()
        ui.run_javascript(_TO % f".{self.name}-opener")

    def refresh(self) -> None:
        """Draw what has changed, if it is seen."""
        if self.is_open and self._refresh:
            self._refresh()

    def _toggle(self) -> None:
        if self.is_open:
            self.close()
        else:
            self.open()
            ui.run_javascript(_TO % f"#{self.name}")

    def _show(self) -> None:
        self._frame.classes(
            **({"add": f"with-{self.name}"} if self.is_open else {"remove": f"with-{self.name}"})
        )
        self._opener.props(add=f"aria-expanded={'true' if self.is_open else 'false'}")
