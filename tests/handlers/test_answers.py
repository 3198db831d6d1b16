"""Answers that a workspace refuses as it does not know a kind of block yet, or that have no way to it."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.errors import Refusal
from bot.settings import DUTY_SENTENCE
from handlers.answers import Answers
from handlers.blocks import digest, parts
from handlers.blocks.parts import Message
from tests.handlers.test_digest_blocks import FULL

NEWER = ("data_visualization", "data_table")


class OlderWorkspace(HTTPServer):
    """Takes answers as a workspace does that knows no newer block; keeps what it took."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.taken: list[dict[str, Any]] = []


class Door(BaseHTTPRequestHandler):
    server: OlderWorkspace

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        refused = any(block["type"] in NEWER for block in body["blocks"])
        if not refused:
            self.server.taken.append(body)
        self.send_response(400 if refused else 200)
        self.end_headers()
        self.wfile.write(b"invalid_blocks" if refused else b"ok")

    def log_message(self, *_: object) -> None:
        """Says nothing on the terminal."""


@pytest.fixture
def workspace() -> Iterator[OlderWorkspace]:
    with OlderWorkspace() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def answered(workspace: OlderWorkspace, message: Message) -> list[dict[str, Any]]:
    """The blocks that the workspace took in the end."""
    url = f"http://127.0.0.1:{workspace.server_port}/"
    Answers(WebClient(base_url=url), "U0PRIYA01", response_url=url).show(message)
    (taken,) = workspace.taken
    assert taken["text"] == message.text
    blocks: list[dict[str, Any]] = taken["blocks"]
    return blocks


def test_a_chart_is_told_in_words_where_it_is_refused(workspace: OlderWorkspace) -> None:
    blocks = answered(workspace, digest.digest(FULL, DUTY_SENTENCE))
    assert blocks[3]["text"]["text"] == digest.finding(FULL)
    assert [block["type"] for block in blocks].count("section") == 3


def test_a_table_is_shown_as_one_of_the_older_kind_where_it_is_refused(workspace: OlderWorkspace) -> None:
    blocks = answered(workspace, Message("Grades", [parts.data_table("Grades", [["Year"], ["2018"]])]))
    assert [block["type"] for block in blocks] == ["table"]


def test_what_is_known_is_shown_as_it_is(workspace: OlderWorkspace) -> None:
    message = Message.plain("You have nothing overdue.")
    assert answered(workspace, message) == list(message.blocks)


def test_a_click_in_home_whose_page_does_not_open_is_refused_before_anything_is_done() -> None:
    nowhere = WebClient(base_url="http://127.0.0.1:9/api/", retry_handlers=[])
    answers = Answers(nowhere, "U0PRIYA01", trigger_id="1.2", is_in_home=True)
    with pytest.raises(Refusal, match="did not open in time"):
        answers.make_room()
    answers.show(Message.plain("There is no way to say this."))


def test_what_is_clicked_elsewhere_needs_no_page() -> None:
    Answers(WebClient(), "U0PRIYA01", response_url="http://127.0.0.1:9/").make_room()


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}/", "http://hooks.slack.com@127.0.0.1:{port}/"])
def test_nothing_is_sent_to_an_address_that_is_not_slacks(workspace: OlderWorkspace, address: str) -> None:
    url = address.format(port=workspace.server_port)
    Answers(WebClient(), "U0PRIYA01", response_url=url).show(Message.plain("You have nothing overdue."))
    assert workspace.taken == []


def test_from_a_message_no_form_opens_and_it_is_said_what_to_do() -> None:
    with pytest.raises(Refusal, match="Please type it as a command"):
        Answers(WebClient(base_url="http://127.0.0.1:1/"), "U0PRIYA01", channel="D1").open("A form")
