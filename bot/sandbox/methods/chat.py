"""chat.*: what the app says."""

from typing import Any

from bot.sandbox import content
from bot.sandbox.call import Call
from bot.sandbox.config import Json
from bot.sandbox.errors import SlackError
from bot.sandbox.workspace import Conversation, Message, Workspace


def post_message(call: Call) -> Json:
    """chat.postMessage; a user id as the channel means the direct message with them."""
    if call.maybe("username") or call.maybe("icon_emoji") or call.maybe("icon_url"):
        call.need("chat:write.customize")
    conversation = _destination(call)
    given = content.from_call(call)
    message = post(call.workspace, conversation, given, thread_ts=_thread(call, conversation))
    return {"channel": conversation.id, "ts": message.ts, "message": message.wire()}


def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral."""
    conversation = _destination(call)
    reader = call.text("user")
    if reader not in conversation.members:
        raise SlackError("user_not_in_channel")
    given = content.from_call(call)
    thread_ts = _thread(call, conversation)
    return {"message_ts": post(call.workspace, conversation, given, thread_ts=thread_ts, only_for=reader).ts}


def update(call: Call) -> Json:
    """chat.update; text without blocks takes the old blocks away, blocks without text keep the old text."""
    conversation = call.conversation()
    message = _own(call, conversation, "cant_update_message")
    given = content.from_call(call, longest_text=content.LONGEST_UPDATE)
    rewrite(call.workspace, message, given)
    return {"channel": conversation.id, "ts": message.ts, "text": message.text, "message": message.wire()}


def delete(call: Call) -> Json:
    """chat.delete."""
    conversation = call.conversation()
    message = _own(call, conversation, "cant_delete_message")
    call.workspace.remove(message)
    return {"channel": conversation.id, "ts": message.ts}


def post(workspace: Workspace, conversation: Conversation, given: content.Content, **more: Any) -> Message:
    """Post checked content in the app's name; `more` are further fields of `Message`."""
    app = workspace.config.app
    return workspace.post(
        conversation,
        workspace.bot,
        given.text,
        blocks=given.blocks or [],
        metadata=given.metadata,
        app_fields={"bot_id": app.bot_id, "app_id": app.app_id, "team": workspace.config.team_id},
        **more,
    )


def rewrite(workspace: Workspace, message: Message, given: content.Content) -> None:
    """Put checked content in place of a message's own."""
    message.text = given.text or message.text
    message.blocks = given.blocks or []
    message.metadata = given.metadata or message.metadata
    message.edited_ts = workspace.new_ts()
    message.cursor = workspace.changes.note()


def _destination(call: Call) -> Conversation:
    workspace, channel = call.workspace, call.text("channel")
    if channel in workspace.users:
        conversation = workspace.direct_message(workspace.reachable(channel).id)
    else:
        conversation = workspace.conversation(channel)
    if conversation.is_archived:
        raise SlackError("is_archived")
    if workspace.bot not in conversation.members:
        raise SlackError("not_in_channel")
    if conversation.kind == "im" and any(workspace.users[each].deleted for each in conversation.members):
        raise SlackError("channel_not_found")
    return conversation


def _thread(call: Call, conversation: Conversation) -> str | None:
    thread_ts = call.maybe("thread_ts")
    if thread_ts and conversation.message(thread_ts) is None:
        raise SlackError("invalid_thread_ts")
    return thread_ts


def _own(call: Call, conversation: Conversation, refusal: str) -> Message:
    message = conversation.message(call.text("ts"))
    if message is None or message.only_for:
        raise SlackError("message_not_found")
    if message.user != call.workspace.bot:
        raise SlackError(refusal)
    return message
