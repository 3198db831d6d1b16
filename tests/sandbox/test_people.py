"""What people do, and the payloads the app gets for it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.sandbox import client, server
from bot.sandbox.config import App, Config, Json
from tests.sandbox.example import (
    ALICE,
    BOB,
    CONFIG,
    ELSEWHERE,
    KITCHEN,
    MANIFEST,
    OFFICE,
    button,
    modal,
    plain,
    text_input,
)
from tests.sandbox.listener import SILENCE, Listener, listening

BOT = CONFIG.app.bot_user_id


@pytest.fixture(scope="module")
def config() -> Config:
    """The workspace with Slack's three seconds shortened."""
    return replace(CONFIG, acknowledge_within=0.5)


@pytest.fixture
def app(base: str) -> Iterator[Listener]:
    """An app with one connection that acknowledges everything."""
    with listening(base, CONFIG.app.app_token) as listener:
        yield listener


def option(value: str) -> Json:
    return {"text": plain(value.title()), "value": value}


def posted(web: WebClient, slack: client.Workspace, *blocks: Json, user: str = ALICE) -> Json:
    """A message with these blocks, as the person sees it."""
    web.chat_postMessage(channel=user, text="Tea?", blocks=list(blocks))
    return slack.messages(user)[-1]


def opened(web: WebClient, slack: client.Workspace, app: Listener, view: Json) -> Json:
    """A form in front of Alice."""
    slack.command(ALICE, "/tea")
    web.views_open(trigger_id=app.payload()["trigger_id"], view=view)
    return slack.view(ALICE)


# commands


def test_a_command_says_who_where_and_what(app: Listener, slack: client.Workspace) -> None:
    slack.command(ALICE, "/tea", "black", channel=KITCHEN)
    payload = app.payload()
    assert payload.pop("trigger_id")
    assert payload.pop("response_url").startswith(slack.base)
    assert payload.pop("token")
    assert payload == {
        "team_id": "T0SANDBOX1",
        "team_domain": "sandbox",
        "channel_id": KITCHEN,
        "channel_name": "kitchen",
        "user_id": ALICE,
        "user_name": "alice",
        "command": "/tea",
        "text": "black",
        "api_app_id": CONFIG.app.app_id,
        "is_enterprise_install": "false",
    }


@pytest.mark.parametrize(("channel", "name"), [(None, "directmessage"), (OFFICE, "privategroup")])
def test_some_channels_go_by_their_kind(
    app: Listener, slack: client.Workspace, channel: str | None, name: str
) -> None:
    slack.command(ALICE, "/tea", channel=channel)
    assert app.payload()["channel_name"] == name


@pytest.mark.parametrize(
    ("typed", "passed_on"),
    [
        ("for @bob", f"for <@{BOB}|bob>"),
        ("in #kitchen", f"in <#{KITCHEN}|kitchen>"),
        ("@nobody #nowhere", "@nobody #nowhere"),
        ("milk & sugar <2>", "milk &amp; sugar &lt;2&gt;"),
        ("see https://example.org/?a=1&b=2", "see <https://example.org/?a=1&amp;b=2>"),
        ("ask alice@example.org.", "ask <mailto:alice@example.org|alice@example.org>."),
        (f"for <@{BOB}>", f"for <@{BOB}>"),
    ],
)
def test_the_text_of_a_command_is_escaped_when_the_manifest_says_so(
    app: Listener, slack: client.Workspace, typed: str, passed_on: str
) -> None:
    slack.command(ALICE, "/tea", typed)
    assert app.payload()["text"] == passed_on


def test_the_text_of_other_commands_is_left_alone(app: Listener, slack: client.Workspace) -> None:
    slack.command(ALICE, "/slow", "for @bob & me")
    assert app.payload()["text"] == "for @bob & me"


def test_a_command_the_manifest_does_not_have_is_refused(app: Listener, slack: client.Workspace) -> None:
    done = slack.command(ALICE, "/coffee")
    assert not done.acknowledged
    assert slack.messages(ALICE, done.since)[0]["text"] == "/coffee is not a valid command."
    assert app.envelopes.empty()


