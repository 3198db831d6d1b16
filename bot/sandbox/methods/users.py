"""users.* and auth.test: who is who."""

from bot.sandbox.call import Call, next_page
from bot.sandbox.config import Json, User
from bot.sandbox.workspace import Workspace


def auth_test(call: Call) -> Json:
    """auth.test."""
    workspace = call.workspace
    config = workspace.config
    return {
        "url": f"{workspace.base}/",
        "team": config.team_name,
        "user": config.app.bot_name,
        "team_id": config.team_id,
        "user_id": workspace.bot,
        "bot_id": config.app.bot_id,
        "is_enterprise_install": False,
    }


def info(call: Call) -> Json:
    """users.info."""
    return {"user": wire(call.workspace, call.workspace.user(call.text("user")))}


def list_(call: Call) -> Json:
    """users.list."""
    page, cursor = call.page(list(call.workspace.users.values()))
    return {"members": [wire(call.workspace, user) for user in page]} | next_page(cursor)


def wire(workspace: Workspace, user: User) -> Json:
    """A user as Slack shows them; the e-mail address only to an app with users:read.email."""
    profile = {
        "real_name": user.real_name or user.name,
        "display_name": user.name,
        "team": workspace.config.team_id,
    }
    if "users:read.email" in workspace.config.app.scopes and user.email:
        profile["email"] = user.email
    return {
        "id": user.id,
        "team_id": workspace.config.team_id,
        "name": user.name,
        "real_name": user.real_name or user.name,
        "deleted": user.deleted,
        "tz": user.tz,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted or user.is_ultra_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "profile": profile,
    }
