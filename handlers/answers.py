"""Getting an answer to the person: where they typed, in the place of what they clicked, or in their form."""

import logging
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from handlers.blocks import parts
from handlers.blocks.parts import Message, View

log = logging.getLogger("g2o")


@dataclass
class Answers:
    """The ways back to one person for one visit. A form opens at once: its trigger lives three seconds."""

    slack: WebClient
    slack_id: str
    response_url: str = ""
    channel: str = ""
    trigger_id: str = ""
    view_id: str = ""

    def open(self, title: str) -> None:
        """Shows that a form is coming, before anything slow is done."""
        waiting = View(title, [parts.section("One moment, please.")]).as_dict()
        opened = (
            self.slack.views_push(trigger_id=self.trigger_id, view=waiting)
            if self.view_id
            else self.slack.views_open(trigger_id=self.trigger_id, view=waiting)
        )
        self.view_id = opened["view"]["id"]

    def show(self, answer: Message | View) -> None:
        """Sends the answer by the way that is open."""
        try:
            if isinstance(answer, View):
                self.slack.views_update(view_id=self.view_id, view=answer.as_dict())
            elif self.view_id:
                self.slack.views_update(view_id=self.view_id, view=as_page(answer).as_dict())
            elif self.response_url:
                self._respond(answer)
            else:
                self.slack.chat_postEphemeral(
                    channel=self.channel, user=self.slack_id, text=answer.text, blocks=answer.blocks or None
                )
        except SlackApiError as error:
            # The person closed the form, or left: there is nobody to tell.
            log.warning("an answer was not taken: %s", error.response.get("error"))
        except OSError as error:
            # Slack is away. What was stored stays stored, and typing it again says so.
            log.warning("an answer could not be sent: %s", type(error).__name__)

    def _respond(self, message: Message) -> None:
        answered = self._post(message.text, list(message.blocks), replace=message.replace)
        if answered == "invalid_blocks":
            blocks = [_older(block) for block in message.blocks]
            answered = self._post(message.text, blocks, replace=message.replace)
        if answered != "ok":
            log.warning("an answer was not taken: %s", answered[:60])

    def _post(self, text: str, blocks: list[dict[str, Any]], *, replace: bool) -> str:
        webhook = WebhookClient(self.response_url, timeout=10)
        # Slack's own answer: "ok", or the name of what is wrong.
        return webhook.send(text=text, blocks=blocks or None, replace_original=replace).body


def as_page(message: Message, title: str = "Getting to Outstanding") -> View:
    """A message shown in the place of the form that led to it."""
    return View(title, message.blocks or [parts.section(message.text)])


def _older(block: dict[str, Any]) -> dict[str, Any]:
    """The block as workspaces take it that do not know a data_table yet."""
    return parts.table(block) if block["type"] == "data_table" else block