def test_an_answer_with_wrong_blocks_is_not_shown(app: Listener, slack: client.Workspace) -> None:
    app.answer = lambda _: {"text": "Tea", "blocks": [{"type": "teapot"}]}
    done = slack.command(ALICE, "/tea")
    assert "invalid_blocks" in slack.messages(ALICE, done.since)[0]["text"]
    assert any("teapot" in each for each in slack.warnings())


def test_nobody_acts_where_they_are_not(slack: client.Workspace) -> None:
    with pytest.raises(client.NotOnScreen):
        slack.say(BOB, "hello", ELSEWHERE)
    with pytest.raises(client.NotOnScreen):
        slack.command("U0NOBODY01", "/tea")
    slack.add_user(id="U0DORA0001", name="dora")
    slack.remove_user("U0DORA0001")
    with pytest.raises(client.NotOnScreen):
        slack.command("U0DORA0001", "/tea")


# clicks


def test_a_click_in_a_message_brings_the_message_along(
    app: Listener, web: WebClient, slack: client.Workspace
) -> None:
    message = posted(web, slack, {"type": "actions", "elements": [button("Drink", "drink", "1")]})
    assert slack.click(ALICE, message, "drink").acknowledged
    payload = app.payload()
    assert payload["type"] == "block_actions"
    assert payload["user"]["id"] == ALICE
    assert payload["container"]["message_ts"] == payload["message"]["ts"] == message["ts"]
    assert payload["channel"]["id"] == message["channel"]
    assert payload["trigger_id"]
    assert payload["response_url"]
    (action,) = payload["actions"]
    assert (action["type"], action["action_id"], action["value"]) == ("button", "drink", "1")
    assert action["block_id"] == message["blocks"][0]["block_id"]
    assert action["text"] == plain("Drink")


def test_a_click_in_an_ephemeral_message_does_not(
    app: Listener, web: WebClient, slack: client.Workspace
) -> None:
    blocks = [{"type": "actions", "elements": [button("Drink", "drink", "1")]}]
    done = web.chat_postEphemeral(channel=KITCHEN, user=ALICE, text="Tea?", blocks=blocks)
    slack.click(ALICE, str(done["message_ts"]), "drink")
    payload = app.payload()
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload


@pytest.mark.parametrize(("value", "expected"), [("1", "1"), ("2", "2"), (None, "1")])
def test_a_value_tells_buttons_apart(
    app: Listener, web: WebClient, slack: client.Workspace, value: str | None, expected: str
) -> None:
    rows = [
        {"type": "section", "text": plain(number), "accessory": button("Drink", "drink", number)}
        for number in ("1", "2")
    ]
    slack.click(ALICE, posted(web, slack, *rows), "drink", value)
    assert app.payload()["actions"][0]["value"] == expected


def test_a_block_id_tells_buttons_apart(app: Listener, web: WebClient, slack: client.Workspace) -> None:
    rows = [
        {"type": "actions", "block_id": name, "elements": [button("Drink", "drink", "same")]}
        for name in ("first", "second")
    ]
    slack.click(ALICE, posted(web, slack, *rows), "drink", block_id="second")
    assert app.payload()["actions"][0]["block_id"] == "second"


def test_a_choice_in_an_overflow_menu(app: Listener, web: WebClient, slack: client.Workspace) -> None:
    menu = {"type": "overflow", "action_id": "more", "options": [option("drink"), option("pour")]}
    message = posted(web, slack, {"type": "section", "text": plain("Cup"), "accessory": menu})
    slack.click(ALICE, message, "more", "pour")
    assert app.payload()["actions"][0]["selected_option"] == option("pour")
    with pytest.raises(client.FieldMissing):
        slack.click(ALICE, message, "more", "spill")


