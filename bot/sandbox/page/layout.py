"""The page: who one is, where one can go, what one looks at, and a thread at the side."""

from collections.abc import Callable

from nicegui import ui

from bot.sandbox.page.conversation import Talk, Thread, kind, title
from bot.sandbox.page.forms import Modal
from bot.sandbox.page.home import Home
from bot.sandbox.page.messages import avatar
from bot.sandbox.page.tags import Kept, Piece, button, tag
from bot.sandbox.page.visitor import HOME, Visitor

NAME = "a workspace to try in"
PROMISE = (
    "This page is on this computer alone and loads nothing from anywhere else. "
    "The people and cases are invented."
)


class Layout:
    """One window of the page."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self._pane: Talk | Home | None = None
        self._beside: Thread | None = None
        with tag("div", css="workspace") as self._frame:
            with tag("header", css="top"):
                self._top()
            self._side = tag("nav", css="side", aria_label="Channels and apps", id="side")
            with self._side:
                self._places = Kept(tag("div", css="places"))
                tag("p", PROMISE, css="promise")
            self._veil = tag("div", css="veil").on("click", lambda _: self._fold())
            self._main = Kept(tag("main", css="main"))
            self._thread = Kept(tag("aside", css="aside", aria_label="Thread"))
        visitor.watch(self._refresh)
        Modal(visitor)

    def _top(self) -> None:
        self._opener = button("☰", self._unfold, css="button sign opener", aria_label="Channels and apps")
        self._opener.props["aria-controls"] = "side"
        team = self.visitor.world.workspace.config.team_name
        with tag("p", css="team"):
            tag("strong", team)
            tag("span", f" {NAME}")
        self._who = Kept(tag("div", css="who"))

    def _refresh(self) -> None:
        visitor = self.visitor
        here = visitor.conversation
        self._main.show([Piece((visitor.me, visitor.place), None, self._build_main)])
        if self._pane:
            self._pane.refresh()
        there = visitor.thread if here else None
        self._thread.show([Piece((visitor.me, there), None, self._build_thread)] if there else [])
        if there and self._beside:
            self._beside.refresh()
        self._frame.classes(**({"add": "with-thread"} if there else {"remove": "with-thread"}))
        self._places.show([Piece("places", self._places_look(), self._build_places)])
        self._who.show([Piece("who", self._who_look(), self._build_who)])

    def _build_main(self) -> ui.element:
        visitor, here = self.visitor, self.visitor.conversation
        app = visitor.world.workspace.config.app.bot_name
        with tag("div", css="pane") as pane:
            with tag("div", css="head"):
                tag("h1", title(here) if here else f"{app} · Home")
                tag("span", kind(visitor, here) if here else "What waits for you", css="quiet")
            self._pane = Talk(visitor, here) if here else Home(visitor)
        return pane

    def _build_thread(self) -> ui.element:
        visitor, here = self.visitor, self.visitor.conversation
        with tag("div", css="pane") as pane:
            if here and visitor.thread:
                self._beside = Thread(visitor, here, visitor.thread)
        return pane

    # who one is

    def _who_look(self) -> object:
        world = self.visitor.world
        return self.visitor.me, [world.unread_anywhere(each.id) for each in world.guide.people]

    def _build_who(self) -> ui.element:
        world, me = self.visitor.world, self.visitor.world.guide.person(self.visitor.me)
        with tag("button", css="me", type="button", aria_haspopup="menu") as opener:
            avatar(me.name)
            with tag("span", css="me-words"):
                tag("span", "You are ", css="unseen")
                tag("strong", me.name)
                tag("span", f" {me.role}", css="role")
            tag("span", "▾", aria_hidden="true")
            with ui.menu().props("auto-close").classes("menu people"):
                tag("p", "Be somebody else", css="menu-title")
                for each in world.guide.people:
                    chosen = self._becoming(each.id)
                    with ui.menu_item(on_click=chosen).props("role=menuitemradio") as item:
                        item.props["aria-checked"] = "true" if each.id == me.id else "false"
                        avatar(each.name)
                        with tag("span", css="person"):
                            with tag("span"):
                                tag("strong", each.name)
                                tag("span", f" · {each.role}")
                                _count(world.unread_anywhere(each.id))
                            tag("span", each.about, css="about")
        return opener

    def _becoming(self, user_id: str) -> Callable[[], object]:
        return lambda: self.visitor.become(user_id)

    # where one can go

    def _places_look(self) -> object:
        visitor, world = self.visitor, self.visitor.world
        visitor.direct_message()
        channels = world.workspace.conversations_of(visitor.me)
        return visitor.me, visitor.place, [(each.id, world.unread(visitor.me, each)) for each in channels]

    def _build_places(self) -> ui.element:
        visitor = self.visitor
        channels = visitor.world.workspace.conversations_of(visitor.me)
        with tag("div") as places:
            tag("h2", visitor.world.workspace.config.app.bot_name)
            with tag("ul"):
                self._place(HOME, "⌂", "Home", 0)
                direct = visitor.direct_message()
                self._place(direct.id, "✉", "Messages", visitor.world.unread(visitor.me, direct))
            tag("h2", "Channels")
            with tag("ul"):
                for each in channels:
                    if each.kind != "im":
                        sign = "🔒" if each.kind == "private" else "#"
                        self._place(each.id, sign, each.name, visitor.world.unread(visitor.me, each))
        return places

    def _place(self, place: str, sign: str, name: str, unread: int) -> None:
        async def go() -> None:
            self._fold()
            await self.visitor.go(place)

        is_here = place == self.visitor.place
        with tag("li"), button("", go, css="place" + (" unread" if unread else "")) as link:
            if is_here:
                link.props["aria-current"] = "page"
            tag("span", sign, css="place-sign", aria_hidden="true")
            tag("span", name, css="place-name")
            _count(unread)

    def _unfold(self) -> None:
        self._frame.classes("side-open")
        ui.run_javascript("document.querySelector('#side .place')?.focus()")

    def _fold(self) -> None:
        self._frame.classes(remove="side-open")


def _count(unread: int) -> None:
    if unread:
        with tag("span", css="count"):
            tag("span", str(unread))
            tag("span", " new", css="unseen")
