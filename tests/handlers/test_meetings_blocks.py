"""Meetings as they are drawn: within Slack's limits whatever is before them, and in words that fit."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from bot.chairing import Current
from bot.meetings import Minutes, Outlook
from bot.packs import SHOWN, Entry, Grades, Pack, PackPage, Section
from bot.paging import PAGE
from bot.reports.figures import GradeRow, Moderation, Years
from bot.sandbox import limits
from handlers.blocks import chairing, meetings, minutes, packs, parts
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message, View
from storage.meetings import ThemeCount
from storage.models import Item, Meeting, Member, Recommendation
from storage.words import Basis, Cohort, Decision, FindingKind, MeetingState, Origin, Status
from tests.conftest import TODAY
from tests.handlers.test_blocks import DAY, LONG, NAME, action, audit, check, ending, extension, person

MANY = 1_000_000
STATUS = {
    Section.LOOK_AGAIN: Status.NOT_DOING,
    Section.NOT_DOING: Status.NOT_DOING,
    Section.UNCHECKED: Status.DONE,
    Section.CLOSED: Status.CHECKED,
}
COUNCILS = "Getting from Good to Outstanding"


def meeting(state: MeetingState = MeetingState.PLANNED, held_on: date = TODAY) -> Meeting:
    made = Meeting(id=999_999, version=9, held_on=held_on, state=state)
    made.chair, made.chair_id = person(), 1
    return made


def members(count: int = 45) -> Sequence[Member]:
    made = [Member(meeting_id=1, person_id=number, came=number % 2 == 0) for number in range(count)]
    for member in made:
        member.person = person()
    return made


def entry(section: Section) -> Entry:
    """One that has everything that one of its section may have."""
    if section is Section.INADEQUATE:
        return Entry(section, audit=audit(), by=TODAY)
    if section is Section.SERVICE:
        return Entry(section, recommendation=Recommendation(text=LONG, origin=Origin.IRO), to_do=MANY)
    about = action()
    about.status = STATUS.get(section, Status.OPEN)
    ended = about.status is Status.NOT_DOING
    about.disowned_on = TODAY if section is Section.NOT_THEIRS else None
    return Entry(
        section,
        action=about,
        request=extension() if section is Section.MORE_TIME else None,
        given=[extension()] * 9,
        ending=ending() if ended else None,
        check=check(is_done=True),
        why_disowned=LONG,
    )


def decided(section: Section = Section.LATE) -> Item:
    about = entry(section)
    made = Item(id=999_999_999, version=999, position=9, section=section.value, note=LONG * 2)
    made.decision = Decision.NEW_DATE
    made.action, made.audit, made.recommendation = about.action, about.audit, about.recommendation
    return made


def under_way(section: Section, *, may_run: bool = True, position: int = 9) -> Outlook:
    before = decided(section)
    before.position = position
    return Outlook(
        meeting(MeetingState.OPEN),
        members=members(),
        may_run=may_run,
        sees_pack=True,
        current=Current(meeting(MeetingState.OPEN), before, entry(section), 1000),
        counts=[(one, MANY) for one in Section],
    )


ROW = GradeRow("2018: " + NAME, 2018, Basis.RANDOM, (999,) * 4, 999, 999, (999,) * 4)
FULL = Pack(
    meeting(),
    is_laid_down=True,
    since=TODAY,
    counts=dict.fromkeys(Section, MANY),
    first={section: [entry(section)] * SHOWN for section in Section},
    years=Years(2024, 2025),
    grades=[Grades(cohort, [ROW] * 9) for cohort in Cohort],
    moderation=Moderation(MANY, MANY, MANY),
    themes=[ThemeCount(kind, "Management oversight", MANY) for kind in FindingKind for _ in range(20)],
    strengths=[LONG] * 3,
)
EMPTY = Pack(
    meeting(),
    is_laid_down=False,
    since=TODAY,
    counts=dict.fromkeys(Section, 0),
    first=dict.fromkeys(Section, ()),
    years=Years(2024, 2025),
    grades=(),
    moderation=Moderation(0, 0, 0),
)
PAGES = Listing("pack", "late", 3)
MINUTES = Listing("minutes", "2025-03-14", 3)

MESSAGES: dict[str, Message] = {
    "a pack": packs.pack(FULL, COUNCILS, DAY),
    "an empty pack": packs.pack(EMPTY, COUNCILS, DAY),
    **{
        f"a page, {section.value}": packs.page(
            PAGES, PackPage(meeting(), section, [entry(section)] * PAGE, first=31, total=MANY), DAY
        )
        for section in Section
    },
    "an empty page": packs.page(PAGES, PackPage(meeting(), Section.LATE), DAY),
    **{
        f"an item, {section.value}": meetings.outlook(under_way(section), COUNCILS, DAY, LONG[:200])
        for section in Section
    },
    "an item for a member": meetings.outlook(under_way(Section.LATE, may_run=False), COUNCILS, DAY),
    "a meeting to come": meetings.outlook(
        Outlook(
            meeting(), members(), may_run=True, may_begin=True, sees_pack=True, last=meeting(held_on=TODAY)
        ),
        COUNCILS,
        DAY,
        LONG[:200],
    ),
    "no meeting": meetings.outlook(Outlook(None), COUNCILS, DAY),
    "minutes": minutes.minutes(
        MINUTES,
        Minutes(meeting(MeetingState.CLOSED), members(), [decided()] * PAGE, 31, MANY, MANY, TODAY),
        COUNCILS,
        LONG[:200],
    ),
    "minutes of nothing": minutes.minutes(
        MINUTES, Minutes(meeting(MeetingState.OPEN), (), (), 1, 0, 0), COUNCILS
    ),
}
CURRENT = Current(meeting(MeetingState.OPEN), decided(), entry(Section.LATE), 1000)
VIEWS: dict[str, View] = {
    "plan": meetings.plan_form(None, (), is_new=True, carried="new"),
    "change": meetings.plan_form(meeting(), members(90), is_new=False, carried="[1, 1]"),
    **{name: form(CURRENT, DAY, "999999999 999") for name, form in chairing.FORMS.items()},
    "who came": chairing.who_came_form(members(), "1"),
}


@pytest.mark.parametrize("name", MESSAGES)
@pytest.mark.parametrize("surface", ["message", "modal"])
def test_a_message_is_within_slacks_limits(name: str, surface: Any) -> None:
    message = MESSAGES[name]
    assert limits.problems(list(message.blocks), surface) == []
    assert 0 < len(message.text) <= parts.LONGEST_TEXT


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_a_form_is_within_slacks_limits(view: View) -> None:
    assert limits.view_problems(view.as_dict(), "modal") == []


def words(message: Message) -> list[str]:
    return [block["text"]["text"].split("\n")[0] for block in message.blocks if block["type"] == "section"]


def test_the_pack_is_in_the_order_in_which_the_meeting_goes_through_it() -> None:
    assert words(MESSAGES["a pack"]) == [
        "*Decisions wanted: 3,000,000 items*",
        "*More time asked for again: 1,000,000*",
        "*Not theirs, say their owners: 1,000,000*",
        "*Ended, to be looked at again: 1,000,000*",
        "*Late by the first date agreed: 1,000,000*",
        "*Inadequate, to be followed up: 1,000,000*",
        "*Done, and checked by nobody yet: 1,000,000*",
        "*Agreed not to do: 1,000,000*",
        "*Grades by cohort and round*, rounds that began in 2024 or 2025, and single audits",
        "*Moderation*",
        "*Recommendations to the service: 1,000,000*",
        "*Themes since Friday 14 March 2025*",
        "*Closed since last time: 1,000,000*",
    ]


def buttons(message: Message) -> list[str]:
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [element["text"]["text"] for row in rows for element in row if element["type"] == "button"]


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        (Section.LATE, ["Agree new date", "Give to somebody", "Agree not to do", "Note a decision"]),
        (Section.LOOK_AGAIN, ["Still not to be done", "Take up again", "Note a decision"]),
        (Section.UNCHECKED, ["Yes, it is done", "Not yet", "Note a decision"]),
        (Section.INADEQUATE, ["Note a decision"]),
    ],
)
def test_an_item_offers_what_can_be_decided_on_it(section: Section, expected: list[str]) -> None:
    assert buttons(meetings.outlook(under_way(section), COUNCILS, DAY)) == [
        *expected,
        "Open case",
        "Back",
        "Next",
        "Who came",
        "End the meeting",
    ]


def test_a_recommendation_to_the_service_is_given_an_action() -> None:
    offered = buttons(meetings.outlook(under_way(Section.SERVICE), COUNCILS, DAY))
    assert offered[:2] == ["Note a decision", "Agree an action"]


def test_the_first_item_has_no_way_back_and_the_last_no_way_on() -> None:
    assert "Back" not in buttons(meetings.outlook(under_way(Section.LATE, position=1), COUNCILS, DAY))
    assert "Next" not in buttons(meetings.outlook(under_way(Section.LATE, position=1000), COUNCILS, DAY))


def test_who_only_looks_is_offered_nothing_to_decide() -> None:
    assert buttons(MESSAGES["an item for a member"]) == ["Where it is now", "The pack"]


@pytest.mark.parametrize(
    ("held_on", "said"),
    [
        (TODAY, "The next meeting is today, Friday 14 March 2025."),
        (date(2025, 3, 21), "The next meeting is on Friday 21 March 2025."),
        (date(2025, 3, 7), "The meeting that was planned for Friday 7 March 2025 has not begun."),
    ],
)
def test_when_it_is_stands_in_a_sentence(held_on: date, said: str) -> None:
    assert meetings.when(Outlook(meeting(held_on=held_on)), DAY).startswith(said)
