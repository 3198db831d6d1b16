"""Where an interactive element stands, and what is called with what one chooses in it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.config import Json
from bot.sandbox.page import mrkdwn
from bot.sandbox.page.surface import Surface


@dataclass
class Place:
    """An element and the words it is known by; `enter` takes a choice, `complain` what is wrong with it."""

    surface: Surface
    block: Json
    element: Json
    label: str
    enter: Callable[[Any], object]
    id: str
    described_by: str | None = None
    complain: Callable[[str], object] = lambda _: None

    @property
    def held(self) -> Any:
        """What it holds now."""
        return self.surface.holds(self.block, self.element)

    @property
    def placeholder(self) -> str:
        """What it shows while it is empty."""
        return mrkdwn.words(self.element.get("placeholder"), self.surface.reader)

    def known_as(self) -> dict[str, str | None]:
        """The attributes by which screen readers know it: a label of its own where none stands by it."""
        if self.described_by is None:
            return {"aria_label": self.label}
        return {"aria_describedby": self.described_by}


async def finished(value: Any) -> None:
    """Waits for what was called, where it goes on for a while."""
    if asyncio.iscoroutine(value):
        await value
