"""Requests to the bot's own address, as Slack never sends them."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from http.client import HTTPConnection
from random import Random
from urllib.parse import urlencode, urlsplit

from handlers import http_mode
from tests.hostile.scene import SECRET

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MANY = 1_000_000


def signed(body: bytes, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """The headers by which Slack shows that a body is its own."""
    seconds = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), b"v0:" + seconds.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": seconds, "X-Slack-Signature": f"v0={digest}"}


def post(
    address: str, body: bytes, headers: Mapping[str, str], path: str = http_mode.PATH
) -> tuple[int, str]:
    """The status and the text of the answer."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        connection.request("POST", path, body, dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def announced(address: str, length: int) -> int:
    """The status that answers a body which is said to be so long, before any of it is sent."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        connection.putrequest("POST", http_mode.PATH)
        connection.putheader("Content-Type", FORM)
        connection.putheader("Content-Length", str(length))
        connection.endheaders()
        return connection.getresponse().status
    finally:
        connection.close()


BODY = urlencode({"command": "/g2o", "text": "mine", "user_id": "U0TOMAS02"}).encode()
UNSIGNED: Mapping[str, tuple[bytes, Mapping[str, str]]] = {
    "not signed": (BODY, {}),
    "signed with another secret": (BODY, signed(BODY, secret="another")),
    "signed an hour ago": (BODY, signed(BODY, at=0)),
    "signed for tomorrow": (BODY, signed(BODY, at=4_000_000_000)),
    "signed for another body": (BODY + b"&x=1", signed(BODY)),
    "signed in letters of no alphabet": (BODY, {**signed(BODY), "X-Slack-Signature": "v0=\xe9\xff"}),
    "signed without a time": (BODY, {"X-Slack-Signature": signed(BODY)["X-Slack-Signature"]}),
    "signed at no time": (BODY, {**signed(BODY), "X-Slack-Request-Timestamp": "-1e9"}),
    "bytes of no text": (b"\xff\xfe\x00\x80", signed(b"\xff\xfe\x00\x80")),
    "signed with nothing": (BODY, {**signed(BODY), "X-Slack-Signature": ""}),
}
NOT_SLACKS: Mapping[str, tuple[bytes, str]] = {
    "nothing": (b"", JSON),
    "half a JSON": (b'{"type": ', JSON),
    "a list": (b"[1, 2]", JSON),
    "a number": (b"1", JSON),
    "no JSON but NaN": (b"NaN", JSON),
    "a form without a payload": (b"a=b", FORM),
    "a payload that is a list": (urlencode({"payload": "[]"}).encode(), FORM),
    "very deep": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, JSON),
    "very deep lists": (b"[" * 200_000, JSON),
    "deep in a payload": (urlencode({"payload": "[" * 100_000}).encode(), FORM),
    "a number of ten thousand figures": (b'{"a": ' + b"9" * 10_000 + b"}", JSON),
}
ODDLY_SLACKS: Mapping[str, object] = {
    "an empty object": {},
    "a type of nothing": {"type": "nothing"},
    "a type that is a list": {"type": ["block_actions"]},
    "an event that is none": {"type": "event_callback", "event_id": "EvNone1", "event": None},
    "an event without a type": {"type": "event_callback", "event_id": "EvNone2", "event": {}},
    "an event id that is a list": {"type": "event_callback", "event_id": ["x"], "event": {"type": "message"}},
    "a click on nothing": {"type": "block_actions", "actions": []},
    "a form without a view": {"type": "view_submission"},
    "a form without fields": {"type": "view_submission", "user": {"id": "U0"}, "view": {"blocks": []}},
}


def odd(chance: Random, address: str) -> tuple[str, int, tuple[int, ...]]:
    """What was sent, the status of the answer, and those that would be right."""
    match chance.randrange(4):
        case 0:
            name, (body, headers) = chance.choice([*UNSIGNED.items()])
            return name, post(address, body, {"Content-Type": FORM, **headers})[0], (401,)
        case 1:
            name, (body, content_type) = chance.choice([*NOT_SLACKS.items()])
            return name, post(address, body, {"Content-Type": content_type, **signed(body)})[0], (400, 200)
        case 2:
            name, payload = chance.choice([*ODDLY_SLACKS.items()])
            body = json.dumps(payload).encode()
            return name, post(address, body, {"Content-Type": JSON, **signed(body)})[0], (200, 400, 404)
    return "a body too large", announced(address, MANY + 1), (413,)
