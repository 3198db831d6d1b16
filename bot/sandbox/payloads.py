"""The payloads Slack sends to an app, field by field."""

import time
from typing import Any, Literal

from bot.sandbox import forms
from bot.sandbox.config import Json, User
from bot.sandbox.forms import Field
from bot.sandbox.views import View, Views
from bot.sandbox.workspace import Conversation, Message, Workspace

VERIFICATION_TOKEN = "sandbox-verification"  # noqa: S105 - Slack's retired shared secret; nothing checks it
CHANNEL_TYPES = {"im": "im", "mpim": "mpim", "private": "group", "public": "channel", "shared": "channel"}


def command(
    workspace: Workspace,
    user: User,
    conversation: Conversation,
    *,
    name: str,
    text: str,
    trigger_id: str,
    response_url: str,
) -> Json:
    """A slash command."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.team_of(user.id),
        "team_domain": workspace.config.team_name.lower().replace(" ", "-"),
        "channel_id": conversation.id,
        "channel_name": "privategroup" if conversation.kind == "private" else conversation.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": workspace.config.app.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
        **_organisation(workspace, user),
    }


def interaction(workspace: Workspace, kind: str, user: User, **more: Any) -> Json:
    """What every interactive payload has; `more` is what this kind adds."""
    config, team_id = workspace.config, workspace.team_of(user.id)
    domain = config.team_name.lower().replace(" ", "-")
    organisation = _organisation(workspace, user)
    enterprise = {name.removeprefix("enterprise_"): value for name, value in organisation.items()}
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": team_id},
        "api_app_id": config.app.app_id,
        "token": VERIFICATION_TOKEN,
        "team": {"id": team_id, "domain": domain, **organisation},
        "enterprise": enterprise or None,
        "is_enterprise_install": False,
        **more,
    }


def _organisation(workspace: Workspace, user: User) -> Json:
    """The organisation on Enterprise Grid that the person acts in, if it is this one's."""
    config = workspace.config
    if not config.enterprise_id or workspace.is_foreign(user.id):
        return {}
    return {"enterprise_id": config.enterprise_id, "enterprise_name": config.team_name}


def in_message(message: Message, conversation: Conversation) -> Json:
    """The part of a payload that says on which message something happened.

    Slack does not send an ephemeral message's content back.
    """
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.only_for is not None,
    }
    shape: Json = {
        "container": container,
        "channel": {"id": conversation.id, "name": conversation.name},
        "state": {"values": forms.state(message.blocks, message.entered)},
    }
    if message.only_for is None:
        shape["message"] = message.wire()
    return shape


def in_view(views: Views, view: View) -> Json:
    """The part of a payload that says in which view something happened."""
    return {"container": {"type": "view", "view_id": view.id}, "view": views.wire(view)}


def action(field: Field, value: Any) -> Json:
    """One entry of `actions`: the element as it stands, and what was chosen in it."""
    block_id, action_id = field.key
    shape: Json = {
        "type": field.type,
        "block_id": block_id,
        "action_id": action_id,
        "action_ts": f"{time.time():.6f}",
    }
    if field.type == "overflow":
        shape["selected_option"] = value
    elif field.type in forms.VALUE_NAMES:
        shape[forms.VALUE_NAMES[field.type][0]] = value
    carried = ("text", "value", "style", "placeholder", "initial_option", "initial_options", "initial_date")
    return shape | {
        name: field.element[name] for name in carried if name in field.element and name not in shape
    }


def event(workspace: Workspace, inner: Json) -> Json:
    """An Events API callback around an event."""
    config = workspace.config
    place = workspace.conversations.get(str(inner.get("channel")))
    # Where it happened: somebody who opens Home does so in their own workspace.
    where = workspace.team_of(str(inner["user"])) if inner["type"] == "app_home_opened" else config.team_id
    authorization = {
        "enterprise_id": config.enterprise_id or None,
        "team_id": config.team_id,
        "user_id": config.app.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "type": "event_callback",
        "token": VERIFICATION_TOKEN,
        "team_id": where,
        "context_team_id": config.team_id,
        "context_enterprise_id": config.enterprise_id or None,
        "api_app_id": config.app.app_id,
        "event": inner,
        "event_id": workspace.new_id("Ev"),
        "event_time": int(workspace.now()),
        "authorizations": [authorization],
        "is_ext_shared_channel": place is not None and place.kind == "shared",
        "event_context": workspace.new_id("4-"),
    }


def message_event(workspace: Workspace, message: Message, kind: Literal["message", "app_mention"]) -> Json:
    """A person's message as an event."""
    conversation = workspace.conversations[message.channel]
    shape = message.wire() | {
        "type": kind,
        "channel": message.channel,
        "event_ts": message.ts,
        "team": workspace.team_of(message.user),
    }
    if workspace.is_foreign(message.user):
        shape |= {"user_team": shape["team"], "source_team": shape["team"]}
    if kind == "message":
        shape["channel_type"] = CHANNEL_TYPES[conversation.kind]
    return shape


def home_opened(workspace: Workspace, views: Views, user: User) -> Json:
    """app_home_opened; with the view that is there, when one was published before."""
    shape: Json = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": workspace.direct_message(user.id).id,
        "tab": "home",
        "event_ts": workspace.new_ts(),
    }
    if user.id in views.homes:
        shape["view"] = views.wire(views.homes[user.id])
    return shape
