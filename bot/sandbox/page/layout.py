"""The page: who one is, where one can go, what one looks at, and a thread at the side."""

from nicegui import ui

from bot.sandbox.cast import Person
from bot.sandbox.page.bars import Bars
from bot.sandbox.page.conversation import Talk, Thread, app_name, kind, title
from bot.sandbox.page.curtain import Curtain
from bot.sandbox.page.drawer import Drawer
from bot.sandbox.page.forms import Modal
from bot.sandbox.page.guide import HOME
from bot.sandbox.page.home import Home
from bot.sandbox.page.messages import avatar
from bot.sandbox.page.tags import Kept, Piece, button, popup, tag
from bot.sandbox.page.time_door import TimeDoor
from bot.sandbox.page.tour import TourPanel
from bot.sandbox.page.visitor import Visitor

NAME = "a workspace to try in"
PROMISE = (
    "This page is on this computer alone and loads nothing from anywhere else. "
    "The people and cases are invented."
)


class Layout:
    """One window of the page; the tour is open at the start if wanted."""

    def __init__(self, visitor: Visitor, *, with_tour: bool = False) -> None:
        self.visitor = visitor
        self._pane: Talk | Home | None = None
        self._beside: Thread | None = None
        self._links: dict[str, tuple[ui.element, _Count]] = {}
        self._person_counts: dict[str, _Count] = {}
        with tag("div", css="workspace") as self._frame:
            with tag("header", css="top"):
                self._top()
            visitor.watch(Bars(visitor).refresh)
            self._side = tag("nav", css="side", aria_label="Channels and apps", id="side")
            self._side.on("keydown.esc", lambda _: self._fold())
            with self._side:
                self._places = Kept(tag("div", css="places"))
                tag("p", PROMISE, css="promise")
            self._veil = tag("div", css="veil").on("click", lambda _: self._fold())
            self._main = Kept(tag("main", css="main"))
            self._thread = Kept(tag("aside", css="aside", aria_label="Thread"))
            self._drawers()
        visitor.watch(self._refresh)
        if with_tour and self._tour:
            self._tour.open()
        Modal(visitor)

    def _top(self) -> None:
        self._opener = button("☰", self._unfold, css="button sign opener", aria_label="Channels and apps")
        self._opener.props["aria-controls"] = "side"
        team = self.visitor.world.workspace.config.team_name
        with tag("p", css="team"):
            tag("strong", team)
            tag("span", f" {NAME}")
        self._tools = tag("div", css="tools")
        self._who = Kept(tag("div", css="who"))

    def _drawers(self) -> None:
        """The door of time, and what opens at the side: the tour, and what is behind the curtain."""
        visitor, world = self.visitor, self.visitor.world
        self._tour: Drawer | None = None
        with self._tools:
            if world.journey:
                visitor.watch(TimeDoor(visitor, world.journey).refresh)
            if progress := world.progress:
                self._tour = Drawer("tour", progress.tour.name, "☑", self._frame)
            curtain = Drawer("curtain", "Behind the curtain", "⚙", self._frame)
        if self._tour and (progress := world.progress):
            self._tour.hold(lambda close: TourPanel(visitor, progress, close).refresh)
            visitor.watch(lambda: progress.look(visitor.me, visitor.place))
            visitor.watch(self._tour.refresh)
        curtain.hold(lambda close: Curtain(visitor, close).refresh)
        visitor.watch(curtain.refresh)

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
        visitor.direct_message()
        channels = [each.id for each in visitor.world.workspace.conversations_of(visitor.me)]
        self._places.show([Piece("places", (visitor.me, channels), self._build_places)])
        self._who.show([Piece("who", visitor.me, self._build_who)])
        self._mark()

    def _build_main(self) -> ui.element:
        visitor, here = self.visitor, self.visitor.conversation
        with tag("div", css="pane") as pane:
            with tag("div", css="head"):
                tag("h1", title(here) if here else f"{app_name(visitor)} · Home")
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

    def _build_who(self) -> ui.element:
        world, me = self.visitor.world, self.visitor.world.guide.person(self.visitor.me)
        with tag("button", css="me", type="button", aria_haspopup="menu") as opener:
            avatar(me.name)
            with tag("span", css="me-words"):
                tag("span", "You are ", css="unseen")
                tag("strong", me.name)
                tag("span", f" {me.role}", css="role")
            tag("span", "▾", aria_hidden="true")
            with popup():
                tag("p", "Be somebody else", css="menu-title")
                for each in world.guide.people:
                    self._person(each, is_me=each.id == me.id)
        return opener

    def _person(self, person: Person, *, is_me: bool) -> None:
        with ui.menu_item(on_click=lambda: self.visitor.become(person.id)) as item:
            item.props["role"] = "menuitemradio"
            item.props["aria-checked"] = "true" if is_me else "false"
            avatar(person.name)
            with tag("span", css="person"):
                with tag("span"):
                    tag("strong", person.name)
                    tag("span", f" · {person.role}")
                    self._person_counts[person.id] = _Count()
                tag("span", person.about, css="about")

    # where one can go

    def _build_places(self) -> ui.element:
        visitor, direct = self.visitor, self.visitor.direct_message()
        self._links.clear()
        with tag("div") as places:
            tag("h2", app_name(visitor))
            with tag("ul"):
                self._place(HOME, "⌂", "Home")
                self._place(direct.id, "✉", "Messages")
            tag("h2", "Channels")
            with tag("ul"):
                for each in visitor.world.workspace.conversations_of(visitor.me):
                    if each.kind != "im":
                        self._place(each.id, "🔒" if each.kind == "private" else "#", each.name)
        return places

    def _place(self, place: str, sign: str, name: str) -> None:
        async def go() -> None:
            self._fold()
            await self.visitor.go(place)

        with tag("li"), button("", go, css="place") as link:
            tag("span", sign, css="place-sign", aria_hidden="true")
            tag("span", name, css="place-name")
            self._links[place] = link, _Count()

    def _mark(self) -> None:
        """Where one is, and what is new where; the buttons themselves stay, and with them the focus."""
        visitor, world = self.visitor, self.visitor.world
        for place, (link, count) in self._links.items():
            conversation = world.workspace.conversations.get(place)
            unread = world.unread(visitor.me, conversation) if conversation else 0
            count.show(unread)
            link.classes(**({"add": "unread"} if unread else {"remove": "unread"}))
            link.props(
                **({"add": "aria-current=page"} if place == visitor.place else {"remove": "aria-current"})
            )
        for user_id, count in self._person_counts.items():
            count.show(world.unread_anywhere(user_id))

    def _unfold(self) -> None:
        self._frame.classes("side-open")
        ui.run_javascript("document.querySelector('#side .place')?.focus()")

    def _fold(self) -> None:
        self._frame.classes(remove="side-open")
        ui.run_javascript("document.querySelector('.opener')?.focus()")


class _Count:
    """How much is new somewhere."""

    def __init__(self) -> None:
        self._shown = 0
        self._badge = tag("span", css="count")
        self._badge.set_visibility(False)

    def show(self, unread: int) -> None:
        """Say how much; nothing of nothing."""
        if unread == self._shown:
            return
        self._shown = unread
        self._badge.set_visibility(unread > 0)
        self._badge.clear()
        with self._badge:
            tag("span", str(unread))
            tag("span", " new", css="unseen")
