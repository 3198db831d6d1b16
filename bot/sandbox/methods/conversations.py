"""conversations.* and users.conversations: channels, who is in them, what was said."""

import operator
from collections.abc import Iterable, Sequence

from bot.sandbox.call import Call, next_page
from bot.sandbox.config import Json
from bot.sandbox.errors import SlackError
from bot.sandbox.workspace import Conversation, Message, Workspace

# how conversations.list names kinds -> our kinds
KINDS = {
    "public_channel": ("public", "shared"),
    "private_channel": ("private",),
    "im": ("im",),
    "mpim": ("mpim",),
}
LIST_SCOPES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


def open_(call: Call) -> Json:
    """conversations.open: the direct message with one person, or a group of several."""
    channel_id = call.maybe("channel")
    conversation = call.workspace.conversation(channel_id) if channel_id else _with(call, _user_ids(call))
    whole = call.flag("return_im")
    return {"channel": wire(call.workspace, conversation) if whole else {"id": conversation.id}}


def info(call: Call) -> Json:
    """conversations.info."""
    conversation = call.conversation(action="read")
    shape = wire(call.workspace, conversation)
    if call.flag("include_num_members"):
        shape["num_members"] = len(conversation.members)
    return {"channel": shape}


def list_(call: Call) -> Json:
    """conversations.list: every channel the app can see."""
    return _listing(call, list(call.workspace.conversations.values()))


def of_user(call: Call) -> Json:
    """users.conversations: the channels a person (the app's own user, if none is named) is in."""
    user_id = call.maybe("user") or call.workspace.bot
    call.workspace.user(user_id)
    return _listing(call, call.workspace.conversations_of(user_id))


def members(call: Call) -> Json:
    """conversations.members."""
    conversation = call.conversation(action="read")
    page, cursor = call.page(conversation.members)
    return {"members": page} | next_page(cursor)


def history(call: Call) -> Json:
    """conversations.history, newest first, replies and ephemeral messages left out."""
    conversation = call.conversation(action="history")
    if call.workspace.bot not in conversation.members:
        raise SlackError("not_in_channel")
    told = (
        each
        for each in reversed(conversation.messages.values())
        if each.thread_ts in (None, each.ts) and call.workspace.in_history(each)
    )
    return _messages(call, told)


def replies(call: Call) -> Json:
    """conversations.replies: a message and its thread, oldest first."""
    conversation = call.conversation(action="history")
    ts = call.text("ts")
    thread = [
        each
        for each in conversation.messages.values()
        if ts in (each.ts, each.thread_ts) and call.workspace.in_history(each)
    ]
    if not thread:
        raise SlackError("thread_not_found")
    return _messages(call, thread)


def wire(workspace: Workspace, conversation: Conversation) -> Json:
    """A conversation as Slack shows it."""
    team = workspace.config.team_id
    if conversation.kind == "im":
        other = conversation.members[0]
        return {
            "id": conversation.id,
            "is_im": True,
            "is_archived": False,
            "user": other,
            "is_user_deleted": workspace.users[other].deleted,
            "context_team_id": team,
        }
    private, shared = conversation.kind in ("private", "mpim"), conversation.kind == "shared"
    return {
        "id": conversation.id,
        "name": conversation.name,
        "name_normalized": conversation.name,
        "is_channel": not private,
        "is_group": conversation.kind == "private",
        "is_im": False,
        "is_mpim": conversation.kind == "mpim",
        "is_private": private,
        "is_archived": conversation.is_archived,
        "is_general": False,
        "is_shared": shared,
        "is_ext_shared": shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "is_member": workspace.bot in conversation.members,
        "shared_team_ids": [team],
        "context_team_id": team,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def _with(call: Call, user_ids: list[str]) -> Conversation:
    workspace = call.workspace
    for user_id in user_ids:
        if workspace.reachable(user_id).deleted:
            raise SlackError("user_disabled")
    if len(user_ids) == 1:
        call.need("im:write")
        return workspace.direct_message(user_ids[0])
    call.need("mpim:write")
    return workspace.group(user_ids)


def _user_ids(call: Call) -> list[str]:
    given = call.arguments.get("users")
    user_ids = given if isinstance(given, list) else call.text("users").split(",")
    return [str(each).strip() for each in user_ids]


def _listing(call: Call, conversations: Sequence[Conversation]) -> Json:
    wanted = (call.maybe("types") or "public_channel").replace(" ", "").split(",")
    if not set(wanted) <= set(KINDS):
        raise SlackError("invalid_types")
    for name in wanted:
        call.need(f"{LIST_SCOPES[name]}:read")
    kinds = {kind for name in wanted for kind in KINDS[name]}
    seen = [each for each in conversations if each.kind in kinds and _visible(call, each)]
    page, cursor = call.page(seen)
    return {"channels": [wire(call.workspace, each) for each in page]} | next_page(cursor)


def _visible(call: Call, conversation: Conversation) -> bool:
    open_to_all = conversation.kind in ("public", "shared")
    hidden = conversation.is_archived and call.flag("exclude_archived")
    return (open_to_all or call.workspace.bot in conversation.members) and not hidden


def _messages(call: Call, messages: Iterable[Message]) -> Json:
    oldest, latest = _bound(call, "oldest", 0.0), _bound(call, "latest", float("inf"))
    is_within = operator.le if call.flag("inclusive") else operator.lt
    within = (
        each for each in messages if is_within(oldest, float(each.ts)) and is_within(float(each.ts), latest)
    )
    page, cursor = call.page(within)
    with_metadata = call.flag("include_all_metadata")
    shapes = [
        each.wire() | ({"metadata": each.metadata} if with_metadata and each.metadata else {})
        for each in page
    ]
    answer: Json = {"messages": shapes, "has_more": bool(cursor)}
    return answer | (next_page(cursor) if cursor else {})


def _bound(call: Call, name: str, otherwise: float) -> float:
    given = call.maybe(name)
    try:
        return float(given) if given else otherwise
    except ValueError:
        raise SlackError(f"invalid_ts_{name}") from None
