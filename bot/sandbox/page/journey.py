"""Going ahead in time, seen by every window."""

import asyncio
from datetime import datetime

from bot.sandbox.page.guide import Clock
from bot.sandbox.workspace import Changes


class Journey:
    """The clock of the page. `to` is where it is going at the moment, `count` how often it has gone."""

    def __init__(self, clock: Clock, changes: Changes) -> None:
        self.clock = clock
        self.to: datetime | None = None
        self.count = 0
        self._changes = changes

    async def go(self, to: datetime) -> str:
        """Go there; gives a sentence where that cannot be."""
        if self.to:
            return "You are on your way already. Please wait a moment."
        self.to = to
        self._changes.note()
        try:
            # on a thread: it calls this very server
            await asyncio.to_thread(self.clock.travel, to)
            self.count += 1
        except ValueError as why:
            return str(why)
        finally:
            self.to = None
            self._changes.note()
        return ""
