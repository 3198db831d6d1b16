"""The app's Home."""

from bot.sandbox.page import blocks
from bot.sandbox.page.surface import Surface
from bot.sandbox.page.tags import Kept, tag
from bot.sandbox.page.visitor import Visitor


class Home:
    """What the app has published to the person, as it stands."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self._surface: Surface | None = None
        with tag("div", css="reel", tabindex="0", role="region", aria_label="Home"):
            self._waiting = tag("p", "Home is on its way …", css="undrawn")
            self._kept = Kept(tag("div", css="home", aria_live="polite"))

    def refresh(self) -> None:
        """Draw what is new."""
        view = self.visitor.world.views.homes.get(self.visitor.me)
        self._waiting.set_visibility(view is None)
        if view is None:
            return
        if self._surface is None or self._surface.place != view.id:
            self._surface = Surface.of_view(self.visitor, view)
        self._surface.entered = view.entered
        self._kept.show(blocks.pieces(self._surface, view.blocks))
