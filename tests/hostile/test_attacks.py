"""What an attacker would try, inside and outside the workspace; docs/security.md tells of each."""

import json
import logging
import socket
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import sqlalchemy as sa

from handlers import http_mode, routes
from storage import journal
from storage.models import Audit
from tests.backends import SQLite
from tests.hostile import hidden, payloads, posting, seen
from tests.hostile.conftest import SOUND, opened
from tests.hostile.hidden import Hidden, hide
from tests.hostile.scene import LEAVER, STRANGER, Scene, scene

TOMAS, ALANA, SAMIR, GRACE, PRIYA = "U0TOMAS02", "U0ALANA05", "U0SAMIR06", "U0GRACE03", "U0PRIYA01"
NOBODYS = "ZZZZ9"  # no case has this reference
OUTSIDE = (STRANGER, LEAVER, SAMIR, TOMAS, ALANA, PRIYA)
# Somebody who may do nothing to it, and somebody who may do all of it elsewhere.
REACHING = (TOMAS, PRIYA)


@pytest.fixture(scope="module")
def attacked(records: SQLite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Scene, Hidden]]:
    """The bot in HTTP mode, where whoever finds its address can post to it, and what it keeps from most."""
    with opened(records, SOUND, tmp_path_factory.mktemp("attacked")) as database:
        with database.begin() as session:
            there = hide(session)
        with scene(database, is_http=True) as running:
            yield running, there


@pytest.fixture
def here(attacked: tuple[Scene, Hidden]) -> Iterator[Scene]:
    """The scene; at the end nothing was logged as an error, and the bot answers as ever."""
    scene = attacked[0]
    scene.said.taken()
    yield scene
    assert [one.getMessage() for one in scene.said.taken() if one.levelno >= logging.ERROR] == []
    assert "You can say" in answer(scene, GRACE, "help")


@pytest.fixture
def there(attacked: tuple[Scene, Hidden]) -> Hidden:
    return attacked[1]


def answer(scene: Scene, user: str, said: str) -> str:
    """What a command is answered, as all that came back."""
    done = scene.workspace.command(user, "/g2o", said)
    assert done.acknowledged
    return json.dumps(scene.workspace.messages(user, done.since)[-1])


def rows(scene: Scene) -> int:
    """How many changes the record has seen."""
    with scene.db.reading() as session:
        return journal.end(session).number


