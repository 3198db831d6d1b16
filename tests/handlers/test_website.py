"""The bot's web address: what is there, what is not, and how it ends."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection

import pytest

from handlers.website import MOST_BYTES, Page, Reply, Request, Website

PATIENCE = 5.0  # seconds: a thread that needs longer hangs


@contextmanager
def serving(**pages: Page) -> Iterator[HTTPConnection]:
    """A site whose pages are posted to by their names, and a connection to it."""
    site = Website("127.0.0.1", 0, {("POST", f"/{name}"): page for name, page in pages.items()})
    site.start()
    connection = HTTPConnection(site.address.removeprefix("http://"), timeout=PATIENCE)
    yield connection
    connection.close()
    site.close()


def post(connection: HTTPConnection, path: str, body: bytes = b"", **headers: str) -> tuple[int, str]:
    connection.request("POST", path, body, headers)
    response = connection.getresponse()
    return response.status, response.read().decode()


def echo(request: Request) -> Reply:
    return Reply(HTTPStatus.OK, f"{request.headers['x-tea']} {request.body.decode()}")


def test_a_page_is_given_the_headers_and_the_body() -> None:
    with serving(tea=echo) as connection:
        assert post(connection, "/tea", "Éva".encode(), **{"X-Tea": "green"}) == (200, "green Éva")


@pytest.mark.parametrize(("method", "path"), [("GET", "/tea"), ("POST", "/coffee"), ("POST", "/tea/../tea")])
def test_there_is_nothing_elsewhere(method: str, path: str) -> None:
    with serving(tea=echo) as connection:
        connection.request(method, path)
        response = connection.getresponse()
        assert (response.status, response.read()) == (404, b"There is nothing here.\n")


def test_what_is_far_too_large_is_refused_before_it_is_read_as_anything() -> None:
    with serving(tea=echo) as connection:
        connection.request("POST", "/tea", headers={"Content-Length": str(MOST_BYTES + 1)})
        assert connection.getresponse().status == 413


def test_it_does_not_tell_what_it_is_made_of_and_lets_nothing_be_kept() -> None:
    with serving(tea=echo) as connection:
        connection.request("POST", "/nothing")
        response = connection.getresponse()
        response.read()
        assert response.headers["Server"] is None
        assert response.headers["Cache-Control"] == "no-store"


def test_what_follows_a_reply_begins_when_the_reply_has_gone_out() -> None:
    begun, read = threading.Event(), threading.Event()

    def follow() -> None:
        begun.set()
        read.wait(PATIENCE)

    with serving(tea=lambda _: Reply(HTTPStatus.OK, "tea", after=follow)) as connection:
        assert post(connection, "/tea") == (200, "tea")
        assert begun.wait(PATIENCE)
        read.set()


def test_the_end_waits_for_what_was_begun() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(_: Request) -> Reply:
        begun.set()
        go_on.wait(PATIENCE)
        return Reply(HTTPStatus.OK, "finished")

    site = Website("127.0.0.1", 0, {("POST", "/slow"): slow})
    site.start()
    connection = HTTPConnection(site.address.removeprefix("http://"), timeout=PATIENCE)
    connection.request("POST", "/slow")
    begun.wait(PATIENCE)
    ending = threading.Thread(target=site.close)
    ending.start()
    assert refuses(site.address)
    go_on.set()
    assert connection.getresponse().read() == b"finished"
    ending.join(PATIENCE)
    assert not ending.is_alive()
    connection.close()


def refuses(address: str) -> bool:
    """Whether nothing is answered to a new connection any more."""
    try:
        newcomer = HTTPConnection(address.removeprefix("http://"), timeout=0.2)
        newcomer.request("POST", "/slow")
        newcomer.getresponse()
    except OSError:
        return True
    finally:
        newcomer.close()
    return False


def test_a_connection_that_says_nothing_does_not_hold_up_the_end() -> None:
    with serving(tea=echo) as connection:
        connection.connect()


def test_a_taken_port_is_an_error_of_the_system() -> None:
    site = Website("127.0.0.1", 0, {})
    with pytest.raises(OSError, match="in use"):
        Website("127.0.0.1", int(site.address.rpartition(":")[2]), {})
    site.start()
    site.close()


@pytest.mark.parametrize(
    ("host", "start"),
    [("127.0.0.1", "http://127.0.0.1:"), ("localhost", "http://"), ("::1", "http://[::1]:")],
)
def test_a_host_may_be_a_name_or_an_address_of_either_kind(host: str, start: str) -> None:
    site = Website(host, 0, {("GET", "/tea"): lambda _: Reply(HTTPStatus.OK, "tea")})
    site.start()
    assert site.address.startswith(start)
    site.close()


def test_a_page_that_fails_is_an_error_without_details(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: Request) -> Reply:
        raise ValueError("a child's name")

    with serving(tea=fail) as connection:
        status, body = post(connection, "/tea")
    assert status == 500
    assert "child" not in body
    assert "child" not in caplog.text