def test_a_choice_in_a_message_is_in_its_state(
    app: Listener, web: WebClient, slack: client.Workspace
) -> None:
    picker = {"type": "datepicker", "action_id": "day", "initial_date": "2025-03-03"}
    message = posted(web, slack, {"type": "actions", "block_id": "when", "elements": [picker]})
    slack.click(ALICE, message, "day", "2025-03-14")
    payload = app.payload()
    assert payload["actions"][0]["selected_date"] == "2025-03-14"
    assert payload["state"]["values"]["when"]["day"] == {"type": "datepicker", "selected_date": "2025-03-14"}


def test_a_click_in_a_form_brings_the_form_along(
    app: Listener, web: WebClient, slack: client.Workspace
) -> None:
    view = modal("tea", {"type": "actions", "elements": [button("More", "more", "1")]})
    form = opened(web, slack, app, view)
    slack.click(ALICE, form, "more")
    payload = app.payload()
    assert payload["container"] == {"type": "view", "view_id": form["id"]}
    assert payload["view"]["id"] == form["id"]
    assert "response_url" not in payload


def test_an_input_tells_the_app_when_it_dispatches_only(
    app: Listener, web: WebClient, slack: client.Workspace
) -> None:
    telling = {**text_input("two", "sugar"), "dispatch_action": True}
    form = opened(web, slack, app, modal("tea", text_input("one", "milk"), telling))
    assert not slack.click(ALICE, form, "milk", "yes").acknowledged
    assert slack.click(ALICE, form, "sugar", "no").acknowledged
    values = app.payload()["view"]["state"]["values"]
    assert (values["one"]["milk"]["value"], values["two"]["sugar"]["value"]) == ("yes", "no")


def test_a_click_in_the_home(app: Listener, web: WebClient, slack: client.Workspace) -> None:
    blocks = [{"type": "actions", "elements": [button("Drink", "drink", "1")]}]
    web.views_publish(user_id=ALICE, view={"type": "home", "blocks": blocks})
    slack.click(ALICE, slack.home(ALICE), "drink")
    assert app.payload()["view"]["type"] == "home"


def test_there_is_no_clicking_what_is_not_there(web: WebClient, slack: client.Workspace) -> None:
    message = posted(web, slack, {"type": "divider"})
    with pytest.raises(client.NotOnScreen, match="action_id drink"):
        slack.click(ALICE, message, "drink")
    with pytest.raises(client.NotOnScreen):
        slack.click(BOB, message, "drink")


# forms


EVERYTHING: list[tuple[Json, object, Json]] = [
    ({"type": "plain_text_input"}, "milk", {"value": "milk"}),
    ({"type": "number_input", "is_decimal_allowed": False}, 2, {"value": "2"}),
    ({"type": "email_text_input"}, "a@example.org", {"value": "a@example.org"}),
    ({"type": "url_text_input"}, "https://example.org", {"value": "https://example.org"}),
    ({"type": "static_select", "options": [option("a"), option("b")]}, "b", {"selected_option": option("b")}),
    ({"type": "radio_buttons", "options": [option("a")]}, "a", {"selected_option": option("a")}),
    ({"type": "checkboxes", "options": [option("a"), option("b")]}, ["a", "b"],
     {"selected_options": [option("a"), option("b")]}),
    ({"type": "multi_static_select", "option_groups": [{"label": plain("A"), "options": [option("a")]}]},
     "a", {"selected_options": [option("a")]}),
    ({"type": "users_select"}, BOB, {"selected_user": BOB}),
    ({"type": "multi_users_select"}, [ALICE, BOB], {"selected_users": [ALICE, BOB]}),
    ({"type": "conversations_select"}, KITCHEN, {"selected_conversation": KITCHEN}),
    ({"type": "channels_select"}, KITCHEN, {"selected_channel": KITCHEN}),
    ({"type": "datepicker"}, "2025-03-14", {"selected_date": "2025-03-14"}),
    ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
    ({"type": "datetimepicker"}, 1741944600, {"selected_date_time": 1741944600}),
]  # fmt: skip


