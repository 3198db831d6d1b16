"""The pictures in docs/pictures, taken of the demo's page on a Monday in March: `make screenshots`."""

import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from bot import meetings, settings
from bot.cli import common, demo, demo_data
from bot.cli.demo_examples import CHAIR, MEMBERS
from bot.cli.logs import start_log
from bot.cli.running import Running
from bot.meetings import Plan
from bot.sandbox.client import Workspace
from storage.words import Door
from tests.browser.conftest import ARGUMENTS, GENERAL, GRACE, HELEN, PRIYA, TOMAS, chromium, say

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
NO_COLOURED_EDGES = "--disable-lcd-text"
# The digest and the first letters go out at the start: it is past their time, on the day of the digest.
A_MONDAY = datetime(2025, 3, 17, 9, 40, tzinfo=UTC)


def main() -> None:
    """Take every picture."""
    start_log("WARNING")
    found = chromium()
    if found is None:
        sys.exit("The pictures need Chromium. On Debian: apt-get install chromium fonts-liberation")
    with demo_on(A_MONDAY) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*ARGUMENTS, NO_COLOURED_EDGES])

        def window(user_id: str, place: str = "", width: int = 1280, height: int = 800) -> Page:
            page = browser.new_page(viewport={"width": width, "height": height}, locale="en-GB")
            page.goto(f"{base}/?as={user_id}&in={place}")
            return page

        digest(window(GRACE))
        form(window(GRACE))
        home(window(PRIYA))
        case(window(PRIYA, GENERAL))
        letter(window(TOMAS))
        telephone(window(TOMAS, width=390, height=780))
        pack(window(PRIYA, GENERAL, height=1100))
        meeting(window(HELEN))
        minutes(window(PRIYA, GENERAL))
        browser.close()


def digest(page: Page) -> None:
    expect(page.get_by_role("heading", name="Weekly digest")).to_be_visible()
    expect(page.locator(".plot svg")).to_be_visible()
    take(page, "digest")


def form(page: Page) -> None:
    """With what is wrong said at the fields."""
    say(page, "/audit")
    opened = page.get_by_role("dialog", name="Log an audit")
    opened.get_by_role("combobox", name="Case").press_sequentially("K7")
    page.get_by_role("option", name="K7Q2M").click()
    expect(opened.get_by_role("combobox", name="Case")).not_to_have_value("K7")
    opened.get_by_role("button", name="Record").click()
    expect(opened.get_by_label("Grade", exact=True)).to_have_attribute("aria-invalid", "true")
    take(page, "form")


def home(page: Page) -> None:
    page.get_by_role("button", name="Home").click()
    expect(page.get_by_role("region", name="Home")).to_contain_text("Overdue in your team")
    take(page, "home")


def case(page: Page) -> None:
    say(page, "/case K7Q2M")
    answer = page.get_by_role("article").filter(has_text="Case K7Q2M")
    expect(answer).to_contain_text("Only visible to you")
    answer.hover(position={"x": 2, "y": 2})
    take(page, "case")


def letter(page: Page) -> None:
    page.get_by_role("button", name="Messages").click()
    expect(page.get_by_role("article").first).to_contain_text("For you today")
    take(page, "letter")


def telephone(page: Page) -> None:
    page.get_by_role("button", name="Channels and apps").click()
    page.get_by_role("button", name="Home").click()
    expect(page.get_by_role("region", name="Home")).to_contain_text("Your actions")
    take(page, "telephone")


def pack(page: Page) -> None:
    say(page, "/g2o meeting pack")
    expect(page.get_by_role("article").last).to_contain_text("Closed since last time")
    take(page, "pack")


def meeting(page: Page) -> None:
    """From the chair's Home to its end, with a decision on the first item and one on the next."""
    page.get_by_role("button", name="Home").click()
    page.get_by_role("button", name="Begin the meeting").click()
    opened = page.get_by_role("dialog")
    opened.get_by_role("button", name="Agree new date").click()
    opened.get_by_role("textbox", name="New date").fill("2025-03-28")
    opened.get_by_label("Anything to note with it?").fill("The school sends its report by then.")
    opened.get_by_role("button", name="Agree").click()
    expect(opened).to_contain_text("Decided: New date agreed: Friday 28 March 2025.")
    take(page, "meeting")
    opened.get_by_role("button", name="Next").click()
    expect(opened).to_contain_text("Item 2 of")
    opened.get_by_role("button", name="Note a decision").click()
    opened.get_by_label("What was decided?").fill("Callum brings the record to supervision this week.")
    opened.get_by_role("button", name="Save").click()
    expect(opened).to_contain_text("Decided: Noted:")
    opened.get_by_role("button", name="Who came").click()
    opened.get_by_role("checkbox", name="Helen Marsh").check()
    opened.get_by_role("checkbox", name="Priya Shah").check()
    opened.get_by_role("button", name="Save").click()
    expect(opened).to_contain_text("Who came is noted.")
    opened.get_by_role("button", name="End the meeting").click()
    page.get_by_role("button", name="End it").click()
    expect(opened.filter(has_text="2 decisions on")).to_be_visible()


def minutes(page: Page) -> None:
    """As a member reads them."""
    say(page, "/g2o meeting minutes")
    expect(page.get_by_role("article").last).to_contain_text("Minutes")
    take(page, "minutes")


def take(page: Page, name: str) -> None:
    page.evaluate("document.activeElement?.blur()")
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)  # what moves in or out of sight has arrived
    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")


@contextmanager
def demo_on(moment: datetime) -> Iterator[str]:
    """The demo at a moment of its own; gives the page's address."""
    ahead = moment - datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder, demo.workspace(with_page=True) as base:
        Workspace(base).shift_clock(ahead.total_seconds())
        environment = demo.environment_in(base, f"sqlite:///{folder}/demo.db")
        chosen = settings.read(environment, needs_slack=True)
        opened = common.open_database(chosen, upgrade=True, alone=True)
        with opened as database, Running(chosen, database, lambda: datetime.now(UTC) + ahead) as running:
            with database.begin() as session:
                visit = common.command_line_visit(chosen, Door.IMPORT, ahead)
                demo_data.load(session, visit)
                meetings.plan(session, visit, Plan(visit.today, CHAIR, MEMBERS))
            running.start(threading.Event())
            yield base


if __name__ == "__main__":
    main()
