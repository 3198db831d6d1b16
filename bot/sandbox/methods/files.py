"""files.*: uploads in three steps (an address, the bytes, the sharing), and what became of them."""

import mimetypes
from typing import Any

from bot.sandbox.call import Call, invalid
from bot.sandbox.config import Json
from bot.sandbox.errors import SlackError
from bot.sandbox.workspace import Conversation, File, Workspace


def get_upload_url(call: Call) -> Json:
    """files.getUploadURLExternal: where to send the bytes."""
    length = call.number("length", 0)
    if length < 1:
        raise invalid("[ERROR] missing required field: length")
    workspace = call.workspace
    file = File(
        workspace.new_id("F"),
        call.text("filename"),
        length,
        workspace.bot,
        alt_text=call.maybe("alt_txt") or "",
    )
    workspace.files[file.id] = file
    return {"upload_url": f"{workspace.base}/upload/{file.id}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """files.completeUploadExternal: name the files and share them; a user id is no channel here."""
    given: Any = call.json("files")
    if not isinstance(given, list) or not given:
        raise invalid("[ERROR] missing required field: files")
    files = [_uploaded(call.workspace, str(each.get("id"))) for each in given]
    conversations = [_writable(call, each) for each in _channel_ids(call)]
    for file, each in zip(files, given, strict=True):
        file.title = each.get("title") or file.name
        file.completed = True
    for conversation in conversations:
        _share(call, files, conversation)
    return {"files": [wire(call.workspace, file) for file in files]}


def info(call: Call) -> Json:
    """files.info."""
    return {"file": wire(call.workspace, _shared(call))}


def delete(call: Call) -> Json:
    """files.delete: gone, and from every message. An app deletes its own files only."""
    file = _given(call)
    if file.user != call.workspace.bot:
        raise SlackError("cant_delete_file")
    del call.workspace.files[file.id]
    for conversation in call.workspace.conversations.values():
        for message in conversation.messages.values():
            if any(each["id"] == file.id for each in message.files):
                message.files = [each for each in message.files if each["id"] != file.id]
                message.cursor = call.workspace.changes.note()
    return {}


def wire(workspace: Workspace, file: File) -> Json:
    """A file as Slack shows it."""
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "alt_txt": file.alt_text,
        "mimetype": mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        "filetype": file.name.rpartition(".")[2],
        "size": file.length,
        "user": file.user,
        "mode": "hosted",
        "is_external": False,
        "channels": list(file.channels),
        "url_private": f"{workspace.base}/files/{file.id}",
        "url_private_download": f"{workspace.base}/files/{file.id}",
    }


def _uploaded(workspace: Workspace, file_id: str) -> File:
    file = workspace.files.get(file_id)
    if file is None or file.content is None:
        raise SlackError("file_not_found")
    return file


def _given(call: Call) -> File:
    file = call.workspace.files.get(call.text("file"))
    if file is None:
        raise SlackError("file_not_found")
    return file


def _shared(call: Call) -> File:
    file = _given(call)
    if not file.completed:
        raise SlackError("file_not_found")
    return file


def _channel_ids(call: Call) -> list[str]:
    given = call.maybe("channels") or call.maybe("channel_id")
    return given.split(",") if given else []


def _writable(call: Call, channel_id: str) -> Conversation:
    conversation = call.workspace.conversation(channel_id)
    if call.workspace.bot not in conversation.members:
        raise SlackError("not_in_channel")
    if conversation.is_archived:
        raise SlackError("is_archived")
    return conversation


def _share(call: Call, files: list[File], conversation: Conversation) -> None:
    workspace = call.workspace
    for file in files:
        file.channels.append(conversation.id)
    workspace.post(
        conversation,
        workspace.bot,
        call.maybe("initial_comment") or "",
        files=[wire(workspace, file) for file in files],
        thread_ts=call.maybe("thread_ts"),
        app_fields={"bot_id": workspace.config.app.bot_id, "upload": True},
    )