@pytest.mark.parametrize("case", EVERYTHING, ids=lambda case: str(case[0]["type"]))
def test_every_kind_of_field_has_its_shape(
    app: Listener, web: WebClient, slack: client.Workspace, case: tuple[Json, object, Json]
) -> None:
    element, value, expected = case
    block = {**text_input("field", "it"), "element": {**element, "action_id": "it"}}
    opened(web, slack, app, modal("tea", block))
    assert slack.submit(ALICE, {"it": value}).acknowledged
    payload = app.payload()
    assert payload["type"] == "view_submission"
    assert payload["view"]["state"]["values"]["field"]["it"] == {"type": element["type"], **expected}


def test_what_is_prefilled_is_sent(app: Listener, web: WebClient, slack: client.Workspace) -> None:
    opened(web, slack, app, modal("tea", text_input("cup", "colour", initial_value="blue")))
    slack.submit(ALICE, {})
    assert app.payload()["view"]["state"]["values"]["cup"]["colour"]["value"] == "blue"


def test_a_prefilled_field_can_be_emptied(app: Listener, web: WebClient, slack: client.Workspace) -> None:
    block = {**text_input("cup", "colour", initial_value="blue"), "optional": True}
    opened(web, slack, app, modal("tea", block))
    slack.submit(ALICE, {"colour": None})
    assert app.payload()["view"]["state"]["values"]["cup"]["colour"]["value"] is None


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "plain_text_input"}, ""),
        ({"type": "plain_text_input", "max_length": 3}, "milk"),
        ({"type": "plain_text_input", "min_length": 5}, "milk"),
        ({"type": "multi_static_select", "options": [option("a"), option("b")], "max_selected_items": 1},
         ["a", "b"]),
        ({"type": "number_input", "is_decimal_allowed": False}, "2.5"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "2"}, "2.5"),
        ({"type": "email_text_input"}, "example.org"),
        ({"type": "url_text_input"}, "example.org"),
        ({"type": "static_select", "options": [option("a")]}, "z"),
        ({"type": "checkboxes", "options": [option("a")]}, []),
        ({"type": "datepicker"}, "14 March"),
        ({"type": "timepicker"}, "9.30"),
        ({"type": "users_select"}, None),
    ],
)  # fmt: skip
def test_a_form_is_not_sent_with_a_field_slack_would_not_take(
    app: Listener, web: WebClient, slack: client.Workspace, element: Json, value: object
) -> None:
    block = {**text_input("Cup", "it"), "element": {**element, "action_id": "it"}}
    opened(web, slack, app, modal("tea", block))
    with pytest.raises(client.FieldMissing, match=r"^Cup"):
        slack.submit(ALICE, {"it": value})
    assert app.envelopes.empty()


def test_fields_of_one_action_id_go_by_their_block(
    app: Listener, web: WebClient, slack: client.Workspace
) -> None:
    opened(web, slack, app, modal("tea", text_input("cup", "it"), text_input("pot", "it")))
    slack.submit(ALICE, {"cup": "blue", "pot": "red"})
    values = app.payload()["view"]["state"]["values"]
    assert (values["cup"]["it"]["value"], values["pot"]["it"]["value"]) == ("blue", "red")


def test_there_is_no_filling_in_what_is_not_there(
    app: Listener, web: WebClient, slack: client.Workspace
) -> None:
    opened(web, slack, app, modal("tea", text_input("cup", "it"), text_input("pot", "it")))
    with pytest.raises(client.NotOnScreen):
        slack.submit(ALICE, {"it": "blue"})
    with pytest.raises(client.NotOnScreen):
        slack.submit(ALICE, {"cup": "blue", "pot": "red"}, view_id="V0")
    with pytest.raises(client.NotOnScreen):
        slack.submit(BOB, {})


def test_a_submitted_form_closes(app: Listener, web: WebClient, slack: client.Workspace) -> None:
    opened(web, slack, app, modal("tea"))
    slack.submit(ALICE, {})
    assert slack.screen(ALICE)["view"] is None


def test_a_form_nobody_acknowledges_stays(app: Listener, web: WebClient, slack: client.Workspace) -> None:
    form = opened(web, slack, app, modal("tea"))
    app.answer = lambda _: SILENCE
    assert not slack.submit(ALICE, {}).acknowledged
    assert slack.view(ALICE)["id"] == form["id"]


