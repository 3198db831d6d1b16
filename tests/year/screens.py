"""What people see, read back into facts: a button beside words, a line of the plan by its headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.conversations.conftest import Slack, shown

Screen = dict[str, Any]


def beside(screen: Screen, words: str, action_id: str) -> str:
    """The value of the button that stands beside these words, or follows them."""
    is_here = False
    for block in screen["blocks"]:
        if "text" in block:
            is_here = words in _said(block)
        elements = [block["accessory"]] if "accessory" in block else block.get("elements", [])
        for element in elements if is_here else []:
            if element.get("action_id", "").split()[:1] == [action_id]:
                return str(element["value"])
    raise AssertionError(f"no {action_id} beside {words}: {shown(screen)}")


def entry(screen: Screen, words: str, label: str) -> str:
    """The value of the entry of that label in the menu beside these words."""
    for block in screen["blocks"]:
        if words in _said(block) and "options" in block.get("accessory", {}):
            for option in block["accessory"]["options"]:
                if option["text"]["text"] == label:
                    return str(option["value"])
    raise AssertionError(f"no menu with {label} beside {words}: {shown(screen)}")


def values(screen: Screen, action_id: str) -> Sequence[str]:
    """The values of all buttons of a kind, or of the options of a select, in order."""
    found = [
        element for element in _elements(screen) if element.get("action_id", "").split()[:1] == [action_id]
    ]
    return [
        str(one["value"]) for element in found for one in element.get("options", [element]) if "value" in one
    ]


def offered(form: Screen, field: str) -> Sequence[tuple[str, str]]:
    """What can be chosen or ticked in a field of a form: the words, and the value of each."""
    element = next(block["element"] for block in form["blocks"] if block["block_id"] == field)
    return [(option["text"]["text"], str(option["value"])) for option in element["options"]]


def has(screen: Screen, action_id: str) -> bool:
    return any(element.get("action_id") == action_id for element in _elements(screen))


def _said(block: Screen) -> str:
    return shown({"blocks": [block]})


def _elements(screen: Screen) -> Iterator[Screen]:
    for block in screen["blocks"]:
        yield from [block["accessory"]] if "accessory" in block else block.get("elements", [])


@dataclass(frozen=True)
class SeenLine:
    """A line of the plan as its page shows it."""

    page: Screen
    title: str
    said: Sequence[str]
    origin: Sequence[str]
    cases: Sequence[str]
    actions: dict[str, str]
    became: str
    reviews: Sequence[str]


def plan(slack: Slack, user: str) -> Sequence[SeenLine]:
    """Every line of the plan, page by page, each opened."""
    return [
        read_line(slack.clicked(user, page, "open_line", key))
        for page in pages(slack, user, "/g2o plan")
        for key in values(page, "open_line")
    ]


def pages(slack: Slack, user: str, line: str) -> Iterator[Screen]:
    """A list from its first page to its last."""
    page = slack.answer(user, line)
    yield page
    while has(page, "page_after"):
        page = slack.clicked(user, page, "page_after")
        yield page


def read_line(page: Screen) -> SeenLine:
    title = next(block["text"]["text"] for block in page["blocks"] if block["type"] == "header")
    headings = ("*Where it came from*", "*Actions*", "*What became of it*", "*Reviews*")
    parts: dict[str, list[str]] = {"": []}
    heading = ""
    for text in texts(page):
        first, _, rest = text.partition("\n")
        heading = first if first in headings else heading
        parts.setdefault(heading, []).append(rest if first in headings else text)
    return SeenLine(
        page,
        title,
        said="\n".join(parts[""]).splitlines(),
        origin=parts["*Where it came from*"][0].splitlines(),
        cases=values(page, "open_case"),
        actions={
            name: row for row in parts["*Actions*"][1:] if (name := row.partition("*")[2].partition("*")[0])
        },
        became="\n".join(parts.get("*What became of it*", [])),
        reviews=[line for line in parts["*Reviews*"][0].splitlines() if line.startswith("•")],
    )


def texts(screen: Screen) -> Sequence[str]:
    """What the sections of a message say, each apart."""
    return [
        block["text"]["text"] for block in screen["blocks"] if block["type"] == "section" and "text" in block
    ]


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\b\d+\b", text)]