def post(scene: Scene, payload: Any, content_type: str = posting.JSON) -> tuple[int, str]:
    """The payload signed as Slack signs, at the bot's own address."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return posting.post(scene.bot.address, body, {"Content-Type": content_type, **posting.signed(body)})


# --- from outside the workspace


@pytest.mark.parametrize("name", posting.UNSIGNED)
def test_what_slack_did_not_sign_just_now_is_refused(here: Scene, name: str) -> None:
    body, headers = posting.UNSIGNED[name]
    before = rows(here)
    status, said = posting.post(here.bot.address, body, {"Content-Type": posting.FORM, **headers})
    assert (status, said) == (401, "This address is for Slack alone.\n")
    assert rows(here) == before


@pytest.mark.parametrize("name", posting.NOT_SLACKS)
def test_a_signed_body_that_is_nothing_of_slacks_is_refused(here: Scene, name: str) -> None:
    body, content_type = posting.NOT_SLACKS[name]
    assert post(here, body, content_type)[0] == 400


@pytest.mark.parametrize("name", posting.ODDLY_SLACKS)
def test_a_signed_payload_of_an_odd_shape_is_passed_over(here: Scene, name: str) -> None:
    assert post(here, posting.ODDLY_SLACKS[name]) == (200, "")


def test_a_body_that_is_far_too_large_is_refused_before_it_is_sent(here: Scene) -> None:
    assert posting.announced(here.bot.address, 10_000_000_000) == 413


def test_bodies_that_come_slowly_hold_nobody_up(here: Scene) -> None:
    host, port = urlsplit(here.bot.address).netloc.split(":")
    begun = f"POST {http_mode.PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf".encode()
    slow = [socket.create_connection((host, int(port))) for _ in range(60)]
    try:
        for one in slow:
            one.sendall(begun)
        at = time.monotonic()
        assert "You can say" in answer(here, GRACE, "help")
        assert time.monotonic() - at < 10
    finally:
        for one in slow:
            one.close()


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Slack_Signature": "v0=1", "X_Slack_Request_Timestamp": "1"},
        {"X-Forwarded-For": "127.0.0.1", "X-Slack-Retry-Num": "1"},
        {"X-Slack-No-Retry": "1", "X-Original-URL": "/readyz"},
        {"Authorization": "Bearer xoxb-sandbox"},
        {"X-HTTP-Method-Override": "GET"},
    ],
)
def test_no_header_takes_the_place_of_a_signature(here: Scene, headers: dict[str, str]) -> None:
    body = posting.BODY
    assert posting.post(here.bot.address, body, {"Content-Type": posting.FORM, **headers})[0] == 401


@pytest.mark.parametrize("path", ["/slack/events/", "/slack/../slack/events", "/SLACK/EVENTS", "/etc/passwd"])
def test_no_other_path_leads_in(here: Scene, path: str) -> None:
    body = posting.BODY
    headers = {"Content-Type": posting.FORM, **posting.signed(body)}
    assert posting.post(here.bot.address, body, headers, path)[0] == 404


def test_a_request_that_is_sent_again_records_nothing_twice(here: Scene) -> None:
    asked = here.workspace.command(GRACE, "/g2o", "help")
    since = here.workspace.messages(GRACE, asked.since)[-1]["cursor"]
    ways = here.workspace.ways_back(GRACE)
    fields = payloads.command(GRACE, ways, "/audit", "74DPC good on 12 March by Jo Day")
    body = urlencode(fields).encode()
    assert [post(here, body, posting.FORM)[0] for _ in range(3)] == [200] * 3
    here.workspace.messages(GRACE, since, timeout=15.0, count=3)
    with here.db.reading() as session:
        jos = sa.select(sa.func.count()).where(Audit.auditor_name == "Jo Day")
        assert session.scalar(jos) == 1


def test_an_answer_goes_nowhere_but_to_slack(here: Scene) -> None:
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.settimeout(1.5)
        port = elsewhere.getsockname()[1]
        for address in (
            f"http://127.0.0.1:{port}/latest/meta-data",
            f"http://hooks.slack.com@127.0.0.1:{port}/",
            f"http://127.0.0.1:{port}#.slack.com",
            f"http://localhost:{port}/hooks.slack.com",
            "file:///etc/passwd",
        ):
            ways = {**here.workspace.ways_back(GRACE), "response_url": address}
            fields = payloads.command(GRACE, ways, "/g2o", "help")
            assert post(here, urlencode(fields).encode(), posting.FORM)[0] == 200
            click = payloads.click(GRACE, ways, "see_list", "mine 0")
            clicked = urlencode({"payload": json.dumps(click)}).encode()
            assert post(here, clicked, posting.FORM)[0] == 200
        with pytest.raises(TimeoutError):
            elsewhere.accept()


def test_a_home_that_is_said_to_lie_on_other_pages_is_a_home(here: Scene) -> None:
    here.workspace.open_home(SAMIR)
    home = {**here.workspace.home(SAMIR), "previous_view_id": "V0BELOW"}
    click = payloads.click(SAMIR, here.workspace.ways_back(SAMIR), "show_help", "help", home)
    assert here.workspace.deliver("interactive", click).acknowledged
    assert here.workspace.view(SAMIR)


# --- from inside it


def reaching(there: Hidden) -> list[str]:
    """The values by which a button or a form could mean what is hidden."""
    return [hidden.REFERENCE, str(there.action_id)]


@pytest.mark.parametrize("user", REACHING)
def test_no_button_reaches_what_is_another_teams(here: Scene, there: Hidden, user: str) -> None:
    before = _of_the_hidden(here, there)
    for action_id in routes.BUTTONS:
        for value in reaching(there):
            payload = payloads.click(user, here.workspace.ways_back(user), action_id, value)
            payload["actions"][0]["block_id"] = f"x|case {hidden.REFERENCE}"
            assert here.workspace.deliver("interactive", payload).acknowledged
    _settled(here)
    sent = [here.workspace.screen(user), here.workspace.api_calls()]
    assert [said for _, said in seen.texts(sent) if hidden.WORDS in said] == []
    assert _of_the_hidden(here, there) == before


def _of_the_hidden(here: Scene, there: Hidden) -> list[Any]:
    """How what is hidden stands: nobody may change it unseen."""
    with here.db.reading() as session:
        return [
            tuple(row)
            for row in session.execute(
                sa.text(
                    "SELECT status, version, owner_id, due_on FROM actions WHERE id = :action UNION ALL "
                    "SELECT grade, version, auditor_id, audited_on FROM audits WHERE id = :audit"
                ),
                {"action": there.action_id, "audit": there.audit_id},
            )
        ]


def _settled(here: Scene) -> None:
    """Waits until what was begun by clicks before has been answered."""
    answer(here, GRACE, "who")
    time.sleep(0.3)


@pytest.mark.parametrize("user", REACHING)
def test_no_form_reaches_what_is_another_teams(here: Scene, there: Hidden, user: str) -> None:
    before = _of_the_hidden(here, there)
    for callback_id in routes.FORMS:
        for value in reaching(there):
            carried = json.dumps([there.action_id, f"x|case {value}"]) if value.isdecimal() else value
            done = here.workspace.deliver("interactive", _form(here, user, callback_id, carried))
            assert done.acknowledged
            assert hidden.WORDS not in json.dumps(done.response)
    assert _of_the_hidden(here, there) == before


def _form(here: Scene, user: str, callback_id: str, carried: str) -> dict[str, Any]:
    """A form filled in with what most of them ask for."""
    entered: dict[str, tuple[str, dict[str, Any]]] = {
        "case": ("external_select", {"selected_option": {"value": hidden.REFERENCE}}),
        "again": ("plain_text_input", {"value": hidden.REFERENCE}),
        "grade": ("static_select", {"selected_option": {"value": "good"}}),
        "owner": ("users_select", {"selected_user": user}),
        "why": ("plain_text_input", {"value": "Because"}),
        "reason": ("plain_text_input", {"value": "Because"}),
        "recommendation": ("plain_text_input", {"value": "Ring the school"}),
        "action": ("plain_text_input", {"value": "Ring the school"}),
        "wanted": ("datepicker", {"selected_date": "2025-04-14"}),
        "day": ("datepicker", {"selected_date": "2025-03-20"}),
        "date": ("datepicker", {"selected_date": "2025-03-13"}),
    }
    values = {name: {name: {"type": kind, **value}} for name, (kind, value) in entered.items()}
    view = {
        "id": "V0FORGED",
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": carried,
        "title": {"type": "plain_text", "text": "x"},
        "submit": {"type": "plain_text", "text": "x"},
        "blocks": [{"type": "input", "block_id": name} for name in entered],
        "state": {"values": values},
    }
    return payloads.submission(user, here.workspace.ways_back(user), view)


@pytest.mark.parametrize("user", OUTSIDE)
@pytest.mark.parametrize("word", ["case", "history", "recommendations", "export case"])
def test_a_case_one_may_not_see_is_answered_like_one_that_is_not_there(
    here: Scene, user: str, word: str
) -> None:
    told = [
        _without_ids(answer(here, user, f"{word} {reference}")) for reference in (hidden.REFERENCE, NOBODYS)
    ]
    assert told[0] == told[1]


def _without_ids(message: str) -> tuple[str, ...]:
    read = json.loads(message)
    return (read["text"], json.dumps([block.get("text") for block in read.get("blocks", [])]))


@pytest.mark.parametrize("user", [STRANGER, LEAVER, SAMIR, TOMAS, PRIYA])
@pytest.mark.parametrize("action_id", routes.CHOICES)
def test_a_list_tells_nobody_of_a_case_that_is_not_theirs(here: Scene, user: str, action_id: str) -> None:
    def offered(typed: str) -> Any:
        done = here.workspace.deliver("interactive", payloads.suggestion(user, action_id, typed))
        return done.response

    for known, unknown in ((hidden.REFERENCE, NOBODYS), (hidden.NUMBER, "990012"), ("HXD", "ZZZ")):
        assert offered(known) == offered(unknown)


def test_a_file_that_somebody_else_dropped_is_not_brought_in(here: Scene) -> None:
    content = b"name,role\nMallory Vane,leader\n"
    here.workspace.drop(SAMIR, "people.csv", content)
    file_id = json.dumps(here.workspace.screen(SAMIR)).partition('"F')[2].partition('"')[0]
    event = {
        "type": "message", "subtype": "file_share", "channel_type": "im", "user": GRACE, "channel": "D1",
        "ts": "1.1", "files": [{"id": f"F{file_id}", "user": GRACE}],
    }  # fmt: skip
    before = rows(here)
    assert post(here, payloads.event(event, "EvSomebodyElses"))[0] == 200
    click = payloads.click(
        GRACE, here.workspace.ways_back(GRACE), "bring_in_file", f"F{file_id} people 00 all"
    )
    assert here.workspace.deliver("interactive", click).acknowledged
    _settled(here)
    assert rows(here) == before
    assert "Mallory" not in json.dumps(here.workspace.screen(GRACE))
