"""Home as it is drawn: within Slack's limits whatever is in it, and in words that fit the counts."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.cases import CaseList
from bot.errors import Contact, Helpers
from bot.follow_ups import Due
from bot.home import MOST, First, Home, LateInService, Own
from bot.meetings import Outlook
from bot.packs import Section
from bot.programme import ThisMonth
from bot.sandbox import limits
from bot.settings import DUTY_SENTENCE
from handlers.blocks import cases, home
from handlers.blocks.actions import Listing
from storage.coverage import Covered, ToAudit
from storage.digest import RoundCount
from storage.models import Activity, Ending, Letter, Person, Pick, Round
from storage.words import Cohort, LetterKind, Status
from tests.conftest import TODAY
from tests.handlers.test_blocks import (
    DAY,
    LONG,
    NAME,
    action,
    activity,
    audit,
    case,
    ending,
    extension,
    person,
)
from tests.handlers.test_meetings_blocks import meeting, under_way

MANY = 1_000_000
HELPERS = Helpers("the quality team", (Contact(NAME, "U0GRACE03"), Contact(NAME, None)))


def first(made: Any, shown: int = MOST, total: int = MANY, number: int = 999_999_000) -> First[Any]:
    """So many different things of a kind, and more that are not shown."""
    things = [made() for _ in range(shown)]
    for place, thing in enumerate(things):
        thing.id = number + place
    return First(things, total)


def letter() -> Letter:
    made = Letter(kind=LetterKind.DAILY, day=TODAY, reason=LONG[:200])
    made.person, made.team = person(), None
    return made


def out_of_reach() -> Person:
    return Person(name=NAME, unreachable_since=TODAY)


def ended(number: int = 999_999_000) -> Ending:
    made = ending()
    made.action = action(number)
    made.action.status = Status.NOT_DOING
    return made


def audited() -> RoundCount:
    return RoundCount(Round(name=LONG, starts_on=TODAY, ends_on=TODAY, planned=MANY), MANY)


def to_audit() -> ToAudit:
    pick = Pick(id=1)
    pick.case = case(full=True)
    return ToAudit(pick, Round(name=LONG[:80], starts_on=TODAY, ends_on=TODAY))


EMPTY = Home(helpers=Helpers("an administrator of this bot"), may_log=False, has_cases=False)
FULL = Home(
    helpers=HELPERS,
    may_log=True,
    has_cases=True,
    teams_led=3,
    own=Own(first(action, 10), MANY // 2),
    late=first(action),
    requests=first(extension),
    second_requests=first(extension, number=999_999_900),
    disowned=first(action),
    why_disowned=dict.fromkeys(range(999_999_000, 999_999_000 + MOST), LONG),
    to_moderate=first(audit),
    to_check=first(action),
    to_look_at_again=first(ended),
    to_follow_up=First([Due(audit(), TODAY)] * MOST, MANY),
    to_audit=First([to_audit()] * MOST, MANY),
    coverage=[Covered(cohort, NAME, MANY, MANY) for cohort in Cohort],
    late_in_service=LateInService(MANY, MANY // 2),
    programme=ThisMonth(TODAY, [activity()] * 20, MANY, 2024),
    rounds=[audited()] * MOST,
    failed_letters=first(letter),
    out_of_reach=first(out_of_reach, 10),
    meeting=under_way(Section.LATE),
)
QUIET = Home(
    helpers=HELPERS,
    may_log=True,
    has_cases=True,
    teams_led=1,
    own=Own(First([], 0), 0),
    late=First([], 0),
    requests=First([], 0),
    second_requests=First([], 0),
    disowned=First([], 0),
    to_moderate=First([], 0),
    to_check=First([], 0),
    to_look_at_again=First([], 0),
    to_follow_up=First([], 0),
    to_audit=First([], 0),
    coverage=[],
    late_in_service=LateInService(0, 0),
    programme=ThisMonth(TODAY, [], 0, 2024),
    rounds=[],
    failed_letters=First([], 0),
    out_of_reach=First([], 0),
)
HOMES = {"full": FULL, "quiet": QUIET, "empty": EMPTY}


def said(shown: Home) -> str:
    return json.dumps(home.page(shown, DAY, DUTY_SENTENCE), ensure_ascii=False)


@pytest.mark.parametrize("shown", HOMES.values(), ids=HOMES)
def test_home_is_within_slacks_limits(shown: Home) -> None:
    view = {"type": "home", "blocks": list(home.page(shown, DAY, DUTY_SENTENCE))}
    assert limits.view_problems(view, "home") == []
    assert len(json.dumps(view)) < 250_000


def test_every_button_that_is_there_twice_says_which_row_it_is_for() -> None:
    buttons = [button for button in _buttons(home.page(FULL, DAY, DUTY_SENTENCE)) if button.get("value")]
    texts = [button["text"]["text"] for button in buttons]
    repeated = [button for button in buttons if texts.count(button["text"]["text"]) > 1]
    assert repeated
    assert all(button.get("accessibility_label") for button in repeated)


def _buttons(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        own = [node] if node.get("type") == "button" else []
        return own + [found for entry in node.values() for found in _buttons(entry)]
    return [found for entry in node for found in _buttons(entry)] if isinstance(node, list) else []


def test_where_nothing_waits_home_says_what_will_appear() -> None:
    words = said(QUIET)
    assert "Nothing waits for you just now" in words
    assert "You have no open actions." in words
    assert "Nothing is overdue in your team." in words
    assert "Nothing waits for you just now" not in said(EMPTY)


@pytest.mark.parametrize(
    ("total", "late", "heading"),
    [
        (1, 0, "Your actions: 1 open"),
        (1, 1, "Your actions: 1 open, overdue"),
        (2, 2, "Your actions: 2 open, all overdue"),
        (3, 1, "Your actions: 3 open, 1 of them overdue"),
    ],
)
def test_the_heading_says_how_many_are_overdue(total: int, late: int, heading: str) -> None:
    shown = home.page(replace(QUIET, own=Own(first(action, total, total), late)), DAY, DUTY_SENTENCE)
    assert heading in [block["text"]["text"] for block in shown if block["type"] == "header"]


def test_the_others_are_a_click_away() -> None:
    words = said(replace(QUIET, to_moderate=first(audit, 5, 6)))
    assert "To moderate: 6 audits" in words
    assert "See all: To moderate" in words
    assert "See all" not in said(replace(QUIET, to_moderate=first(audit, 5, 5)))


def test_counts_stand_in_plain_words() -> None:
    shown = replace(
        QUIET,
        coverage=[Covered(Cohort.CARE_LEAVER, "", 12, 31), Covered(Cohort.EARLY_HELP, "", 0, 1)],
        late_in_service=LateInService(since_first_date=12, now=7),
        rounds=[RoundCount(Round(name="March 2025", starts_on=TODAY, planned=31), 1)],
    )
    words = said(shown)
    for part in (
        "Audited in the last twelve months: 12 of 32 open cases",
        "*Care leavers*\\n12 of 31",
        "Overdue in the service: 7 actions",
        "Late by the first date agreed: 12 actions. More time was given for 5.",
        "*March 2025* · from Friday 14 March 2025 · 1 of 31 planned audits logged",
    ):
        assert part in words


def test_the_programme_says_what_is_on_and_what_waits_to_be_marked() -> None:
    on = [Activity(kind="Dip sample", theme="notes"), Activity(kind="Top 3 forum")]
    words = said(replace(QUIET, programme=ThisMonth(TODAY, on, 3, 2023)))
    assert "*On the programme in March 2025:* Dip sample (notes) and Top 3 forum." in words
    assert "3 activities of the programme are past their month and not marked as done." in words
    assert "Nothing is planned on the programme this month" in said(QUIET)


def test_a_meeting_is_begun_and_gone_on_with_from_home() -> None:
    to_begin = said(replace(QUIET, meeting=Outlook(meeting(), may_run=True, may_begin=True, sees_pack=True)))
    assert "The next meeting is today, Friday 14 March 2025." in to_begin
    assert '"text": "Begin"' in to_begin
    going_on = said(FULL)
    assert "Before it now: A999999999 (late by the first date agreed)." in going_on
    assert '"text": "Go on"' in going_on


def test_a_letter_that_failed_says_why_and_what_to_do() -> None:
    failed = letter()
    failed.reason = "user_disabled"
    words = said(replace(QUIET, failed_letters=First([failed], 1)))
    assert "Not delivered in the last week: 1 letter" in words
    assert "their Slack account is switched off" in words


def test_what_ended_says_why_and_leads_to_its_page() -> None:
    again = First([ended(17)], 1)
    words = said(replace(QUIET, to_look_at_again=again))
    assert "To look at again: 1 action" in words
    assert "To be looked at again on Wednesday 24 September 2025." in words
    assert "Look again: A17" in words


@pytest.mark.parametrize("shown", [CaseList([case(full=True)] * 10, 11, MANY), CaseList([], 1, 0)])
def test_a_list_of_cases_fits_a_message_and_a_page(shown: CaseList) -> None:
    blocks = list(cases.listing(Listing("cases"), shown).blocks)
    assert limits.problems(blocks, "message") == []
    assert limits.problems(blocks, "modal") == []
