"""Everything that the bot shows, drawn in a browser one under another."""

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from bot.settings import DUTY_SENTENCE
from handlers.blocks import digest, home
from tests.browser.conftest import OpenPage
from tests.handlers.test_blocks import DAY, MESSAGES, VIEWS
from tests.handlers.test_digest_blocks import FULL, HUGE
from tests.handlers.test_home_blocks import HOMES

UNKNOWN = {"type": "hologram", "block_id": "unknown"}
MISMADE = {"type": "header", "block_id": "mismade"}
SHOWN: dict[str, list[Any]] = {
    **{f"message: {name}": list(message.blocks) for name, message in MESSAGES.items()},
    **{f"form: {name}": list(view.as_dict()["blocks"]) for name, view in VIEWS.items()},
    **{f"Home: {name}": list(home.page(shown, DAY, DUTY_SENTENCE)) for name, shown in HOMES.items()},
    "digest: full": list(digest.digest(FULL, DUTY_SENTENCE).blocks),
    "digest: huge": list(digest.digest(HUGE, DUTY_SENTENCE).blocks),
}
# What one operates, by the names that the browser gives to screen readers.
CONTROLS = {
    "button", "checkbox", "combobox", "Date", "InputTime", "link", "listbox", "menuitem", "option", "radio",
    "region", "spinbutton", "textbox",
}  # fmt: skip

# A table that is too wide is moved sideways on its own.
_SPILLING = """() => [...document.querySelectorAll(".exhibit, .exhibit *")]
    .filter(each => !each.closest(".rows") && !each.closest("svg"))
    .filter(each => each.getBoundingClientRect().right > window.innerWidth + 0.5)
    .map(each => `${each.closest(".exhibit").ariaLabel}: ${each.className}`)"""
_INVISIBLE = """() => [...document.querySelectorAll(".bk")]
    .filter(each => !each.checkVisibility() || each.offsetHeight < 2)
    .map(each => `${each.closest(".exhibit").ariaLabel}: ${each.className}`)"""


def hang(address: str, exhibits: object) -> tuple[int, str]:
    """Has these drawn in the gallery; gives the answer."""
    connection = HTTPConnection(urlsplit(address).netloc)
    connection.request("PUT", "/gallery", json.dumps(exhibits))
    answer = connection.getresponse()
    said = answer.status, answer.read().decode()
    connection.close()
    return said


def test_everything_that_the_bot_shows_is_drawn_and_named(open_page: OpenPage, demo_address: str) -> None:
    hang(demo_address, [{"name": name, "blocks": blocks} for name, blocks in SHOWN.items()])
    page = open_page(path="/gallery", width=390)
    expect(page.locator(".bk")).to_have_count(sum(map(len, SHOWN.values())))
    expect(page.locator(".plot svg")).to_have_count(2)
    expect(page.locator(".undrawn")).to_have_count(0)
    assert page.evaluate(_INVISIBLE) == []
    assert page.evaluate(_SPILLING) == []
    operated = controls(page)
    assert len(operated) > 500
    assert [each for each in operated if not each.get("name", {}).get("value")] == []


def controls(page: Page) -> list[dict[str, Any]]:
    """What one operates on the page, as screen readers are told of it."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    return [each for each in tree["nodes"] if each.get("role", {}).get("value") in CONTROLS]


def test_what_cannot_be_drawn_is_said_to_be_there(open_page: OpenPage, demo_address: str) -> None:
    assert hang(demo_address, [{"name": "Strange", "blocks": [UNKNOWN, MISMADE]}])[0] == 200
    drawn = open_page(path="/gallery").get_by_role("article", name="Strange")
    expect(drawn).to_contain_text("This block (hologram) is not drawn here.")
    expect(drawn).to_contain_text("Slack would refuse this block. [ERROR] missing required field: text")


def test_the_gallery_says_what_it_takes(demo_address: str) -> None:
    assert hang(demo_address, [{"blocks": {}}])[0] == 400
    assert "missing required field: name [json-pointer:/0]" in hang(demo_address, [{"blocks": {}}])[1]