def test_an_app_answers_with_errors_on_fields(app: Listener, web: WebClient, slack: client.Workspace) -> None:
    opened(web, slack, app, modal("tea", text_input("cup", "colour")))
    app.answer = lambda _: {"response_action": "errors", "errors": {"cup": "Not that one"}}
    done = slack.submit(ALICE, {"colour": "blue"})
    assert done.errors == {"cup": "Not that one"}
    assert slack.view(ALICE)["errors"] == {"cup": "Not that one"}


def test_an_app_answers_with_another_form(app: Listener, web: WebClient, slack: client.Workspace) -> None:
    form = opened(web, slack, app, modal("tea"))
    app.answer = lambda _: {"response_action": "update", "view": modal("coffee")}
    slack.submit(ALICE, {})
    updated = slack.view(ALICE)
    assert (updated["id"], updated["callback_id"]) == (form["id"], "coffee")
    app.answer = lambda _: {"response_action": "push", "view": modal("cocoa")}
    slack.submit(ALICE, {})
    assert slack.view(ALICE)["previous_view_id"] == form["id"]
    app.answer = lambda _: {"response_action": "clear"}
    slack.submit(ALICE, {})
    assert slack.screen(ALICE)["view"] is None


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"pot": "There is no pot"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update"},
        {"response_action": "push", "view": {"type": "modal"}},
        {"response_action": "dance"},
    ],
)
def test_an_answer_to_a_form_that_slack_does_not_take(
    app: Listener, web: WebClient, slack: client.Workspace, answer: Any
) -> None:
    form = opened(web, slack, app, modal("tea", text_input("cup", "colour")))
    app.answer = lambda _: answer
    before = len(slack.warnings())
    slack.submit(ALICE, {"colour": "blue"})
    assert len(slack.warnings()) == before + 1
    assert slack.view(ALICE)["hash"] == form["hash"]


def test_an_app_hears_of_a_form_closed_when_it_asked(
    app: Listener, web: WebClient, slack: client.Workspace
) -> None:
    opened(web, slack, app, modal("tea"))
    slack.close(ALICE)
    assert app.envelopes.empty()
    form = opened(web, slack, app, modal("tea", notify_on_close=True))
    slack.close(ALICE)
    payload = app.payload()
    assert (payload["type"], payload["view"]["id"], payload["is_cleared"]) == (
        "view_closed",
        form["id"],
        False,
    )


def test_an_external_select_asks_the_app(app: Listener, web: WebClient, slack: client.Workspace) -> None:
    block = {**text_input("cup", "it"), "element": {"type": "external_select", "action_id": "it"}}
    opened(web, slack, app, modal("tea", block))
    app.answer = lambda _: {"options": [option("blue"), option("black")]}
    assert slack.suggest(ALICE, "it", "bla") == [option("blue"), option("black")]
    payload = app.payload()
    assert (payload["type"], payload["value"], payload["action_id"]) == ("block_suggestion", "bla", "it")
    app.answer = lambda _: None
    with pytest.raises(client.FieldMissing):
        slack.submit(ALICE, {"it": "red"})
    slack.submit(ALICE, {"it": "blue"})
    assert app.payload()["view"]["state"]["values"]["cup"]["it"]["selected_option"] == option("blue")


@pytest.mark.parametrize(("fewest", "typed"), [({}, "bl"), ({"min_query_length": 2}, "b")])
def test_an_external_select_asks_nothing_for_too_few_letters(
    app: Listener, web: WebClient, slack: client.Workspace, fewest: dict[str, int], typed: str
) -> None:
    element = {"type": "external_select", "action_id": "it", **fewest}
    opened(web, slack, app, modal("tea", {**text_input("cup", "it"), "element": element}))
    app.answer = lambda _: {"options": [option("blue")]}
    assert slack.suggest(ALICE, "it", typed) == []
    assert slack.suggest(ALICE, "it", f"{typed}u") == [option("blue")]


