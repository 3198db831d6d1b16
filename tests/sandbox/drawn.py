"""Blocks to be drawn, and the lines they are printed as."""

import io
from typing import Any

from rich.console import Console

from bot.sandbox import drawing
from bot.sandbox.config import Json

READER = drawing.Reader({"U0PRIYA001": "Priya Shah", "U0BOT00001": "Case audits", "C0TEAM": "practice"})


def printed(picture: Any, width: int = 80, *, colour: bool = False) -> str:
    paper = io.StringIO()
    Console(
        file=paper, width=width, force_terminal=colour, color_system="truecolor" if colour else None
    ).print(picture)
    return "\n".join(line.rstrip() for line in paper.getvalue().splitlines())


def lines(*blocks: Json, width: int = 80) -> list[str]:
    """The blocks as Home shows them, without its rules and its margin of two."""
    picture = drawing.home({"type": "home", "blocks": list(blocks)}, READER).picture
    return [line.removeprefix("  ") for line in printed(picture, width).splitlines()[2:-2]]


def text(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def mrkdwn(words: str) -> Json:
    return {"type": "mrkdwn", "text": words}


def section(words: str, **more: Any) -> Json:
    return {"type": "section", "block_id": "row", "text": mrkdwn(words), **more}


def button(label: str, **more: Any) -> Json:
    return {"type": "button", "action_id": "press", "text": text(label), **more}


def choices(*labels: str) -> list[Json]:
    return [{"text": text(label), "value": label.lower()} for label in labels]


def select(kind: str, *labels: str, **more: Any) -> Json:
    return {"type": kind, "action_id": "choose", "options": choices(*labels), **more}


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def run(words: str, **style: bool) -> Json:
    return {"type": "text", "text": words, "style": style}


def sentence(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def cells(*values: str | int) -> list[Json]:
    return [
        {"type": "raw_number", "value": value}
        if isinstance(value, int)
        else {"type": "raw_text", "text": value}
        for value in values
    ]


def field(label: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": label,
        "label": text(label),
        "element": {"action_id": "a", **element},
        **more,
    }
