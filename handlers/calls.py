"""What Slack delivers, read once at the door into a frozen call."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot import people
from bot.errors import Refusal
from bot.visit import Visit
from handlers import carried, forms
from handlers.answers import Answers, Clicked
from handlers.forms import Typed
from handlers.office import Office
from storage.words import Door

Body = Mapping[str, Any]

ONLY_YOU = "Only you can see this answer."

_OPENING_MENTION = re.compile(r"^\s*<@[^>]+>[\s:,]*")


@dataclass(frozen=True)
class Call:
    """Somebody typed, clicked or submitted. `text` is what was typed, or the value that was clicked.

    `place` is where the click happened (the block's id), `carried` what the form brought along.
    """

    slack_id: str
    door: Door
    at: datetime
    text: str
    answers: Answers
    place: str = ""
    carried: str = ""
    form: Typed | None = None

    def today(self, office: Office) -> date:
        """The date at that moment where the council is."""
        return self.at.astimezone(office.terms.zone).date()

    def visit(self, office: Office, session: Session) -> Visit:
        """Opens a visit of the person. Raises NotAllowed for strangers and leavers."""
        actor = people.recognise(session, self.slack_id, office.terms)
        return Visit(actor, self.door, self.at, self.today(office), office.terms)

    def come_in(self, office: Office) -> None:
        """Raises NotAllowed for strangers and leavers, before anything that was filled in is read."""
        with office.db.reading() as session:
            people.recognise(session, self.slack_id, office.terms)

    @property
    def number(self) -> int:
        """The id that was clicked. Raises Refusal."""
        return carried.number(self.text)

    @property
    def carried_number(self) -> int:
        """The id that the form brought along. Raises Refusal."""
        return carried.number(self.carried)

    @property
    def typed(self) -> Typed:
        """What the submitted form holds. Raises Refusal where there is none."""
        if self.form is None:
            raise Refusal(carried.OF_ANOTHER_VERSION)
        return self.form


def command(office: Office, body: Body) -> Call:
    """A slash command."""
    answers = Answers(
        office.slack,
        body["user_id"],
        response_url=body["response_url"],
        trigger_id=body["trigger_id"],
    )
    return Call(body["user_id"], Door.COMMAND, office.clock(), _said(body.get("text", "")), answers)


def click(office: Office, body: Body) -> Call:
    """A button, or an entry of a menu, in a message, in a form or in Home."""
    action, view = body["actions"][0], body.get("view") or {}
    is_in_home = view.get("type") == "home"
    answers = Answers(
        office.slack,
        body["user"]["id"],
        response_url=body.get("response_url", ""),
        trigger_id=body["trigger_id"],
        view_id="" if is_in_home else view.get("id", ""),
        view_hash=view.get("hash", ""),
        is_topmost=not is_in_home and view.get("previous_view_id") not in {None, view.get("root_view_id")},
        is_in_home=is_in_home,
        clicked=_clicked(body.get("container") or {}),
    )
    value = action.get("value") or (action.get("selected_option") or {}).get("value", "")
    return Call(
        body["user"]["id"],
        Door.BUTTON,
        office.clock(),
        value,
        answers,
        place=action.get("block_id", ""),
        carried=view.get("private_metadata", ""),
        form=forms.typed(view) if view.get("state") and not is_in_home else None,
    )


def typing(office: Office, body: Body) -> Call:
    """Somebody types in a list that offers what they may mean."""
    slack_id = body["user"]["id"]
    text = _said(body.get("value", ""))
    return Call(slack_id, Door.FORM, office.clock(), text, Answers(office.slack, slack_id))


def shortcut(office: Office, body: Body) -> Call:
    """An entry of Slack's menus: `text` is that of the message whose menu it was, or empty."""
    slack_id, trigger_id = body["user"]["id"], body["trigger_id"]
    answers = Answers(office.slack, slack_id, trigger_id=trigger_id)
    text = _said((body.get("message") or {}).get("text", ""))
    return Call(slack_id, Door.COMMAND, office.clock(), text, answers)


def submission(office: Office, body: Body) -> Call:
    """A submitted form."""
    view = body["view"]
    below_id = view.get("previous_view_id") or ""
    answers = Answers(office.slack, body["user"]["id"], view_id=view["id"], below_id=below_id)
    return Call(
        body["user"]["id"],
        Door.FORM,
        office.clock(),
        text="",
        answers=answers,
        carried=view.get("private_metadata", ""),
        form=forms.typed(view),
    )


def opening(office: Office, slack_id: str) -> Call:
    """Somebody opened Home, or it is drawn again for them."""
    return Call(slack_id, Door.BUTTON, office.clock(), "", Answers(office.slack, slack_id))


def message(office: Office, body: Body) -> Call:
    """A mention of the bot, or a direct message to it. Among others the answer says who sees it."""
    event = body["event"]
    answers = Answers(
        office.slack,
        event["user"],
        channel=event["channel"],
        thread=event.get("thread_ts"),
        aside=ONLY_YOU if event["type"] == "app_mention" else "",
    )
    text = _OPENING_MENTION.sub("", event.get("text", ""))
    for whom in body.get("authorizations") or ():
        text = text.replace(f"<@{whom['user_id']}>", "")
    return Call(event["user"], Door.COMMAND, office.clock(), _said(text), answers)


def _clicked(container: Body) -> Clicked | None:
    """The message that holds the button, if it is one that stays: an ephemeral one cannot be changed so."""
    if container.get("type") != "message" or container.get("is_ephemeral"):
        return None
    return Clicked(container["channel_id"], container["message_ts"])


def _said(text: str) -> str:
    """What somebody wrote: Slack writes & < > in it as entities."""
    return html.unescape(text).strip()
