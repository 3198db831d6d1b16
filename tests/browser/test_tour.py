"""The demo's first five minutes, as somebody takes them who wants to be shown."""

from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenPage

PRIYA = "U0PRIYA01"


def show(tour: Locator) -> None:
    """Have the next step done, as far as it can be."""
    tour.get_by_role("button", name="Show me").click()


def test_the_first_steps_are_ticked_off_as_they_are_done(open_page: OpenPage) -> None:
    page = open_page(PRIYA)
    page.get_by_role("button", name="First five minutes").click()
    tour = page.get_by_role("region", name="First five minutes")
    tour.get_by_role("button", name="Start again").click()
    composer = page.locator("#composer")
    for number, text in enumerate(("/audit K7Q2M good", "/case K7Q2M"), start=1):
        expect(tour).to_contain_text(f"Step {number} of 8")
        show(tour)
        expect(composer).to_have_value(text)
        composer.press("Enter")
    expect(tour).to_contain_text("Step 3 of 8")
    show(tour)
    form = page.get_by_role("dialog", name="Agree an action")
    expect(form.get_by_role("textbox", name="Due")).not_to_be_empty()
    form.get_by_role("button", name="Agree", exact=True).click()
    expect(tour).to_contain_text("Step 4 of 8")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    tour.press("Escape")
    expect(tour).to_be_hidden()
    expect(page.get_by_role("button", name="First five minutes")).to_be_focused()
