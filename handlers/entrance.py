"""Where Slack's deliveries come in: acknowledged first, handled after, answered in words whatever happens."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.errors import PersonalDetails, Refusal
from handlers import accounts, asking, calls, carried, commands, dropped, gate, half_typed, refusals, routes
from handlers.answers import as_page
from handlers.blocks import forms, parts
from handlers.blocks.parts import Message, View
from handlers.calls import Body, Call
from handlers.choices import Choices
from handlers.dispatch import AFTER_ACKNOWLEDGEMENT
from handlers.home import Homes
from handlers.measures import How, Kind, how_of
from handlers.office import Office
from handlers.origins import Workspace

log = logging.getLogger("g2o")

# Slack gives up on a form after three seconds; a person begins to wonder after half of that.
FORM_PATIENCE_SECONDS = 1.5


def open_doors(app: App, office: Office, workspace: Workspace, workers: ThreadPoolExecutor) -> None:
    """Binds every entrance of `handlers.routes` to the app. Long work runs on `workers`."""
    homes = Homes(office, workers)
    app.middleware(partial(gate.once, office, workspace))
    app.middleware(partial(gate.from_here, office, workspace, workers))
    for name in routes.COMMANDS:
        app.command(name)(ack=_acknowledge, lazy=[_named(name, partial(_command, office, homes, name))])
    for action_id, handler in routes.BUTTONS.items():
        click = partial(_click, office, homes, handler)
        app.action(action_id)(ack=_acknowledge, lazy=[_named(action_id, click)])
    for action_id, in_form in routes.IN_FORMS.items():
        app.action(action_id)(ack=_acknowledge, lazy=[_named(action_id, partial(_grow, office, in_form))])
    for action_id, offer in routes.CHOICES.items():
        app.options(action_id)(partial(_offer, office=office, workers=workers, offer=offer))
    for callback_id, shortcut in routes.SHORTCUTS.items():
        opened = partial(_shortcut, office, shortcut.handler)
        app.shortcut(callback_id)(ack=_acknowledge, lazy=[_named(callback_id, opened)])
    for callback_id, form_handler in routes.FORMS.items():
        submit = partial(_submit, office=office, homes=homes, workers=workers, handler=form_handler)
        app.view(callback_id)(submit)
    others: dict[str, Callable[[Office, Homes, Body], None]] = {
        "app_home_opened": _home_opened,
        "user_change": partial(_account_changed, workspace),
    }
    for event in routes.EVENTS.values():
        arrived = partial(others.get(event, _message), office, homes)
        app.event(event)(ack=_acknowledge, lazy=[_named(event, arrived)])
    app.error(partial(gate.unknown, office))


def _acknowledge(ack: Ack) -> None:
    ack()


def _named(name: str, function: Callable[..., None]) -> Callable[..., None]:
    """Bolt tells lazy listeners apart by their names and fills their arguments by name."""

    def listener(body: dict[str, Any]) -> None:
        function(body)

    listener.__name__ = f"answer_{name.strip('/')}"
    return listener


def _command(office: Office, homes: Homes, name: str, body: Body) -> None:
    call = calls.command(office, body)
    _answer(office, Kind.COMMAND, call, lambda: commands.answer(office, call, name))
    homes.renew()


def _click(office: Office, homes: Homes, handler: routes.Handler, body: Body) -> None:
    call = calls.click(office, body)
    if call.answers.is_in_home:
        homes.note(call.slack_id)
    _answer(office, Kind.CLICK, call, lambda: handler(office, call))
    homes.renew()


def _home_opened(_office: Office, homes: Homes, body: Body) -> None:
    # The same event tells of the other tabs.
    if body["event"].get("tab") == "home":
        homes.open(body["event"]["user"])


def _account_changed(workspace: Workspace, office: Office, homes: Homes, body: Body) -> None:
    try:
        accounts.changed(office, body["event"]["user"], workspace)
    except Exception as error:  # noqa: BLE001 - nobody waits for it: it is logged, and compared again tomorrow
        refusals.logged(error)
    homes.renew()


def _shortcut(office: Office, handler: routes.Handler, body: Body) -> None:
    call = calls.shortcut(office, body)
    _answer(office, Kind.SHORTCUT, call, lambda: handler(office, call))


def _grow(office: Office, handler: Callable[[Office, Call], View], body: Body) -> None:
    """Whatever goes wrong, the form stays with all that was typed, and says so."""
    call = calls.click(office, body)
    how = How.ANSWERED
    answer: Message | View
    try:
        call.come_in(office)
        carried.require(holds="state" in body.get("view", {}))
        half_typed.refuse_personal_details(office, body["view"])
        answer = handler(office, call)
    except Exception as error:  # noqa: BLE001 - the door, as below
        how, answer = how_of(error), _filled_again(body.get("view"), error)
    office.measures.answer(Kind.CLICK, how)
    call.answers.show(answer)


def _offer(
    ack: Ack, body: dict[str, Any], *, office: Office, workers: ThreadPoolExecutor, offer: routes.Offer
) -> None:
    """Slack waits for the list itself, three seconds; a list that cannot be made by then is an empty one."""
    made = workers.submit(offer, office, calls.typing(office, body))
    found: Choices = ()
    how = How.FAILED
    try:
        found = made.result(timeout=FORM_PATIENCE_SECONDS)
        how = How.ANSWERED
    except NotYet:
        log.warning("a list was not offered in time")
    except Refusal:
        how = How.REFUSED
        log.info("a list was not offered to somebody who may not see it")
    except Exception as error:  # noqa: BLE001 - the door, as below
        log.warning("a list was not offered (report %s)", refusals.logged(error))
    office.measures.answer(Kind.LIST, how)
    ack(options=[parts.option(text, value) for text, value in found])


def _message(office: Office, homes: Homes, body: Body) -> None:
    event = body["event"]
    # What bots say, and edits and the like, are not said to the bot; a file that is dropped is.
    is_file = event.get("subtype") == "file_share"
    if event.get("bot_id") or (event.get("subtype") and not is_file):
        return
    if event["type"] == "message" and event.get("channel_type") != "im":
        return
    call = calls.message(office, body)
    given = event.get("files") or []

    def handle() -> Message | View:
        return dropped.look(office, call, given) if is_file else asking.answer(office, call)

    _answer(office, Kind.EVENT, call, handle)
    homes.renew()


def _answer(office: Office, kind: Kind, call: Call, handle: Callable[[], Message | View]) -> None:
    how = How.ANSWERED
    try:
        call.answers.make_room()
        answer = handle()
    except Exception as error:  # noqa: BLE001 - the door: whatever happens, the person is answered in words
        how, answer = how_of(error), Message.plain(refusals.words(error))
    office.measures.answer(kind, how)
    call.answers.show(answer)


def _submit(
    ack: Ack,
    body: dict[str, Any],
    context: BoltContext,
    *,
    office: Office,
    homes: Homes,
    workers: ThreadPoolExecutor,
    handler: routes.FormHandler,
) -> None:
    """Answers a form at once where that is possible; else it shows "Saving" and then the outcome."""
    call = calls.submission(office, body)
    outcome = workers.submit(_outcome, office, call, partial(handler, office, call))
    try:
        result = outcome.result(timeout=FORM_PATIENCE_SECONDS)
    except NotYet:
        saving = View("Saving", [parts.section("Saving. This takes a little longer than usual.")])
        ack(response_action="update", view=saving.as_dict())
        # Nobody waits for the outcome: it settles the form itself, on the thread that it came about on.
        settle = partial(_settle, call, body["view"], homes)
        context[AFTER_ACKNOWLEDGEMENT] = partial(outcome.add_done_callback, settle)
        return
    if isinstance(result, Message) and result.replace and call.answers.below_id:
        ack()
        context[AFTER_ACKNOWLEDGEMENT] = partial(_draw_below, call, result, homes)
    elif isinstance(result, Message | View):
        shown = as_page(result) if isinstance(result, Message) else result
        ack(response_action="update", view=shown.as_dict())
        context[AFTER_ACKNOWLEDGEMENT] = homes.renew
    else:
        ack(**gate.at_its_field(result, body["view"]))


def _draw_below(call: Call, page: Message, homes: Homes) -> None:
    call.answers.show_below(page)
    homes.renew()


def _outcome(office: Office, call: Call, handle: Callable[[], Message | View]) -> Message | View | Exception:
    how = How.ANSWERED
    result: Message | View | Exception
    try:
        call.come_in(office)
        result = handle()
    except Exception as error:  # noqa: BLE001 - the door, as above
        how, result = how_of(error), error
    office.measures.answer(Kind.FORM, how)
    return result


def _filled_again(view: Body | None, error: Exception) -> Message | View:
    """The form as it was filled in; what cannot be drawn again is left at the sentence."""
    sentence = refusals.words(error)
    try:
        with carried.reading():
            return forms.filled_again(view or {}, sentence, is_unsafe=isinstance(error, PersonalDetails))
    except Refusal:
        return Message.plain(sentence)


def _settle(call: Call, view: Body, homes: Homes, outcome: "Future[Message | View | Exception]") -> None:
    """Replaces "Saving" by the outcome, or by the form as it was filled in."""
    result = outcome.result()
    if isinstance(result, Message | View):
        call.answers.show(result)
        homes.renew()
    else:
        call.answers.show(_filled_again(view, result))
