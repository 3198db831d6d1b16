"""What Slack delivers, held to the shape that everything behind relies on before anything reads it.

Slack itself keeps to it. Whatever does not is nothing that a person did, and is answered by nothing.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Fits = Callable[[Any], bool]

# PostgreSQL stores no NUL, and nothing can write half of a pair of surrogates down.
_NOT_TO_BE_STORED = re.compile("[\0\ud800-\udfff]")
_LONGEST_ID = 255


def read(payload: Mapping[str, Any]) -> dict[str, Any] | None:
    """The delivery, without what is null or cannot be stored; None for what is nothing of Slack's."""
    try:
        clean = _storable(payload)
    except RecursionError:
        return None
    return clean if _SHAPES.get(_kind(clean), _OF_NO_ENTRANCE)(clean) else None


def _kind(payload: Mapping[str, Any]) -> str:
    return "command" if "command" in payload else str(payload.get("type"))


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return _NOT_TO_BE_STORED.sub("", value)
    if isinstance(value, dict):
        return {_storable(key): _storable(one) for key, one in value.items() if one is not None}
    return [_storable(one) for one in value] if isinstance(value, list) else value


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _id(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_ID


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _maybe(fits: Fits) -> Fits:
    return lambda value: value is None or fits(value)


def _many(fits: Fits, fewest: int = 0) -> Fits:
    return lambda value: isinstance(value, list) and len(value) >= fewest and all(map(fits, value))


def _each(fits: Fits) -> Fits:
    return lambda value: isinstance(value, dict) and all(map(fits, value.values()))


def _object(needed: Mapping[str, Fits], known: Mapping[str, Fits] | None = None) -> Fits:
    """An object with what is needed in it; what else is known of it may be missing."""
    fields = {**needed, **{name: _maybe(fits) for name, fits in (known or {}).items()}}
    return lambda value: (
        isinstance(value, dict) and all(fits(value.get(name)) for name, fits in fields.items())
    )


def _container(value: Any) -> bool:
    is_message = isinstance(value, dict) and value.get("type") == "message"
    return _IN_MESSAGE(value) if is_message else _IN_VIEW(value)


def _event(value: Any) -> bool:
    """What somebody said has somebody who said it; bots and edits may have nobody, and are passed over."""
    if isinstance(value, dict) and value.get("type") == "user_change":
        return _ACCOUNT_CHANGED(value)
    if not _EVENT(value):
        return False
    if value["type"] == "app_home_opened":
        return _id(value.get("user"))
    if value["type"] not in ("message", "app_mention") or value.get("bot_id"):
        return True
    return value.get("subtype") not in (None, "", "file_share") or _FROM_SOMEBODY(value)


_OPTION = _object({"value": _text})
_PERSON = _object({"id": _id}, {"team_id": _text})
_BLOCK = _object({"type": _text, "block_id": _id})
_ENTERED = _object(
    {"type": _text},
    {
        "value": _text,
        "selected_date": _text,
        "selected_user": _text,
        "selected_option": _OPTION,
        "selected_options": _many(_OPTION),
        "selected_users": _many(_text),
        "selected_conversation": _text,
    },
)
_STATE = {"state": _object({"values": _each(_each(_ENTERED))})}
_VIEW = {"id": _id, "blocks": _many(_BLOCK)}
_OF_VIEW = {
    "type": _text,
    "hash": _text,
    "callback_id": _text,
    "private_metadata": _text,
    "previous_view_id": _text,
    "root_view_id": _text,
}
_TITLED = {"title": _object({"text": _text}), "submit": _object({"text": _text}), "callback_id": _text}
_PRESSED = _object(
    {"action_id": _id, "type": _text}, {"block_id": _text, "value": _text, "selected_option": _OPTION}
)
_IN_MESSAGE = _object({"channel_id": _id, "message_ts": _id}, {"is_ephemeral": _flag})
_IN_VIEW = _object({}, {"type": _text})
# What Bolt reads of every delivery.
_ADDRESS: Mapping[str, Fits] = {
    "team": _object({}, {"id": _text, "enterprise_id": _text}),
    "team_id": _text,
    "enterprise": _object({}, {"id": _text}),
    "enterprise_id": _text,
    "is_ext_shared_channel": _flag,
    "channel": _object({}, {"id": _text}),
    "is_enterprise_install": lambda value: isinstance(value, bool | str),
}
_EVENT = _object(
    {"type": _id},
    {
        "user": _text,
        "channel": _text,
        "channel_type": _text,
        "text": _text,
        "tab": _text,
        "subtype": _text,
        "bot_id": _text,
        "thread_ts": _text,
        "files": _many(_PERSON),
    },
)
_ACCOUNT = _object(
    {"id": _id},
    {
        "team_id": _text,
        **dict.fromkeys(("deleted", "is_restricted", "is_ultra_restricted", "is_stranger"), _flag),
        "enterprise_user": _object({}, {"enterprise_id": _text, "teams": _many(_text)}),
        "profile": _object({}, {"real_name": _text}),
    },
)
_ACCOUNT_CHANGED = _object({"type": _id, "user": _ACCOUNT})
_FROM_SOMEBODY = _object({"user": _id, "channel": _id})
# All that is looked at before it is said that the bot has no such entrance.
_OF_NO_ENTRANCE = _object({}, {**_ADDRESS, "user": _PERSON, "event": _event})
_SHAPES: Mapping[str, Fits] = {
    "event_callback": _object(
        {"event_id": _id, "event": _event},
        {**_ADDRESS, "authorizations": _many(_object({"user_id": _text}, {"team_id": _text}))},
    ),
    "command": _object(
        {"command": _id, "user_id": _id, "response_url": _id, "trigger_id": _id},
        {"text": _text, "team_id": _text, "enterprise_id": _text},
    ),
    "block_actions": _object(
        {"user": _PERSON, "trigger_id": _id, "actions": _many(_PRESSED, 1)},
        {
            **_ADDRESS,
            "response_url": _text,
            "container": _container,
            "view": _object(_VIEW, _OF_VIEW | _TITLED | _STATE),
        },
    ),
    "block_suggestion": _object({"user": _PERSON, "action_id": _id}, {**_ADDRESS, "value": _text}),
    "view_submission": _object(
        {"user": _PERSON, "view": _object(_VIEW | _TITLED | _STATE, _OF_VIEW)}, _ADDRESS
    ),
    "shortcut": _object({"user": _PERSON, "trigger_id": _id, "callback_id": _id}, _ADDRESS),
    "message_action": _object(
        {"user": _PERSON, "trigger_id": _id, "callback_id": _id},
        {**_ADDRESS, "message": _object({}, {"text": _text})},
    ),
}
