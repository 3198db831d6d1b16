"""Response URLs: the addresses through which an app answers a command or a click."""

import json
from dataclasses import dataclass

from bot.sandbox import content
from bot.sandbox.config import Json
from bot.sandbox.errors import SlackError
from bot.sandbox.methods import chat
from bot.sandbox.workspace import Conversation, Message, Workspace

MOST_USES = 5
LIFETIME = 30 * 60.0


@dataclass
class ResponseUrl:
    """Where an answer goes: the conversation, whom it answers, and the message that was clicked."""

    conversation: Conversation
    user: str
    clicked: Message | None
    made_at: float
    uses: int = 0


class Responses:
    """Every response URL given out."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._given_out: dict[str, ResponseUrl] = {}

    def new_url(self, conversation: Conversation, user: str, clicked: Message | None = None) -> str:
        """An address good for five answers in thirty minutes."""
        name = self.workspace.new_id("R")
        self._given_out[name] = ResponseUrl(conversation, user, clicked, self.workspace.now())
        return f"{self.workspace.base}/response/{name}"

    def use(self, name: str, sent: bytes) -> None:
        """Carry out one answer, as JSON; raises SlackError."""
        url = self._given_out.get(name)
        if url is None or url.uses >= MOST_USES or self.workspace.now() - url.made_at > LIFETIME:
            raise SlackError("expired_url")
        try:
            body = json.loads(sent)
        except ValueError:
            raise SlackError("invalid_payload") from None
        if not isinstance(body, dict):
            raise SlackError("invalid_payload")
        url.uses += 1
        self.workspace.traffic.note("answered", "response_url", body)
        self.answer(url.conversation, url.user, body, url.clicked)

    def answer(
        self, conversation: Conversation, user: str, body: Json, clicked: Message | None = None
    ) -> None:
        """Say, replace or delete what an answer asks for; raises SlackError."""
        there = conversation.message(clicked.ts) if clicked else None
        if body.get("delete_original") and there:
            self.workspace.remove(there)
            return
        given = content.checked(
            self.workspace,
            body.get("text") or "",
            body.get("blocks"),
            body.get("metadata"),
            has_attachments=bool(body.get("attachments")),
        )
        if body.get("replace_original") and there:
            chat.rewrite(self.workspace, there, given)
            return
        only_for = None if body.get("response_type") == "in_channel" else user
        thread_ts = body.get("thread_ts")
        chat.post(self.workspace, conversation, given, only_for=only_for, thread_ts=thread_ts)
