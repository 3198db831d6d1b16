"""Block lists drawn one under another, each with its name, for whoever makes blocks.

What is to be drawn is put there as JSON: `PUT /gallery` with a list of `{"name": ..., "blocks": [...]}`.
"""

import json
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response
from nicegui import ui

from bot.sandbox import forms, limits
from bot.sandbox.checks import items, problem, record, text
from bot.sandbox.config import Json
from bot.sandbox.page import blocks
from bot.sandbox.page.surface import Surface
from bot.sandbox.page.tags import STYLE, tag
from bot.sandbox.page.visitor import Visitor
from bot.sandbox.page.world import World

PLACE = "/gallery"


class Gallery:
    """What was put there last, drawn for anybody who opens it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._exhibits: list[Json] = []

    def open_in(self, app: FastAPI) -> None:
        """Take what is to be drawn, and show it, at the gallery's address."""
        app.put(PLACE)(self._put)
        ui.page(PLACE, title="Gallery")(self._show)

    async def _put(self, request: Request) -> Response:
        try:
            given = json.loads(await request.body())
        except ValueError:
            return PlainTextResponse("That is not JSON.\n", 400)
        if wrong := list(_EXHIBITS(given, "")):
            return PlainTextResponse("".join(f"{each}\n" for each in wrong), 400)
        self._exhibits = given
        return PlainTextResponse(f"{len(given)} drawn at {PLACE}\n")

    def _show(self, request: Request) -> None:
        me = self.world.guide.person(request.query_params.get("as", "")).id
        visitor = Visitor(self.world, me, ui.context.client)
        ui.add_css(STYLE)
        with tag("main", css="gallery"):
            tag("h1", "Gallery")
            for number, each in enumerate(self._exhibits):
                with tag("article", css="exhibit", aria_label=each["name"]):
                    tag("h2", each["name"])
                    _draw(Surface(visitor, f"exhibit-{number}", None, {}), each["blocks"])


def _draw(surface: Surface, given: list[Json]) -> None:
    for place, block in enumerate(given):
        check = limits.BLOCKS.get(str(block.get("type")))
        if wrong := list(check(block, "")) if check else []:
            tag("p", f"Slack would refuse this block. {'; '.join(wrong)}", css="undrawn")
        else:
            [complete] = forms.with_ids([block], f"{surface.place}-{place}")
            blocks.draw(surface, complete)


def _object(value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield problem("must be an object", at)


_EXHIBITS = items(record({"name": text(200), "blocks": items(_object, 100, 0)}), 1000, 0)
