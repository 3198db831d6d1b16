"""What was said: messages as they arrive, and threads at the side."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from nicegui import ui

from bot.sandbox.drawing.words import moment
from bot.sandbox.page import blocks, mrkdwn, pictures
from bot.sandbox.page.pressing import menu
from bot.sandbox.page.surface import Surface
from bot.sandbox.page.tags import Kept, Piece, button, markup, tag
from bot.sandbox.page.visitor import Visitor
from bot.sandbox.workspace import Conversation, Message

REPLY = "reply"

# Whoever reads further up is left there, unless it is for them alone. What is taller than the window is read
# from its beginning.
_TO_NEWEST = """setTimeout(() => {
    const newest = document.getElementById("%s")?.lastElementChild, room = newest?.closest(".reel");
    if (!newest || !(%s || room.scrollTop > -80 - newest.offsetHeight)) return;
    const isTall = newest.offsetHeight > room.clientHeight;
    newest.scrollIntoView({block: isTall ? "start" : "end"});
    if (!isTall) room.scrollTop = 0;
}, 60)"""


class Log:
    """Messages one under another; new ones are read out by screen readers, old ones stay as they are."""

    def __init__(self, visitor: Visitor, label: str, *, in_thread: bool = False) -> None:
        self.visitor = visitor
        self.in_thread = in_thread
        with tag("div", css="reel", tabindex="0", role="region", aria_label=label):
            self._list = tag("div", css="log", role="log", aria_live="polite", aria_label=label)
        self._kept = Kept(self._list)
        self._newest = ""

    def show(self, conversation: Conversation, messages: Sequence[Message]) -> None:
        """Have these messages."""
        pieces: list[Piece] = []
        answered = Counter(each.thread_ts for each in conversation.seen_by(self.visitor.me))
        day = ""
        for each in messages:
            said_on = moment(float(each.ts), "{date_long}", self.visitor.reader)
            if said_on != day and not self.in_thread:
                day = said_on
                pieces.append(Piece(("day", day), day, _day(day)))
            replies = 0 if self.in_thread else answered[each.ts] - (each.thread_ts == each.ts)
            pieces.append(Piece(each.ts, (each.cursor, replies), self._builder(each, replies)))
        self._kept.show(pieces)
        if messages and messages[-1].ts > self._newest:
            last, me = messages[-1], self.visitor.me
            is_for_me = not self._newest or me in (last.user, last.only_for)
            ui.run_javascript(_TO_NEWEST % (self._list.html_id, "true" if is_for_me else "false"))
            self._newest = last.ts

    def _builder(self, message: Message, replies: int) -> Callable[[], ui.element]:
        return lambda: _message(self.visitor, message, replies, in_thread=self.in_thread)


def _day(words: str) -> Callable[[], ui.element]:
    return lambda: tag("div", words, css="day")


def _message(visitor: Visitor, message: Message, replies: int, *, in_thread: bool) -> ui.element:
    surface = Surface.of_message(visitor, message)
    is_private = message.only_for is not None
    who = visitor.name(message.user)
    with tag("article", css="message private" if is_private else "message", aria_label=who) as drawn:
        avatar(who, is_app=visitor.is_app(message.user))
        with tag("div", css="message-main"):
            if is_private:
                tag("p", "Only visible to you", css="only-you")
            _head(visitor, message, who)
            if message.blocks:
                for each in message.blocks:
                    blocks.draw(surface, each)
            else:
                markup(mrkdwn.formatted(message.text, surface.reader), css="text")
            for file in message.files:
                pictures.attached(file)
            if replies:
                words = "1 reply" if replies == 1 else f"{replies} replies"
                button(words, lambda: visitor.open_thread(message.ts), css="link")
        if not is_private:
            _more(visitor, message, who, in_thread=in_thread)
    return drawn


def _head(visitor: Visitor, message: Message, who: str) -> None:
    at = float(message.ts)
    with tag("p", css="message-head"):
        tag("strong", who, css="sender")
        if visitor.is_app(message.user):
            tag("span", "App", css="badge")
        tag(
            "time",
            moment(at, "{time}", visitor.reader),
            datetime=datetime.fromtimestamp(at, visitor.reader.zone).isoformat(timespec="seconds"),
            title=moment(at, "{date_long}, {time}", visitor.reader),
        )
        if message.edited_ts:
            tag("span", "(edited)", css="quiet")


def _more(visitor: Visitor, message: Message, who: str, *, in_thread: bool) -> None:
    """What one can do with a message: reply, and the app's own entries."""
    shortcuts = visitor.world.workspace.config.app.manifest.get("features", {}).get("shortcuts", [])
    own = [(each["callback_id"], each["name"]) for each in shortcuts if each["type"] == "message"]

    async def choose(chosen: str) -> None:
        if chosen == REPLY:
            visitor.open_thread(message.thread_ts or message.ts)
        else:
            people = visitor.world.people
            await visitor.attempt(
                people.message_shortcut(visitor.me, message.ts, chosen, channel=message.channel)
            )

    with tag("div", css="more"):
        choices = own if in_thread else [(REPLY, "Reply in a thread"), *own]
        menu(f"More for the message by {who}", choices, choose)


def avatar(name: str, *, is_app: bool = False) -> None:
    """The first letters of a name on a colour of its own."""
    letters = name[:1] if is_app else "".join(word[:1] for word in name.split()[:2])
    shade = "app" if is_app else f"shade-{sum(map(ord, name)) % 6}"
    tag("span", letters.upper(), css=f"avatar {shade}", aria_hidden="true")
