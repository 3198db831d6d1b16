"""Getting an answer to the person: where they typed, in the place of what they clicked, or in their form."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.errors import Refusal
from handlers import slack_calls
from handlers.blocks import parts
from handlers.blocks.parts import Block, Message, View
from handlers.slack_files import is_slacks

log = logging.getLogger("g2o")

TITLE = "Good to Outstanding"
NO_FORM_HERE = (
    "That needs a form, and none can open from a message. Please type it as a command, after `/g2o`."
)


@dataclass(frozen=True)
class Clicked:
    """The message whose button was clicked."""

    channel: str
    ts: str


@dataclass
class Answers:
    """The ways back to one person for one call. A form opens at once: its trigger lives three seconds.

    `view_id` is the form or page in which the answer is shown, `view_hash` how it was when it was clicked in:
    a form that was drawn anew since is not drawn over. `below_id` is the page that it lies on; Slack lays no
    more than three on each other, and `is_topmost` is the third. What is clicked in Home has no view, and no
    response URL: it is answered in a page of its own. `aside` ends an answer that is whispered where
    others talk.
    """

    slack: WebClient
    slack_id: str
    response_url: str = ""
    channel: str = ""
    thread: str | None = None
    trigger_id: str = ""
    view_id: str = ""
    view_hash: str = ""
    below_id: str = ""
    is_topmost: bool = False
    clicked: Clicked | None = None
    is_in_home: bool = False
    aside: str = ""
    _has_opened: bool = field(default=False, init=False)

    @property
    def can_open(self) -> bool:
        """Whether a form can open: from a message none can, as Slack sends no trigger with it."""
        return bool(self.trigger_id)

    def make_room(self) -> None:
        """Opens the page in which a click in Home is answered. Raises Refusal where it cannot open."""
        if self.is_in_home:
            self.open(TITLE)

    def open(self, title: str) -> None:
        """Shows that a form is coming, before anything slow is done. Raises Refusal where it cannot open."""
        if self._has_opened:
            return
        if not self.can_open and not self.is_topmost:
            raise Refusal(NO_FORM_HERE)
        try:
            self._lay(View(title, [parts.section("One moment, please.")]))
        except (SlackApiError, OSError) as error:
            log.warning("a form did not open: %s", _what(error))
            raise Refusal("The form did not open in time. Please try once more.") from None
        self._has_opened = True

    def _lay(self, view: View) -> None:
        """On what is open already, or in its place where nothing more can lie on it."""
        if self.is_topmost:
            self.slack.views_update(view_id=self.view_id, view=view.as_dict())
            return
        show = self.slack.views_push if self.view_id else self.slack.views_open
        self.view_id = show(trigger_id=self.trigger_id, view=view.as_dict())["view"]["id"]

    def show(self, answer: Message | View) -> None:
        """Sends the answer by the way that is open."""
        if self.is_in_home and not self._has_opened:
            return  # there is no way: the page did not open, which is in the log
        if isinstance(answer, View) and not self.view_id:
            log.info("a form was not drawn anew: there is none")
            return
        if isinstance(answer, View) or self.view_id:
            view = answer if isinstance(answer, View) else as_page(answer)
            if isinstance(answer, Message) and self._lies_on_top(answer) and self._laid(view):
                return
            seen = self.view_hash if isinstance(answer, View) and not self._has_opened else ""
            _try(lambda: _update(self.slack, self.view_id, view, seen))
            return
        if self.can_open and not self.response_url:
            # An entry of Slack's menus leaves no other way.
            self._laid(as_page(answer))
            return
        clicked = self.clicked
        if answer.key and clicked:
            _try(lambda: self._draw_again(answer, clicked))
            return
        send = self._respond if self.response_url else self._whisper
        if _try(lambda: send(answer)) == "invalid_blocks":
            older = answer.in_older_blocks()
            _try(lambda: send(older))

    def show_below(self, answer: Message) -> None:
        """Draws the page anew that the form was opened from, once the form has closed."""
        _try(lambda: _update(self.slack, self.below_id, as_page(answer), ""))

    def _lies_on_top(self, answer: Message) -> bool:
        """Whether the answer to a click in a page comes on top of it, so that one can go back to the page."""
        return self.can_open and not self._has_opened and not self.is_topmost and not answer.replace

    def _laid(self, view: View) -> bool:
        """False where it took too long for that."""
        try:
            self._lay(view)
        except (SlackApiError, OSError) as error:
            log.warning("a page did not open: %s", _what(error))
            return False
        return True

    def publish(self, home: Sequence[Block]) -> bool:
        """Shows the person their Home; False where Slack did not take it."""
        view = {"type": "home", "blocks": list(home)}
        return _try(lambda: _publish(self.slack, self.slack_id, view)) == "ok"

    def _respond(self, message: Message) -> str:
        if not is_slacks(self.slack, self.response_url):
            return "the address to answer at is not Slack's"
        return slack_calls.respond(
            self.slack,
            self.response_url,
            text=message.text,
            blocks=list(message.blocks) or None,
            replace_original=message.replace,
        )

    def _draw_again(self, letter: Message, clicked: Clicked) -> str:
        """A letter keeps its key: a response URL would take it away, and it could not be found again."""
        self.slack.chat_update(
            channel=clicked.channel,
            ts=clicked.ts,
            text=letter.text,
            blocks=letter.blocks,
            metadata=parts.metadata(letter.key),
        )
        return "ok"

    def _whisper(self, message: Message) -> str:
        message = message.with_aside(self.aside) if self.aside else message
        self.slack.chat_postEphemeral(
            channel=self.channel,
            user=self.slack_id,
            text=message.text,
            blocks=message.blocks or None,
            thread_ts=self.thread,
        )
        return "ok"


def as_page(message: Message, title: str = TITLE) -> View:
    """A message shown in the place of the form that led to it."""
    return View(title, message.blocks or [parts.section(message.text)])


def _update(slack: WebClient, view_id: str, view: View, seen: str) -> str:
    slack.views_update(view_id=view_id, view=view.as_dict(), hash=seen or None)
    return "ok"


def _publish(slack: WebClient, slack_id: str, home: Block) -> str:
    slack.views_publish(user_id=slack_id, view=home)
    return "ok"


def _try(send: Callable[[], str]) -> str:
    """Slack's word on it. What was stored stays stored, and asking again shows it."""
    try:
        outcome = send()
    except (SlackApiError, OSError) as error:
        # The person closed the form, or left, or Slack is away: there is nobody to tell.
        outcome = _what(error)
    if outcome == "not_found":
        log.info("an answer was not needed: its form was closed meanwhile")
    elif outcome != "ok":
        log.warning("an answer was not taken: %s", outcome[:60])
    return outcome


def _what(error: SlackApiError | OSError) -> str:
    """Slack's word for it, or how it could not be reached."""
    return str(error.response.get("error")) if isinstance(error, SlackApiError) else type(error).__name__
