"""Behind the curtain: what passed between the workspace and the app, and a switch to make Slack misbehave."""

from collections.abc import Callable

from nicegui import ui

from bot.sandbox import traffic
from bot.sandbox.page.mischief import TRICKS
from bot.sandbox.page.pressing import menu
from bot.sandbox.page.tags import Kept, Piece, button, tag
from bot.sandbox.page.visitor import Visitor
from bot.sandbox.traffic import Exchange

SIGNS = {"delivered": "to the app", "called": "from the app", "answered": "from the app"}
UNANSWERED = {"drop_before": "no answer", "server_error": "error 500", "ratelimited": "told to wait (429)"}
EMPTY = "Nothing yet. Do something in the workspace, and what passes is listed here."


class Curtain:
    """The drawer; nothing of it is drawn before it is opened."""

    def __init__(self, visitor: Visitor, close: Callable[[], None]) -> None:
        self.visitor = visitor
        with tag("div", css="head"):
            tag("h2", "Behind the curtain")
            tag("span", "What passed between Slack and the app, newest first", css="quiet")
            tricks = [(each.kind, each.name) for each in TRICKS]
            menu("Make Slack misbehave", tricks, self._play, sign="Make Slack misbehave")
            button("×", close, css="button sign close", aria_label="Close what is behind the curtain")
        with tag("div", css="traffic", tabindex="0", role="region", aria_label="What passed"):
            self._empty = tag("p", EMPTY, css="undrawn")
            self._kept = Kept(tag("div"))

    def refresh(self) -> None:
        """List what is new."""
        newest_first = list(reversed(self.visitor.world.workspace.traffic.kept))
        self._empty.set_visibility(not newest_first)
        self._kept.show([Piece(each.number, each.look, _builder(each)) for each in newest_first])

    def _play(self, kind: str) -> None:
        self.visitor.world.mischief.play(next(each for each in TRICKS if each.kind == kind))


def outcome(exchange: Exchange) -> str:
    """How it went, in a few words."""
    if exchange.trouble:
        return f"not acknowledged ({exchange.trouble})"
    if exchange.kind == "delivered":
        if exchange.milliseconds is None:
            return "waits for an acknowledgement"
        return f"acknowledged in {exchange.milliseconds:.0f} ms"
    if exchange.reply is None or exchange.reply.get("ok"):
        return "ok"
    error = str(exchange.reply.get("error"))
    return UNANSWERED.get(error, error)


def _builder(exchange: Exchange) -> Callable[[], ui.element]:
    return lambda: _row(exchange)


def _row(exchange: Exchange) -> ui.element:
    with tag("details", css=f"exchange {exchange.kind}") as row:
        with tag("summary"):
            tag("span", SIGNS[exchange.kind], css="direction")
            tag("strong", exchange.name)
            is_bad = exchange.trouble or (exchange.reply is not None and exchange.reply.get("ok") is False)
            tag("span", outcome(exchange), css="outcome bad" if is_bad else "outcome")
        inside = tag("div")

    def unfold() -> None:
        if not inside.default_slot.children:
            with inside:
                _part("Payload" if exchange.kind == "delivered" else "Arguments", exchange.sent)
                if exchange.reply is not None:
                    _part("Answer", exchange.reply)

    # what nobody opens is not sent to the browser
    row.on("toggle", lambda _: unfold(), js_handler="() => emit()")
    return row


def _part(name: str, given: dict[str, object]) -> None:
    tag("p", name, css="quiet")
    tag("pre", traffic.pretty(given), tabindex="0")
