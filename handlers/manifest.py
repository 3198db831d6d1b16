"""The Slack app's manifest, made from the table of entrances."""

from typing import Any

from handlers.routes import COMMANDS, EVENTS, SHORTCUTS

SCOPES = (
    "app_mentions:read",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "users:read",
)

LONG_DESCRIPTION = (
    "Children's services quality-assurance teams audit case files. This app records the outcome of each "
    "audit, its recommendations and the actions agreed, shows where a case stands and what is overdue, and "
    "keeps the loop closed. It shows case references only, never a child's name, and answers only the person "
    "who asked."
)


def manifest(request_url: str = "") -> dict[str, Any]:
    """The manifest for this version, as Slack takes it: for Socket Mode, or with a URL for HTTP mode."""
    posted_to = {"request_url": request_url} if request_url else {}
    offered_at = {"message_menu_options_url": request_url} if request_url else {}
    return {
        "display_information": {
            "name": "Good to Outstanding",
            "description": "Follows up case-file audits until they made a difference",
            "long_description": LONG_DESCRIPTION,
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "g2o", "always_online": True},
            "shortcuts": [
                {
                    "name": shortcut.name,
                    "type": "message" if shortcut.is_of_message else "global",
                    "callback_id": callback_id,
                    "description": shortcut.description,
                }
                for callback_id, shortcut in SHORTCUTS.items()
            ],
            "slash_commands": [
                {
                    "command": name,
                    "description": command.description,
                    "usage_hint": command.usage,
                    "should_escape": True,
                }
                | ({"url": request_url} if request_url else {})
                for name, command in COMMANDS.items()
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**posted_to, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **posted_to, **offered_at},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not request_url,
            "token_rotation_enabled": False,
        },
    }
