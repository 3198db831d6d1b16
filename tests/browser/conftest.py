"""A browser, and the demo's page in it: the demo runs as people start it, as a process of its own."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.sandbox.client import Workspace

OpenPage = Callable[..., Page]

PRIYA, TOMAS, GRACE, HELEN = "U0PRIYA01", "U0TOMAS02", "U0GRACE03", "U0HELEN04"
GENERAL = "C0GENERAL1"

# How long a wait may last before it has failed, in milliseconds: a machine that is busy takes its time.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """Where the machine's own Chromium is."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium; with REQUIRE_BROWSER=1 a machine without one fails."""
    found = chromium()
    if found is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("there is no Chromium on this machine, and REQUIRE_BROWSER is 1")
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def demo_address(browser: Browser) -> Iterator[str]:
    """Where the demo's page is, while there is a browser to look at it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    said = process.stdout.readline()
    yield said.split()[1]
    process.send_signal(signal.SIGINT)
    _, complaints = process.communicate(timeout=30)
    # Python 3.11 loses a cancellation that meets a timeout; NiceGUI says so, and cancels again
    serious = [each for each in complaints.splitlines() if "Could not cancel" not in each]
    assert (process.returncode, serious) == (0, [])


@pytest.fixture
def slack(demo_address: str) -> Workspace:
    """The demo's workspace, to act in as somebody else than who is at the window."""
    return Workspace(demo_address)


@pytest.fixture
def open_page(browser: Browser, demo_address: str, slack: Workspace) -> Iterator[OpenPage]:
    """Opens the page as a person, in a window of a size; whatever it asks of another host fails the test.

    `place` is the id of a channel; `path` is another page than the workspace. Forms left open are closed at
    the end, as a person's next window would show them again.
    """
    opened: list[Page] = []
    asked: list[str] = []

    def open_as(
        user_id: str = PRIYA, *, place: str = "", path: str = "/", width: int = 1280, height: int = 800
    ) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{demo_address}{path}?as={user_id}&in={place}")
        opened.append(page)
        return page

    yield open_as
    for each in opened:
        each.close()
    for person in (PRIYA, TOMAS, GRACE):
        while slack.screen(person)["view"]:
            slack.close(person)
    own = (demo_address, demo_address.replace("http:", "ws:"), "data:")
    assert [url for url in asked if not url.startswith(own)] == []


def say(page: Page, text: str) -> None:
    """Write it and send it."""
    field = page.locator("#composer")
    field.fill(text)
    field.press("Enter")
