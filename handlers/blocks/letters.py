"""Letters: what a person finds in their direct message, an item for each thing, and what came of it."""

from collections.abc import Iterator, Sequence

from bot.correspondence import Correspondence, Item
from bot.rules import lifecycle
from bot.visit import Day
from handlers.blocks import checks, parts, sentences
from handlers.blocks.parts import Block, Message
from storage.models import Action, Audit, Extension
from storage.words import Told

Button = tuple[str, str, str]

FIRST = (
    "This is my first letter to you. After a case audit, actions are agreed with an owner and a date, and I "
    "remind the owner before and after that date. I write once a working day at most, and only when there "
    "is something. `/g2o pause` keeps me quiet for a while, `/g2o leave` sends your letters to whoever "
    "covers for you, and `/g2o days` tells me your working days."
)

REST = (
    "`/g2o mine` lists your actions, `/g2o check` what is to be checked and `/g2o moderate` what waits for "
    "its moderated grade."
)


def letter(said: Correspondence, day: Day, note: str = "") -> Message:
    """A person's letter; `note` is what a click has just done."""
    open_items = [item for item in said.items if not item.is_settled]
    title = _title(len(open_items) + said.more)
    blocks: list[Block] = [parts.header(title)]
    if note:
        blocks.append(parts.section(note))
    if said.is_first:
        blocks.append(parts.section(FIRST))
    for item in said.items:
        blocks += _item(item, said, day)
    if said.more:
        more = "one more" if said.more == 1 else f"{said.more:,} more"
        blocks += [
            parts.section(f"And {more} for you. {REST}"),
            parts.actions(parts.button("See my actions", "see_all", "mine")),
        ]
    heads = "; ".join(sentences.head(item, day) for item in said.items)
    return Message(f"{note} {title}. {heads}.".strip(), blocks, key=said.letter.key)


def _title(things: int) -> str:
    if things == 0:
        return "All of this is settled: thank you"
    return "For you today: one thing" if things == 1 else f"For you today: {things:,} things"


def _item(item: Item, said: Correspondence, day: Day) -> Iterator[Block]:
    if item.is_settled:
        yield parts.context(sentences.outcome(item, said.names))
        return
    lines = [*sentences.standing_in(item), *sentences.lines(item, said.names, day)]
    yield parts.section("\n".join(lines))
    elements = list(_elements(item))
    if elements:
        yield parts.actions(*elements) | {"block_id": f"{item.notice_id}|letter {said.letter.id}"}


def _elements(item: Item) -> Iterator[Block]:
    if Told.CHECKED in item.told and item.action:
        yield checks.impact_select(item.action)
        return
    for label, action_id, value in _buttons(item):
        yield parts.button(label, action_id, value, label=f"{label}: {sentences.name(item)}")


def _buttons(item: Item) -> Sequence[Button]:
    """Label, what it does, and the id of what it does it to."""
    action = item.action
    told = next((told for told in BUTTONS if told in item.told), None)
    if told is None and action and lifecycle.is_unfinished(action.status):
        # Whose it is, only its owner can deny.
        words = OWNERS_BUTTONS[:-1] if item.stands_in_for else OWNERS_BUTTONS
        return [(label, word, str(action.id)) for label, word in words]
    subject = _subject(item, told)
    buttons = [(label, word, str(subject.id)) for label, word in BUTTONS[told]] if told and subject else []
    about = item.audit or action
    return [*buttons, ("Open case", "open_case", about.case.reference)] if about and about.case else buttons


def _subject(item: Item, told: Told | None) -> Action | Audit | Extension | None:
    if told is Told.TO_MODERATE:
        return item.audit
    return item.extension if told is Told.TO_APPROVE else item.action


OWNERS_BUTTONS = (
    ("Done", "complete_action"),
    ("Pick a day", "pick_day"),
    ("Ask for more time", "ask_more_time"),
    ("Not mine", "not_mine"),
)
_LEADERS_BUTTONS = (("Done", "complete_action"), ("Give to somebody", "give_action"))
BUTTONS = {
    Told.TO_MODERATE: (("Moderate", "moderate_audit"),),
    Told.TO_APPROVE: (("Agree", "grant_extension"), ("Do not agree", "refuse_extension")),
    Told.TO_CHECK: (("Yes, it is done", "check_action_yes"), ("Not yet", "check_action_not_yet")),
    Told.NOT_MINE: (("Give to somebody", "give_action"), ("It is theirs", "keep_action")),
    Told.LATE_IN_TEAM: _LEADERS_BUTTONS,
    Told.LATE_IN_SERVICE: _LEADERS_BUTTONS,
}