def test_suggestions_that_slack_would_not_show(
    app: Listener, web: WebClient, slack: client.Workspace
) -> None:
    block = {**text_input("cup", "it"), "element": {"type": "external_select", "action_id": "it"}}
    opened(web, slack, app, modal("tea", block))
    app.answer = lambda _: {"options": [option("x" * 76)]}
    assert slack.suggest(ALICE, "it", "xxx") == []
    assert any("less than 76 characters" in each for each in slack.warnings())


# messages, Home, shortcuts


def test_a_direct_message_is_an_event(app: Listener, slack: client.Workspace) -> None:
    done = slack.say(ALICE, "hello <there>")
    event = app.payload()["event"]
    assert done.acknowledged
    assert (event["type"], event["channel_type"], event["user"]) == ("message", "im", ALICE)
    assert event["text"] == "hello &lt;there&gt;"
    assert event["ts"] == event["event_ts"]


def test_a_mention_in_a_channel_is_an_event(app: Listener, slack: client.Workspace) -> None:
    slack.say(ALICE, "@tea is there any?", KITCHEN)
    event = app.payload()["event"]
    assert (event["type"], event["text"]) == ("app_mention", f"<@{BOT}> is there any?")
    assert "channel_type" not in event


@pytest.mark.parametrize(("text", "channel"), [("hello", KITCHEN), ("@tea hello", ELSEWHERE)])
def test_the_app_does_not_hear_everything(
    app: Listener, slack: client.Workspace, text: str, channel: str
) -> None:
    slack.say(ALICE, text, channel)
    assert app.envelopes.empty()


def test_a_reply_carries_its_thread(app: Listener, web: WebClient, slack: client.Workspace) -> None:
    parent = posted(web, slack, {"type": "divider"})
    slack.say(ALICE, "milk", thread_ts=parent["ts"])
    assert app.payload()["event"]["thread_ts"] == parent["ts"]


def test_what_one_says_oneself_is_no_answer(app: Listener, slack: client.Workspace) -> None:
    done = slack.say(ALICE, "hello")
    with pytest.raises(client.NothingSaid):
        slack.messages(ALICE, done.since, timeout=0)


def test_opening_the_home_is_an_event(app: Listener, web: WebClient, slack: client.Workspace) -> None:
    assert slack.open_home(BOB).acknowledged
    first = app.payload()["event"]
    assert (first["type"], first["tab"], first["user"]) == ("app_home_opened", "home", BOB)
    assert "view" not in first
    web.views_publish(user_id=BOB, view={"type": "home", "blocks": []})
    slack.open_home(BOB)
    assert app.payload()["event"]["view"]["type"] == "home"


def test_a_shortcut_can_be_used_anywhere(app: Listener, slack: client.Workspace) -> None:
    slack.shortcut(ALICE, "tea")
    payload = app.payload()
    assert (payload["type"], payload["callback_id"]) == ("shortcut", "tea")
    assert "channel" not in payload


def test_a_message_shortcut_brings_the_message_along(
    app: Listener, web: WebClient, slack: client.Workspace
) -> None:
    message = posted(web, slack, {"type": "divider"})
    slack.message_shortcut(ALICE, message, "remember")
    payload = app.payload()
    assert (payload["type"], payload["message_ts"]) == ("message_action", message["ts"])
    assert payload["message"]["text"] == "Tea?"
    assert payload["response_url"]


@pytest.mark.parametrize("callback_id", ["remember", "forget"])
def test_a_shortcut_has_to_be_in_the_manifest(slack: client.Workspace, callback_id: str) -> None:
    with pytest.raises(client.NotOnScreen):
        slack.shortcut(ALICE, callback_id)


def test_an_app_hears_of_subscribed_events_only() -> None:
    deaf = replace(CONFIG, app=App({**MANIFEST, "settings": {}}))
    with server.running(deaf) as base, listening(base, deaf.app.app_token) as app:
        slack = client.Workspace(base)
        slack.say(ALICE, "hello")
        slack.open_home(ALICE)
        assert app.envelopes.empty()
