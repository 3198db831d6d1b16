"""A small Bolt app to talk to at the terminal: a library."""

from typing import Any

from slack_bolt import Ack, App, Respond, Say
from slack_sdk import WebClient

from bot.sandbox import config
from bot.sandbox.config import Json
from bot.sandbox.terminal import Person

ALICE = Person("U0ALICE001", "Alice Example", "librarian", "She keeps the books.")
BOT = config.App({}).bot_user_id
MANIFEST: Json = {
    "features": {
        "bot_user": {"display_name": "library"},
        "slash_commands": [
            {"command": name, "description": "Library"} for name in ("/late", "/lend", "/find", "/silent")
        ],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "im:history", "im:write"]}},
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened", "message.im"]}},
}
CONFIG = config.Config(
    app=config.App(MANIFEST),
    users=(config.User(ALICE.id, "alice"),),
    channels=(config.Channel("C0READERS1", "readers", "public", (ALICE.id, BOT)),),
)


def text(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def section(words: str, **more: Any) -> Json:
    return {"type": "section", "text": text(words), **more}


def options(*labels: str) -> list[Json]:
    return [{"text": text(label), "value": label.lower()} for label in labels]


def buttons(**labels: str) -> Json:
    elements = [{"type": "button", "text": text(label), "action_id": name} for name, label in labels.items()]
    return {"type": "actions", "elements": elements}


def field(name: str, kind: str, *, optional: bool = False, dispatch: bool = False, **element: Any) -> Json:
    return {
        "type": "input",
        "block_id": name,
        "label": text(name.capitalize()),
        "optional": optional,
        "dispatch_action": dispatch,
        "element": {"type": kind, "action_id": name, **element},
    }


def modal(callback_id: str, *blocks: Json, **more: Any) -> Json:
    title = text(callback_id.capitalize())
    return {"type": "modal", "callback_id": callback_id, "title": title, "blocks": list(blocks), **more}


RETURN = {"type": "button", "text": text("Return"), "action_id": "return"} | {
    "confirm": {
        "title": text("Sure?"),
        "text": text("It goes back."),
        "confirm": text("Yes"),
        "deny": text("No"),
    }
}
LEND = modal(
    "lend",
    field("day", "datepicker", initial_date="2025-03-14"),
    field("shelf", "radio_buttons", options=options("Poetry", "Prose")),
    field("extras", "checkboxes", optional=True, options=options("Map", "Disc", "Notes")),
    field("remarks", "plain_text_input", optional=True, multiline=True),
    submit=text("Save"),
)
FIND = modal(
    "find",
    field("title", "external_select", min_query_length=0),
    field("reader", "users_select", dispatch=True),
    field("copies", "number_input", is_decimal_allowed=False, max_value="9"),
    buttons(note="Add a note"),
    submit=text("Find"),
)


def listen(app: App) -> None:
    """Have the app answer."""
    for hear in (_reply, _lend_books, _find_books, _show_home):
        hear(app)


def _reply(app: App) -> None:
    """Commands and words that are answered with messages."""

    @app.command("/late")
    def late(ack: Ack, respond: Respond) -> None:
        ack()
        menu = {"type": "overflow", "action_id": "row", "options": options("Renewed", "Lost")}
        more = {"type": "actions", "elements": [RETURN, *buttons(wait="Lend")["elements"]]}
        respond(text="Late", blocks=[section("Poems, late by 3 days", accessory=menu), more])

    @app.action("row")
    def row(ack: Ack, action: Json, respond: Respond) -> None:
        ack()
        respond(text=f"Noted: {action['selected_option']['value']}", replace_original=False)

    @app.action("return")
    def give_back(ack: Ack, respond: Respond) -> None:
        ack()
        respond(text="It is back", replace_original=False)

    @app.command("/silent")
    def silent(ack: Ack) -> None:
        ack()

    @app.event("message")
    def message(event: Json, say: Say) -> None:
        say(f"You said {event['text']}")


def _lend_books(app: App) -> None:
    """A form with one field the app may refuse, also by way of a placeholder."""

    @app.command("/lend")
    def lend(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=LEND)

    @app.action("wait")
    def wait(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        opened = client.views_open(trigger_id=body["trigger_id"], view=modal("wait", section("One moment")))
        client.views_update(view_id=opened["view"]["id"], view=LEND)

    @app.view("lend")
    def lent(ack: Ack, body: Json, view: Json, client: WebClient) -> None:
        day, shelf, extras, remarks = (
            next(iter(values.values())) for values in view["state"]["values"].values()
        )
        if day["selected_date"] > "2026":
            ack(response_action="errors", errors={"day": "This day is too far away"})
            return
        ack()
        chosen = [each["value"] for each in (shelf["selected_option"], *extras["selected_options"])]
        said = f"Lent on {day['selected_date']}: {'+'.join(chosen)}, {remarks['value']}"
        client.chat_postMessage(channel=body["user"]["id"], text=said)


def _find_books(app: App) -> None:
    """A form that looks choices up, changes when a field is answered, and has a button."""

    @app.command("/find")
    def find(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FIND)

    @app.options("title")
    def titles(ack: Ack, payload: Json) -> None:
        found = [each for each in options("Poems", "Prose", "Plays") if payload["value"] in each["value"]]
        ack(options=found)

    @app.action("reader")
    def reader(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        blocks = [section("This reader has 2 books"), *FIND["blocks"]]
        client.views_update(view_id=body["view"]["id"], view={**FIND, "blocks": blocks})

    @app.action("note")
    def note(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        noted = modal("note", section("Noted."), buttons(more="More"))
        client.views_push(trigger_id=body["trigger_id"], view=noted)

    @app.view("find")
    def found(ack: Ack, body: Json, view: Json, client: WebClient) -> None:
        ack()
        title = view["state"]["values"]["title"]["title"]["selected_option"]["value"]
        client.chat_postMessage(channel=body["user"]["id"], text=f"Found {title}")


def _show_home(app: App) -> None:
    """A Home tab with a menu."""

    @app.event("app_home_opened")
    def home(event: Json, client: WebClient) -> None:
        pick = {"type": "static_select", "action_id": "pick", "options": options("Poetry", "Prose")}
        show = {"type": "home", "blocks": [section("Your books", accessory=pick)]}
        client.views_publish(user_id=event["user"], view=show)

    @app.action("pick")
    def pick(ack: Ack, body: Json, action: Json, client: WebClient) -> None:
        ack()
        show = {"type": "home", "blocks": [section(f"Your {action['selected_option']['value']}")]}
        client.views_publish(user_id=body["user"]["id"], view=show)
