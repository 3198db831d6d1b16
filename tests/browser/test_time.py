"""Going ahead in time in the demo: what the bot would write on the way, it writes."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage

GRACE = "U0GRACE03"
ON_A_BUSY_MACHINE = 20_000


def test_time_goes_ahead_to_the_weekly_digest(open_page: OpenPage) -> None:
    page = open_page(GRACE)
    opener = page.get_by_role("button", name="Go ahead in time")
    opener.click()
    form = page.get_by_role("dialog", name="Go ahead in time")
    form.get_by_role("textbox").fill("1 January 2020")
    form.get_by_role("button", name="Go", exact=True).click()
    expect(form.get_by_role("alert")).to_have_text("Time goes ahead only: choose a later day.")
    monday = form.get_by_role("button", name="Next Monday, noon")
    day = monday.inner_text().splitlines()[-1]
    monday.click()
    expect(page.get_by_text(f"Going to {day}")).to_be_visible()
    digest = page.get_by_role("article").filter(has_text=f"Today, {day}")
    expect(digest).to_contain_text("Weekly digest: the whole service", timeout=ON_A_BUSY_MACHINE)
    expect(opener).to_contain_text(f"{day}, 12:00")
