"""views.*: modals and Home tabs."""

from typing import Any

from bot.sandbox.call import Call, invalid
from bot.sandbox.config import Json


def open_(call: Call) -> Json:
    """views.open."""
    return {"view": call.views.wire(call.views.open(call.text("trigger_id"), _view(call)))}


def push(call: Call) -> Json:
    """views.push."""
    return {"view": call.views.wire(call.views.push(call.text("trigger_id"), _view(call)))}


def update(call: Call) -> Json:
    """views.update, by view_id or external_id."""
    view = call.views.find(call.maybe("view_id"), call.maybe("external_id"))
    return {"view": call.views.wire(call.views.update(view, _view(call), call.maybe("hash")))}


def publish(call: Call) -> Json:
    """views.publish: a person's Home tab."""
    user = call.workspace.user(call.text("user_id"))
    return {"view": call.views.wire(call.views.publish(user.id, _view(call), call.maybe("hash")))}


def _view(call: Call) -> Json:
    view: Any = call.json("view")
    if not isinstance(view, dict):
        raise invalid("[ERROR] must provide an object: view")
    return view
