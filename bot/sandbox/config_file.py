"""A workspace read from a file: TOML or JSON with the fields of `config.Config`, or an app manifest alone."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.sandbox.checks import Check, flag, items, matching, number, one_of, positive, problem, record, text
from bot.sandbox.config import App, Channel, Config, Json, User

PARTS_OF_A_MANIFEST = frozenset({"display_information", "features", "oauth_config", "settings"})
_PROBLEM = re.compile(r"\[ERROR\] (?P<what>.*) \[json-pointer:/(?P<at>.*)\]")

EXAMPLE = Config(
    app=App({"features": {"bot_user": {"display_name": "bot"}}}),
    users=(
        User("U0ALICE001", "alice", "Alice Example"),
        User("U0BOB00001", "bob", "Bob Example"),
        User("U0CHARLIE1", "charlie", "Charlie Example"),
    ),
    channels=(
        Channel("C0GENERAL1", "general", "public", ("U0ALICE001", "U0BOB00001", "U0CHARLIE1", "U0BOT00001")),
    ),
)


class Unreadable(ValueError):  # noqa: N818 - said of the file
    """The file is no workspace; the message is a sentence that says why."""


def read(path: Path) -> Config:
    """The workspace in a file. A manifest alone is installed in the example's. Raises Unreadable."""
    given = _parsed(path)
    if PARTS_OF_A_MANIFEST & set(given):
        return replace(EXAMPLE, app=App(given))
    if isinstance(given.get("app"), dict) and isinstance(given["app"].get("manifest"), str):
        given["app"]["manifest"] = _parsed(path.parent / given["app"]["manifest"])
    for each in [*_FILE(given, ""), *_unknown_members(given)]:
        raise Unreadable(_sentence(path, each))
    return Config(
        **{
            **given,
            "app": App(**given["app"]),
            "users": tuple(User(**each) for each in given.get("users", [])),
            "channels": tuple(_channel(each) for each in given.get("channels", [])),
            "retry_after": tuple(given.get("retry_after", Config.retry_after)),
        }
    )


def _channel(given: Json) -> Channel:
    return Channel(**{**given, "members": tuple(given.get("members", []))})


def _parsed(path: Path) -> Json:
    kind = "TOML" if path.suffix == ".toml" else "JSON"
    try:
        written = path.read_text(encoding="utf-8")
        given = tomllib.loads(written) if kind == "TOML" else json.loads(written)
    except OSError:
        raise Unreadable(f"{path} cannot be read. Is the name right?") from None
    except ValueError as why:
        raise Unreadable(f"{path} is not {kind}: {why}.") from None
    if not isinstance(given, dict):
        raise Unreadable(f"{path} holds no workspace: it has to be an object with the field app.")
    return given


def _sentence(path: Path, found: str) -> str:
    match = _PROBLEM.fullmatch(found)
    if match is None:
        return f"{path}: {found}."
    where = f" at {match['at'].replace('/', '.')}" if match["at"] else ""
    return f"{path}{where}: {match['what']}."


# what a file may hold


def _object(value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield problem("must be an object, or the name of a JSON file beside this one", at)


def _zone(value: Any, at: str) -> Iterator[str]:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, TypeError):
        yield problem("must be a time zone such as Europe/London", at)


def _not_negative(value: Any, at: str) -> Iterator[str]:
    wrong = list(number(value, at))
    yield from wrong
    if not wrong and value < 0:
        yield problem("must not be below 0", at)


def _unknown_members(given: Json) -> Iterator[str]:
    """Members of channels who are nobody; of a file that is right part by part."""
    if list(_FILE(given, "")):
        return
    known = {each["id"] for each in given.get("users", [])}
    known.add(given["app"].get("bot_user_id", App.bot_user_id))
    for place, channel in enumerate(given.get("channels", [])):
        for member in channel.get("members", []):
            if member not in known:
                yield problem(f"{member} is none of the users", f"/channels/{place}/members")


_USER_ID = matching(r"[UW][A-Z0-9]+", "a user id such as U0ALICE001")
_CHANNEL_ID = matching(r"[CG][A-Z0-9]+", "a channel id such as C0GENERAL1")
_SHORT: Check = text(255)
_APP = record(
    {"manifest": _object},
    {
        **dict.fromkeys(("bot_token", "app_token", "signing_secret", "bot_id", "app_id"), _SHORT),
        "bot_user_id": _USER_ID,
    },
)
_USER = record(
    {"id": _USER_ID, "name": _SHORT},
    {
        "real_name": text(255, 0),
        "email": text(255, 0),
        "tz": _zone,
        "team_id": text(255, 0),
        **dict.fromkeys(("is_bot", "deleted", "is_restricted", "is_ultra_restricted", "is_stranger"), flag),
    },
)
_CHANNEL = record(
    {"id": _CHANNEL_ID, "name": _SHORT},
    {
        "kind": one_of("public", "private", "shared"),
        "members": items(_USER_ID, 10_000, 0),
        "is_archived": flag,
    },
)
_FILE = record(
    {"app": _APP},
    {
        "users": items(_USER, 10_000, 0),
        "channels": items(_CHANNEL, 10_000, 0),
        "team_name": _SHORT,
        "team_id": _SHORT,
        "enterprise_id": text(255, 0),
        "retry_after": items(_not_negative, 10, 0),
        "history_lag": _not_negative,
        **dict.fromkeys(("acknowledge_within", "trigger_lifetime", "ping_every"), positive),
    },
)
