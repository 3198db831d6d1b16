"""`/overdue`, `/g2o mine`, `open`, `due` and `action`, the menu of a row, and the form that agrees one."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session

from bot import actions, agreements, free_text
from bot.errors import PersonalDetails
from bot.visit import Visit
from handlers import carried, cases, forms, lists, mentions, parsing, places
from handlers.blocks import actions as blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.office import Office
from storage.models import Action


def overdue(office: Office, call: Call) -> Message:
    return lists.answer(office, call, Listing("overdue", call.text))


def unfinished(office: Office, call: Call) -> Message:
    return lists.answer(office, call, Listing("open", call.text))


def mine(office: Office, call: Call) -> Message:
    return lists.answer(office, call, Listing("mine"))


def due(office: Office, call: Call) -> Message:
    return lists.answer(office, call, Listing("due", call.text))


def show(office: Office, call: Call) -> Message:
    number = parsing.action_number(call.text)
    with office.db.reading() as session:
        return places.action_page(session, call.visit(office, session), number)


def choose(office: Office, call: Call) -> Message:
    """An entry of a row's menu: the word says what, the block's id where the row is shown."""
    word, subject = carried.parts(call.text, 2)
    if word == "case":
        return cases.show(office, replace(call, text=subject))
    if word == "show":
        return show(office, replace(call, text=subject))
    carried.require(holds=word in CHANGES)
    return _changed(office, replace(call, text=subject), word)


def complete(office: Office, call: Call) -> Message:
    return _changed(office, call, "complete")


def start(office: Office, call: Call) -> Message:
    return _changed(office, call, "start")


def reopen(office: Office, call: Call) -> Message:
    return _changed(office, call, "reopen")


def open_pointing(office: Office, call: Call) -> View:
    call.answers.open("Where to look")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        action = actions.to_point_from(session, visit, call.number)
    return blocks.pointer_form(action, visit.day, places.carry(call))


def point_to_the_record(office: Office, call: Call) -> Message:
    number, place = places.brought(call)
    with office.db.begin() as session:
        visit = call.visit(office, session)
        action = actions.point_to_the_record(session, visit, number, call.typed.text("evidence"))
    places.redraw(office, place)
    return Message.plain(f"Noted for {action.name}. Whoever checks it reads where to look.")


def open_agreement(office: Office, call: Call) -> View:
    call.answers.open("Agree an action")
    with office.db.reading() as session:
        agreements.require_to_agree(session, call.visit(office, session), call.number)
    return blocks.agree_form({}, carried=call.text)


def open_making(office: Office, call: Call) -> View:
    """A message is to be an action: the form opens with its words, where nobody can be told by them."""
    call.answers.open("Make this an action")
    text = mentions.left_out(call.text)
    with office.db.reading() as session:
        agreements.require_to_agree_any(session, call.visit(office, session))
        try:
            free_text.refuse_personal_details(text)
            free_text.refuse_case_numbers(session, free_text.perhaps_numbers([text]))
        except PersonalDetails:
            return blocks.make_form({}, said=LEFT_OUT)
    return blocks.make_form({"action": text[: free_text.LONGEST]})


def make(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        action = agreements.agree_for_case(session, visit, forms.making_form(call.typed))
    return blocks.agreed(action, visit.day)


def agree(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        action = agreements.agree(session, visit, forms.agreement_form(call.typed, call.carried_number))
    return blocks.agreed(action, visit.day)


def _changed(office: Office, call: Call, word: str) -> Message:
    # The change and the page that shows it are of one transaction: both hold, or neither.
    with office.db.begin() as session:
        visit = call.visit(office, session)
        action = CHANGES[word](session, visit, call.number)
        return places.again(session, visit, call.place, action.id, _noted(word, action))


def _noted(word: str, action: Action) -> str:
    if word == "start":
        return f"{action.name} is started. Its date stays as it is."
    if word == "complete":
        return f"{action.name} is marked as done. Thank you. Somebody else will check it."
    return f"{action.name} is open again, with the dates it had."


LEFT_OUT = (
    "The message seems to hold personal details, so I left its words out. Please write what is to be done "
    "without them, and delete the message."
)

CHANGES: dict[str, Callable[[Session, Visit, int], Action]] = {
    "start": actions.start,
    "complete": actions.complete,
    "reopen": actions.reopen,
}
