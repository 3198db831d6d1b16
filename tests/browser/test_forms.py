"""Forms on the demo's page: what is offered, what is wrong, and that nothing typed is lost."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.sandbox.client import Workspace
from tests.browser.conftest import GRACE, OpenPage, say


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page(GRACE)


@pytest.fixture
def form(page: Page) -> Locator:
    """The form that logs an audit, opened."""
    say(page, "/audit")
    return page.get_by_role("dialog", name="Log an audit")


@contextmanager
def until_it_is_drawn_again(slack: Workspace) -> Iterator[None]:
    """After a choice that the bot hears of: of two quick ones it takes the first."""
    before = slack.view(GRACE)["hash"]
    yield
    slack.view(GRACE, changed_from=before)


def choose_the_case(page: Page, form: Locator, slack: Workspace) -> None:
    form.get_by_role("combobox", name="Case").press_sequentially("K7")
    with until_it_is_drawn_again(slack):
        page.get_by_role("option", name="K7Q2M").click()


def test_what_is_missing_is_said_at_the_field(form: Locator) -> None:
    form.get_by_role("button", name="Record").click()
    expect(form.get_by_label("Grade", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_role("combobox", name="Case")).to_be_focused()


def test_cases_are_offered_by_the_bot_as_one_types(page: Page, form: Locator) -> None:
    case = form.get_by_role("combobox", name="Case")
    case.press_sequentially("W4")
    expect(page.get_by_role("option", name="W43D7")).to_be_visible()
    case.press("Enter")
    expect(case).to_have_value(re.compile("^W43D7 · "))


def test_what_the_bot_refuses_is_said_at_the_field_and_nothing_typed_is_lost(
    page: Page, form: Locator, slack: Workspace
) -> None:
    choose_the_case(page, form, slack)
    with until_it_is_drawn_again(slack):
        form.get_by_label("Grade", exact=True).select_option("Good")
    strength = form.get_by_role("textbox", name="Strength (optional)", exact=True)
    strength.fill("Ring her on 07700 900123")
    form.get_by_role("button", name="Record").click()
    expect(strength).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_role("alert").filter(has_text="phone")).to_be_visible()
    expect(strength).to_have_value("Ring her on 07700 900123")
    expect(form.get_by_role("combobox", name="Case")).to_have_value(re.compile("^K7Q2M · "))


def test_a_form_keeps_what_is_typed_while_it_grows(page: Page, form: Locator, slack: Workspace) -> None:
    choose_the_case(page, form, slack)
    strength = form.get_by_role("textbox", name="Strength (optional)", exact=True)
    strength.fill("Her views are heard")
    form.get_by_role("button", name="Another strength").click()
    expect(form.get_by_role("textbox", name="Strength 2 (optional)")).to_be_visible()
    expect(strength).to_have_value("Her views are heard")
