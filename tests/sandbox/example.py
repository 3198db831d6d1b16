"""The app the sandbox is tried with: a tea round."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.sandbox import config

ALICE, BOB, CHARLIE, GUEST = "U0ALICE001", "U0BOB00001", "U0CHARLIE1", "U0GUEST001"
KITCHEN, OFFICE, ELSEWHERE, ATTIC = "C0KITCHEN1", "C0OFFICE01", "C0ELSE0001", "C0ATTIC001"

MANIFEST: config.Json = {
    "features": {
        "bot_user": {"display_name": "tea"},
        "slash_commands": [
            {"command": "/tea", "description": "Ask for tea", "should_escape": True},
            {"command": "/slow", "description": "Never answers in time"},
        ],
        "shortcuts": [
            {"name": "Tea", "type": "global", "callback_id": "tea", "description": "Tea"},
            {"name": "Remember", "type": "message", "callback_id": "remember", "description": "Keep"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read", "channels:history", "channels:read", "chat:write", "commands",
                "files:read", "files:write", "groups:history", "groups:read", "im:history", "im:read",
                "im:write", "users:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "app_mention", "message.im"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}  # fmt: skip

CONFIG = config.Config(
    app=config.App(MANIFEST),
    users=(
        config.User(ALICE, "alice", "Alice Example", email="alice@example.org"),
        config.User(BOB, "bob", "Bob Example"),
        config.User(CHARLIE, "charlie", "Charlie Example"),
        config.User(GUEST, "guest", "Guest Example", is_restricted=True),
    ),
    channels=(
        config.Channel(KITCHEN, "kitchen", "public", (ALICE, BOB, config.App(MANIFEST).bot_user_id)),
        config.Channel(OFFICE, "office", "private", (ALICE, config.App(MANIFEST).bot_user_id)),
        config.Channel(ELSEWHERE, "elsewhere", "public", (ALICE,)),
        config.Channel(ATTIC, "attic", "shared", (ALICE, config.App(MANIFEST).bot_user_id), is_archived=True),
    ),
)


def granted(scopes: frozenset[str]) -> config.Config:
    """The workspace with an app of other scopes."""
    manifest = {**MANIFEST, "oauth_config": {"scopes": {"bot": sorted(scopes)}}}
    return replace(CONFIG, app=config.App(manifest))


def button(text: str, action_id: str, value: str) -> config.Json:
    """A button element."""
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": value}


def plain(text: str) -> config.Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def text_input(block_id: str, action_id: str, **more: Any) -> config.Json:
    """An input block around a text field."""
    element = {"type": "plain_text_input", "action_id": action_id, **more}
    return {"type": "input", "block_id": block_id, "label": plain(block_id), "element": element}


def modal(callback_id: str, *blocks: config.Json, **more: Any) -> config.Json:
    """A modal view."""
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain("Tea"),
        "submit": plain("Ask"),
        "blocks": list(blocks),
        **more,
    }


def listen(app: App) -> None:
    """The tea round's listeners."""

    @app.command("/tea")
    def tea(ack: Ack, command: config.Json) -> None:
        rows = [
            {"type": "section", "text": plain("This cup"), "accessory": button("Drink", "drink", "1")},
            {"type": "section", "text": plain("That cup"), "accessory": button("Drink", "drink", "2")},
        ]
        ack(text=f"Tea: {command['text']}", blocks=rows)

    @app.action("drink")
    def drink(ack: Ack, body: config.Json, respond: Respond, client: WebClient) -> None:
        ack()
        respond(text=f"Drunk {body['actions'][0]['value']}", replace_original=True)
        client.views_open(trigger_id=body["trigger_id"], view=modal("thanks", text_input("why", "reason")))

    @app.view("thanks")
    def thanks(ack: Ack, view: config.Json, body: config.Json, client: WebClient) -> None:
        reason = view["state"]["values"]["why"]["reason"]["value"]
        if reason == "no":
            ack(response_action="errors", errors={"why": "Say more"})
            return
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text=f"Because {reason}")

    @app.event("message")
    def said(event: config.Json, client: WebClient) -> None:
        client.chat_postMessage(channel=event["channel"], text=f"You said {event['text']}")
