"""The demo's page as people use it: in a real browser, with the real bot behind it."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from bot.sandbox.client import Workspace
from tests.browser.conftest import OpenPage

PRIYA, TOMAS, GRACE = "U0PRIYA01", "U0TOMAS02", "U0GRACE03"


def say(page: Page, text: str) -> None:
    """Write it and send it."""
    field = page.locator("#composer")
    field.fill(text)
    field.press("Enter")


def test_a_command_is_answered_to_whoever_typed_it(open_page: OpenPage) -> None:
    page = open_page(PRIYA)
    say(page, "/case K7Q2M")
    answer = page.get_by_role("article").last
    expect(answer).to_contain_text("Only visible to you")
    expect(answer).to_contain_text("Case K7Q2M")


def test_a_command_is_completed_from_the_keyboard(open_page: OpenPage) -> None:
    page = open_page(PRIYA)
    page.locator("#composer").press_sequentially("/ov")
    expect(page.get_by_role("option", name="/overdue")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#composer")).to_have_value("/overdue ")
    expect(page.get_by_text("Show overdue actions")).to_be_visible()


def test_a_form_says_at_the_field_what_is_missing(open_page: OpenPage) -> None:
    page = open_page(GRACE)
    say(page, "/audit")
    form = page.get_by_role("dialog", name="Log an audit")
    form.get_by_role("button", name="Record").click()
    expect(form.get_by_label("Grade", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_role("combobox", name="Case")).to_be_focused()
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)


def test_a_form_keeps_what_is_typed_while_it_grows(open_page: OpenPage) -> None:
    page = open_page(GRACE)
    say(page, "/audit")
    form = page.get_by_role("dialog", name="Log an audit")
    form.get_by_role("combobox", name="Case").press_sequentially("K7")
    page.get_by_role("option", name="K7Q2M").click()
    strength = form.get_by_role("textbox", name="Strength (optional)", exact=True)
    strength.fill("Her views are heard")
    form.get_by_role("button", name="Another strength").click()
    expect(form.get_by_role("textbox", name="Strength 2 (optional)")).to_be_visible()
    expect(strength).to_have_value("Her views are heard")
    form.get_by_role("button", name="Cancel").click()
    expect(form).to_have_count(0)


def test_a_button_in_home_opens_what_it_says(open_page: OpenPage) -> None:
    page = open_page(TOMAS, width=390)
    page.get_by_role("button", name="Channels and apps").click()
    page.get_by_role("button", name="Home").click()
    page.get_by_role("region", name="Home").get_by_role("button", name="My cases").click()
    expect(page.get_by_role("dialog")).to_contain_text("K7Q2M")


def test_what_ails_slack_does_not_ail_the_page(demo_address: str) -> None:
    slack = Workspace(demo_address)
    slack.misbehave("server_error", path="/page/")
    assert status(demo_address, "/page/files/F1") == 404
    slack.behave()


def test_the_page_answers_to_this_machine_alone(demo_address: str) -> None:
    assert status(demo_address, host="council.example.org") == 400


def status(address: str, path: str = "/", host: str = "127.0.0.1") -> int:
    """How the page answers to whoever calls it by a name."""
    connection = HTTPConnection(urlsplit(address).netloc)
    connection.request("GET", path, headers={"Host": host})
    answer = connection.getresponse().status
    connection.close()
    return answer
