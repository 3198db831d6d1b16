"""The demo's page as a whole: who reaches it, who one is on it, and what can be taken away."""

from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import expect
from slack_sdk import WebClient

from bot.sandbox.client import Workspace
from bot.sandbox.config import App
from tests.browser.conftest import GENERAL, PRIYA, OpenPage


def test_one_can_be_somebody_else(open_page: OpenPage) -> None:
    page = open_page(PRIYA)
    page.get_by_role("button", name="You are Priya Shah").click()
    page.get_by_role("menuitemradio", name="Tomas Reid").click()
    expect(page.get_by_role("button", name="You are Tomas Reid")).to_be_visible()
    page.get_by_role("button", name="Messages").click()
    expect(page.get_by_role("article").first).to_contain_text("This is my first letter to you.")


def test_a_file_is_downloaded_as_it_was_uploaded(open_page: OpenPage, slack: Workspace) -> None:
    bot = WebClient(App({}).bot_token, base_url=f"{slack.base}/api/")
    bot.files_upload_v2(channel=GENERAL, filename="rounds.csv", content="round,basis\nMarch 2025,half\n")
    page = open_page(PRIYA, place=GENERAL)
    with page.expect_download() as download:
        page.get_by_role("link", name="rounds.csv").click()
    assert download.value.suggested_filename == "rounds.csv"
    assert Path(download.value.path()).read_text(encoding="utf-8") == "round,basis\nMarch 2025,half\n"


def test_what_ails_slack_does_not_ail_the_page(slack: Workspace) -> None:
    slack.misbehave("server_error", path="/page/")
    assert status(slack.base, "/page/files/F1") == 404
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
