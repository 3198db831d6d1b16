"""The app's Home on the demo's page."""

from playwright.sync_api import expect

from bot.sandbox.client import Workspace
from tests.browser.conftest import PRIYA, TOMAS, OpenPage


def test_a_button_in_home_opens_what_it_says(open_page: OpenPage) -> None:
    page = open_page(TOMAS, width=390)
    page.get_by_role("button", name="Channels and apps").click()
    page.get_by_role("button", name="Home").click()
    page.get_by_role("region", name="Home").get_by_role("button", name="My cases").click()
    expect(page.get_by_role("dialog")).to_contain_text("K7Q2M")


def test_home_shows_what_somebody_else_has_done_meanwhile(open_page: OpenPage, slack: Workspace) -> None:
    page = open_page(PRIYA)
    page.get_by_role("button", name="Home").click()
    home = page.get_by_role("region", name="Home")
    expect(home).to_contain_text("To check")
    expect(home).not_to_contain_text("A18")
    letter = next(each for each in slack.messages(TOMAS) if each["text"].startswith("For you today"))
    slack.click(TOMAS, letter, "complete_action", "18")
    expect(home).to_contain_text("A18")
