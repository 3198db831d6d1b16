"""Lines across the page that say what is out of the ordinary: time goes ahead, or Slack misbehaves."""

from bot.sandbox.page import time_door
from bot.sandbox.page.tags import button, note, tag
from bot.sandbox.page.visitor import Visitor


class Bars:
    """Both lines; each is there only while there is something to say."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        with tag("div", css="bars"):
            self._going = note("p", css="bar going", role="status")
            with tag("div", css="bar mischief") as self._mischief:
                self._trick = note("p", role="status")
                button("Let Slack behave again", lambda: visitor.world.mischief.play(None))

    def refresh(self) -> None:
        """Say what is so now."""
        world = self.visitor.world
        self._going.set_text(time_door.going(self.visitor, world.journey) if world.journey else "")
        trick = world.mischief.trick
        self._trick.set_text(f"Slack misbehaves. {trick.says}" if trick else "")
        self._mischief.set_visibility(trick is not None)
