"""Messages and commands on the demo's page, with the real bot behind it."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import GENERAL, GRACE, PRIYA, OpenPage, say


def test_a_command_is_answered_to_whoever_typed_it(open_page: OpenPage) -> None:
    page = open_page(PRIYA, place=GENERAL)
    say(page, "/case K7Q2M")
    answer = page.get_by_role("article").filter(has_text="Case K7Q2M")
    expect(answer).to_contain_text("Only visible to you")
    others = open_page(GRACE, place=GENERAL)
    expect(others.get_by_role("heading", name="# general")).to_be_visible()
    expect(others.get_by_role("article").filter(has_text="Case K7Q2M")).to_have_count(0)


def test_a_command_is_completed_from_the_keyboard(open_page: OpenPage) -> None:
    page = open_page(PRIYA)
    page.locator("#composer").press_sequentially("/ov")
    expect(page.get_by_role("option", name="/overdue")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#composer")).to_have_value("/overdue ")
    expect(page.get_by_text("Show overdue actions")).to_be_visible()


def test_a_list_is_paged_where_it_stands(open_page: OpenPage) -> None:
    page = open_page(GRACE, place=GENERAL)
    say(page, "/g2o open all")
    answer = page.get_by_role("article").filter(has_text="Open:")
    expect(answer).to_contain_text(re.compile("1 to 10 of"))
    answer.get_by_role("button", name="Next").click()
    expect(answer).to_contain_text(re.compile("11 to 20 of"))
    answer.get_by_role("button", name="Previous").click()
    expect(answer).to_contain_text(re.compile("1 to 10 of"))


def test_a_message_is_answered_in_a_thread(open_page: OpenPage) -> None:
    page = open_page(PRIYA, place=GENERAL)
    say(page, "The school has written back.")
    said = page.get_by_role("log").get_by_role("article").filter(has_text="The school has written back.")
    said.hover()
    said.get_by_role("button", name="More for the message by Priya Shah").click()
    page.get_by_role("menuitem", name="Reply in a thread").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread).to_contain_text("The school has written back.")
    thread.get_by_role("textbox").fill("Thank you")
    thread.get_by_role("textbox").press("Enter")
    expect(thread.get_by_role("article").last).to_contain_text("Thank you")
    expect(page.get_by_role("main").get_by_role("button", name="1 reply")).to_be_visible()


def test_the_keyboard_is_enough(open_page: OpenPage) -> None:
    page = open_page(GRACE)
    composer = page.locator("#composer")
    composer.wait_for()
    for _ in range(30):
        page.keyboard.press("Tab")
        if composer.evaluate("field => field === document.activeElement"):
            break
    page.keyboard.type("/audit")
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Log an audit")
    expect(form).to_be_visible()
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(composer).to_be_focused()
