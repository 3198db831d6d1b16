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
        **({"enterprise_id": config.enterprise_id} if config.enterprise_id else {}),
    }


def info(call: Call) -> Json:
    """users.info."""
    return {"user": wire(call.workspace, call.workspace.user(call.text("user")))}


def list_(call: Call) -> Json:
    """users.list: those of this workspace, the deactivated among them."""
    workspace = call.workspace
    own = [user for user in workspace.users.values() if not workspace.is_foreign(user.id)]
    page, cursor = call.page(own)
    return {"members": [wire(call.workspace, user) for user in page]} | next_page(cursor)


def wire(workspace: Workspace, user: User) -> Json:
    """A user as Slack shows them; the e-mail address only to an app with users:read.email.

    Of whoever is deactivated Slack keeps the profile and little else.
    """
    profile = {
        "real_name": user.real_name or user.name,
        "display_name": user.name,
        "team": workspace.team_of(user.id),
    }
    if "users:read.email" in workspace.config.app.scopes and user.email:
        profile["email"] = user.email
    shape: Json = {
        "id": user.id,
        "team_id": workspace.team_of(user.id),
        "name": user.name,
        "deleted": user.deleted,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "profile": profile,
        "updated": int(workspace.now()),
    }
    return shape if user.deleted else shape | _of_member(workspace, user)


def _of_member(workspace: Workspace, user: User) -> Json:
    enterprise = workspace.config.enterprise_id
    shape: Json = {
        "real_name": user.real_name or user.name,
        "tz": user.tz,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted or user.is_ultra_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
    }
    if workspace.is_foreign(user.id):
        shape["is_stranger"] = user.is_stranger
    elif enterprise:
        shape["enterprise_user"] = {
            "id": user.id,
            "enterprise_id": enterprise,
            "enterprise_name": workspace.config.team_name,
            "is_admin": False,
            "is_owner": False,
            "teams": [workspace.config.team_id],
        }
    return shape


def changed(workspace: Workspace, user: User) -> Json:
    """The event user_change."""
    now = workspace.new_ts()
    shape = wire(workspace, user)
    return {"type": "user_change", "user": shape, "cache_ts": int(workspace.now()), "event_ts": now}
