"""views.*: what an app may put in front of people, and the trigger ids it needs for that."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.sandbox import client
from bot.sandbox.config import Json
from tests.sandbox.example import ALICE, BOB, CONFIG, button, modal, plain, text_input
from tests.sandbox.listener import Listener, listening
from tests.sandbox.refusals import error, refusal

HOME = {"type": "home", "blocks": [{"type": "divider"}]}
AGAIN = {"type": "actions", "elements": [button("More", "more", "1")]}


@pytest.fixture(scope="module")
def app(base: str) -> Iterator[Listener]:
    """An app with one connection that acknowledges everything."""
    with listening(base, CONFIG.app.app_token) as listener:
        yield listener


@pytest.fixture
def trigger(app: Listener, slack: client.Workspace) -> str:
    """A fresh trigger id of Alice's."""
    slack.command(ALICE, "/tea")
    return str(app.payload()["trigger_id"])


@pytest.fixture
def form(web: WebClient, trigger: str) -> Json:
    """A form in front of Alice."""
    view: Json = web.views_open(trigger_id=trigger, view=modal("tea", text_input("cup", "colour"), AGAIN))[
        "view"
    ]
    return view


def click_for_trigger(app: Listener, slack: client.Workspace) -> str:
    """A trigger id of a click in the form on top."""
    slack.click(ALICE, slack.view(ALICE), "more")
    return str(app.payload()["trigger_id"])


def test_a_trigger_opens_a_form(form: Json, slack: client.Workspace) -> None:
    seen = slack.view(ALICE, callback_id="tea")
    assert seen["id"] == form["id"] == form["root_view_id"]
    assert form["previous_view_id"] is None
    assert form["state"] == {"values": {"cup": {"colour": {"type": "plain_text_input", "value": None}}}}
    assert (form["private_metadata"], form["app_id"]) == ("", CONFIG.app.app_id)


def test_a_trigger_works_once(form: Json, trigger: str, web: WebClient) -> None:
    assert error(web.views_open, trigger_id=trigger, view=modal("tea")) == "exchanged_trigger_id"


def test_a_trigger_lives_three_seconds(trigger: str, web: WebClient, slack: client.Workspace) -> None:
    slack.shift_clock(3.1)
    assert error(web.views_open, trigger_id=trigger, view=modal("tea")) == "expired_trigger_id"


def test_a_trigger_cannot_be_made_up(web: WebClient) -> None:
    assert error(web.views_open, trigger_id="1.2.3", view=modal("tea")) == "invalid_trigger_id"


def test_a_refused_view_does_not_spend_the_trigger(trigger: str, web: WebClient) -> None:
    wrong = modal("tea", title=plain("x" * 25))
    answer = refusal(web.views_open, trigger_id=trigger, view=wrong)
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    assert web.views_open(trigger_id=trigger, view=modal("tea"))["ok"]


def test_three_forms_stack_and_no_more(
    form: Json, app: Listener, web: WebClient, slack: client.Workspace
) -> None:
    above = modal("above", AGAIN)
    second = web.views_push(trigger_id=click_for_trigger(app, slack), view=above)["view"]
    third = web.views_push(trigger_id=click_for_trigger(app, slack), view=above)["view"]
    assert [second["previous_view_id"], third["previous_view_id"]] == [form["id"], second["id"]]
    assert third["root_view_id"] == form["id"]
    refused = error(web.views_push, trigger_id=click_for_trigger(app, slack), view=above)
    assert refused == "push_limit_reached"


def test_a_form_is_pushed_on_a_form_only(trigger: str, web: WebClient) -> None:
    assert error(web.views_push, trigger_id=trigger, view=modal("tea")) == "not_found"


def test_an_update_keeps_the_form_and_changes_its_hash(
    form: Json, web: WebClient, slack: client.Workspace
) -> None:
    web.views_update(view_id=form["id"], hash=form["hash"], view=modal("coffee"))
    seen = slack.view(ALICE, changed_from=form["hash"])
    assert (seen["id"], seen["callback_id"]) == (form["id"], "coffee")


def test_an_update_of_an_older_form_is_refused(form: Json, web: WebClient) -> None:
    web.views_update(view_id=form["id"], view=modal("coffee"))
    refused = error(web.views_update, view_id=form["id"], hash=form["hash"], view=modal("cocoa"))
    assert refused == "hash_conflict"


def test_a_form_that_was_closed_cannot_be_updated(
    form: Json, web: WebClient, slack: client.Workspace
) -> None:
    slack.close(ALICE)
    assert error(web.views_update, view_id=form["id"], view=modal("coffee")) == "not_found"


def test_an_app_may_name_a_form_itself(
    trigger: str, app: Listener, web: WebClient, slack: client.Workspace
) -> None:
    web.views_open(trigger_id=trigger, view=modal("tea", AGAIN, external_id="mine"))
    updated = web.views_update(external_id="mine", view=modal("coffee", AGAIN, external_id="mine"))
    assert updated["view"]["callback_id"] == "coffee"
    twice = modal("tea", external_id="mine")
    refused = error(web.views_push, trigger_id=click_for_trigger(app, slack), view=twice)
    assert refused == "duplicate_external_id"


def test_what_was_entered_survives_an_update(form: Json, web: WebClient, slack: client.Workspace) -> None:
    slack.click(ALICE, form, "colour", "blue")
    updated = web.views_update(view_id=form["id"], view=modal("tea", text_input("cup", "colour")))["view"]
    assert updated["state"]["values"]["cup"]["colour"]["value"] == "blue"


def test_what_an_input_holds_at_first_is_not_replaced_while_it_keeps_its_ids(
    form: Json, web: WebClient
) -> None:
    for asked in ("green", "red"):
        given = modal("tea", text_input("cup", "it", initial_value=asked))
        shown = web.views_update(view_id=form["id"], view=given)["view"]
    assert shown["state"]["values"]["cup"]["it"]["value"] == "green"
    given = modal("tea", text_input("cup", "another", initial_value="red"))
    shown = web.views_update(view_id=form["id"], view=given)["view"]
    assert shown["state"]["values"]["cup"]["another"]["value"] == "red"


def test_a_home_is_published_and_published_again(web: WebClient, slack: client.Workspace) -> None:
    first = web.views_publish(user_id=BOB, view=HOME)["view"]
    again = web.views_publish(user_id=BOB, view=HOME, hash=first["hash"])["view"]
    assert first["id"] == again["id"]
    assert slack.home(BOB, changed_from=first["hash"])["hash"] == again["hash"]
    assert slack.screen(BOB)["home"]["type"] == "home"
    assert error(web.views_publish, user_id=BOB, view=HOME, hash=first["hash"]) == "hash_conflict"


def test_a_home_takes_no_form(web: WebClient) -> None:
    assert error(web.views_publish, user_id=BOB, view=modal("tea")) == "invalid_arguments"
    assert error(web.views_publish, user_id=BOB, view="home") == "invalid_arguments"


def test_waiting_for_a_form_that_does_not_come_ends(slack: client.Workspace) -> None:
    with pytest.raises(client.NothingSaid):
        slack.view(BOB, timeout=0)
    with pytest.raises(client.NothingSaid):
        slack.home(ALICE, timeout=0)
