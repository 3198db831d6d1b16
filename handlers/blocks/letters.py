"""Letters: what a person finds in their direct message, an item for each thing, and what came of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.correspondence import Correspondence, Item
from bot.notices import News
from bot.rules import lifecycle
from bot.visit import Day
from handlers.blocks import actions, checks, extensions, moderation, parts, sentences
from handlers.blocks.parts import Block, Message
from storage.words import Told

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
    """A person's letter; `note` is what a click has just done, which the items show for themselves."""
    open_items = [item for item in said.items if not item.is_settled]
    title = _title(len(open_items) + said.more)
    blocks: list[Block] = [parts.header(title)]
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
    elements = _elements(item)
    if elements:
        yield parts.actions(*elements) | {"block_id": f"{item.notice_id}|letter {said.letter.id}"}


def _elements(item: Item) -> Sequence[Block]:
    """What can be clicked: first what is asked for, then the case."""
    if Told.GIVEN_AWAY in item.told:
        # The case may be none of theirs any more.
        return []
    told = next((told for told in _ASKING if told in item.told), None)
    if told is not None:
        case = item.audit.case if item.audit else item.action.case if item.action else None
        opened = [parts.button("Open case", "open_case", case.reference)] if case else []
        return [*_ASKING[told](item), *opened]
    if item.action is None or not lifecycle.is_unfinished(item.action.status):
        return []
    # Whose it is, only its owner can deny.
    words = OWNERS_BUTTONS[:-1] if item.stands_in_for else OWNERS_BUTTONS
    return [actions.button(label, word, item.action) for label, word in words]


OWNERS_BUTTONS = (
    ("Done", "complete_action"),
    ("Pick a day", "pick_day"),
    ("Ask for more time", "ask_more_time"),
    ("Not mine", "not_mine"),
)


def _to_moderate(item: Item) -> Sequence[Block]:
    return [moderation.moderate_button(item.audit)] if item.audit else []


def _to_approve(item: Item) -> Sequence[Block]:
    return extensions.decision_buttons(item.extension) if item.extension else []


def _to_check(item: Item) -> Sequence[Block]:
    return checks.check_buttons(item.action) if item.action else []


def _checked(item: Item) -> Sequence[Block]:
    return [checks.impact_select(item.action)] if item.action else []


def _not_mine(item: Item) -> Sequence[Block]:
    return _buttons(item, ("Still theirs", "keep_action"), ("Give to somebody", "give_action"))


def _pack(item: Item) -> Sequence[Block]:
    return [parts.button("The pack", "see_pack", "pack")] if item.meeting else []


def _to_audit(item: Item) -> Sequence[Block]:
    return [] if item.stands_in_for else [parts.button("Audits to do", "audits_to_do", "")]


def _show_person(item: Item) -> Sequence[Block]:
    if item.about is None or item.note == News.LAST_ADMINISTRATOR:
        return []
    return [parts.button("Show", "show_person", str(item.about.id), label=f"Show {item.about.name}")]


def _late(item: Item) -> Sequence[Block]:
    return _buttons(item, ("Done", "complete_action"), ("Give to somebody", "give_action"))


def _buttons(item: Item, *words: tuple[str, str]) -> Sequence[Block]:
    return [actions.button(label, word, item.action) for label, word in words if item.action]


_ASKING: Mapping[Told, Callable[[Item], Sequence[Block]]] = {
    Told.TO_MODERATE: _to_moderate,
    Told.CHALLENGED: _to_moderate,
    Told.MODERATED: lambda _: (),
    Told.ENDED: lambda _: (),
    Told.TO_APPROVE: _to_approve,
    Told.TO_CHECK: _to_check,
    Told.CHECKED: _checked,
    Told.NOT_MINE: _not_mine,
    Told.PACK: _pack,
    Told.TO_AUDIT: _to_audit,
    Told.TROUBLE: _show_person,
    Told.LATE_IN_TEAM: _late,
    Told.LATE_IN_SERVICE: _late,
}
