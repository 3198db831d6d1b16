"""The plan, its review, the board's pack and what it came to: within Slack's limits, and what they say."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.board import Pack
from bot.errors import NotUnderstood
from bot.line_page import LinePage, Source
from bot.lines import Line
from bot.paging import PAGE
from bot.plan import PlanPage, ThemeCount, Wanted
from bot.reports.impact import Differences, ImpactReport, Span
from bot.reviews import Left, Sheet
from bot.rules import periods
from bot.rules.outcomes import Movement
from bot.rules.progress import Again, Said
from bot.rules.themes import THEMES
from bot.sandbox import limits
from handlers import plan as handler
from handlers.blocks import board as board_blocks
from handlers.blocks import impact, parts, reviews
from handlers.blocks import line_page as line_blocks
from handlers.blocks import lines as rows
from handlers.blocks import plan as blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message
from handlers.blocks.reviews import Walk
from storage.models import Activity, Recommendation, Review, Round
from storage.plan import Areas, Asked, Days, Reviewed
from storage.tallies import Tally
from storage.words import Cohort, Impact, Origin, Position
from tests.conftest import NOW, TODAY
from tests.handlers.test_blocks import DAY, LONG, NAME, action, audit, finding, person

QUARTER = periods.quarter_of(TODAY)
LONGEST_DAY = date(2025, 9, 24)
TALLY = Tally(actions=9999, unfinished=9998, late=9997)
ACTIONS = [action(number) for number in range(40)]


def reviewed(**values: Any) -> Review:
    fields = {"version": 1, "note": LONG, "evidence": LONG[:300], "impact": Impact.TOO_EARLY, **values}
    return Review(
        id=1,
        quarter=QUARTER.first,
        position=Position.ACTIONED,
        made_on=TODAY,
        made_by_id=1,
        **fields,
    )


SAID = Reviewed(1, 1, "", None, QUARTER.first, Position.ACTIONED, Impact.TOO_EARLY, LONG[:300], TODAY)
FULL = Line(
    "R999999999",
    NAME,
    LONGEST_DAY,
    asked=Asked(
        Recommendation(id=999_999_999, number=NAME, text=LONG, origin=Origin.MULTI_AGENCY_AUDIT, made_at=NOW),
        Round(name=NAME),
        Activity(kind=NAME, theme=NAME),
    ),
    tally=TALLY,
    reviews=(SAID,) * 20,
    stands=Said(Position.ACTIONED, LONGEST_DAY),
    again=Again(LONGEST_DAY, LONGEST_DAY),
)
AREA = replace(
    FULL,
    key="F999999999",
    asked=None,
    cohort=Cohort.CHILD_PROTECTION,
    areas=Areas(1, "", NAME, Cohort.CHILD_PROTECTION, Days(TODAY, LONGEST_DAY), 9999, 9999, 9999),
)
EMPTY = Line(
    "R1", None, TODAY, asked=Asked(Recommendation(id=1, text="Do.", origin=Origin.AUDIT), None, None)
)
LEFT = Left(QUARTER, 9999, "R1")
COUNTS = Counter(dict.fromkeys(Position, 1_000_000))


def page(lines: list[Line], wanted: Wanted = Wanted(), **values: Any) -> PlanPage:  # noqa: B008 - it is frozen
    fields: dict[str, Any] = {
        "actions": {999_999_999: ACTIONS},
        "again": 9999,
        "late": 9999,
        "left": 9999,
        "themes": [NAME] * 99,
        **values,
    }
    return PlanPage(wanted, lines, first=11, total=1_000_000 if lines else 0, counts=COUNTS, **fields)


def pack(count: int) -> Pack:
    """Each kind has so many lines."""
    lines = [FULL, AREA] * (count // 2)
    return Pack(QUARTER, lines, COUNTS, 99, lines, lines, lines, lines, lines, lines, late_actions=9999)


MANY_SOURCES = [Source(finding(), audit=audit()) for _ in range(40)]
MESSAGES = {
    "a page": blocks.page(
        Listing("plan", NAME, 1),
        page([FULL, AREA] * (PAGE // 2), Wanted(NAME, Cohort.CHILD_IN_CARE, is_open=True), may_review=True),
        NAME,
        DAY,
    ),
    "a page of all": blocks.page(Listing("plan"), page([EMPTY], may_review=True), NAME, DAY),
    "an empty plan": blocks.page(Listing("plan"), page([]), NAME, DAY),
    "nothing of that": blocks.page(Listing("plan"), page([], Wanted(NAME)), NAME, DAY),
    "a recommendation": line_blocks.line_page(
        LinePage(
            FULL,
            round_audits=[audit() for _ in range(200)],
            unseen=9,
            actions=ACTIONS,
            reviews=[reviewed()] * 20,
            unseen_actions=9,
            own_actions=frozenset(range(40)),
            impacts=dict.fromkeys(range(40), Impact.TOO_EARLY),
            reviewers={1: person()},
            may_review=True,
        ),
        DAY,
        note=LONG[:200],
    ),
    "an area": line_blocks.line_page(
        LinePage(
            AREA,
            sources=MANY_SOURCES,
            actions=ACTIONS,
            reviews=[reviewed()] * 20,
            reviewers={1: person()},
            cases=9,
            audited_again=3,
            may_review=True,
        ),
        DAY,
    ),
    "an area of an activity": line_blocks.line_page(
        LinePage(AREA, sources=[Source(finding(), activity=Activity(kind=NAME, theme=NAME))]), DAY
    ),
    "a line without anything": line_blocks.line_page(LinePage(EMPTY), DAY),
    "the review is over": reviews.review_is_over(LEFT, reviews.reviewed(FULL, Position.ACTIONED)),
    "the review is done": reviews.review_is_over(Left(QUARTER, 0, None)),
    "the door": reviews.door(),
    "the board": board_blocks.board(pack(300), NAME),
    "the board, empty": board_blocks.board(pack(0), NAME),
    "themes": blocks.themes([ThemeCount(NAME, 9999, 9999, 9999)] * 99, Cohort.CHILD_PROTECTION),
    "no themes": blocks.themes([], None),
}

MATRIX = Movement(((9999,) * 4,) * 4, other_basis=9999, ungraded=9999, follow_ups=9999)
IMPACTS = {
    "much": ImpactReport(MATRIX, Differences((9999,) * 4, 9999), (Span("Audit to agreed", 9999, 99.5),) * 3),
    "none": ImpactReport(Movement(((0,) * 4,) * 4, 0, 0), Differences((0,) * 4, 0), (Span("A", 0, None),)),
}


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_a_message_is_within_slacks_limits(message: Message) -> None:
    assert limits.problems(list(message.blocks), "message") == []
    assert limits.problems(list(message.blocks), "modal") == []
    assert 0 < len(message.text) <= parts.LONGEST_TEXT


@pytest.mark.parametrize("shown", IMPACTS.values(), ids=IMPACTS)
def test_what_it_came_to_is_within_slacks_limits(shown: ImpactReport) -> None:
    message = impact.report(shown)
    assert limits.problems(list(message.blocks), "message") == []
    assert limits.problems(list(message.in_older_blocks().blocks), "message") == []
    assert 0 < len(message.text) <= parts.LONGEST_TEXT


@pytest.mark.parametrize("goes_on", [True, False])
@pytest.mark.parametrize("line", [FULL, AREA, EMPTY])
def test_the_form_of_a_review_is_within_slacks_limits(line: Line, *, goes_on: bool) -> None:
    there = reviewed(version=1) if line.reviews else None
    sheet = Sheet(line, [finding()] * 3, ACTIONS, there)
    view = reviews.review_form(sheet, LEFT, DAY, goes_on=goes_on, note=LONG[:200])
    assert limits.view_problems(view.as_dict(), "modal") == []
    assert Walk.read(view.carried) == Walk(line.key, 1 if line.reviews else 0, goes_on)


def test_a_form_asks_each_line_anew_and_slack_fills_in_nothing_of_the_last_one() -> None:
    names = [
        {
            block["element"]["action_id"]
            for block in reviews.review_form(Sheet(line), LEFT, DAY, goes_on=True).blocks
            if block["type"] == "input"
        }
        for line in (FULL, EMPTY)
    ]
    assert names[0].isdisjoint(names[1])


def test_a_line_says_how_far_it_has_come_and_that_it_was_found_again() -> None:
    line = replace(AREA, theme="Visits", again=Again(TODAY, date(2025, 1, 3)), tally=Tally())
    text = rows.row(line, (), DAY)["text"]["text"]
    assert text.splitlines()[:4] == [
        "*Area: Visits, Child protection* · This has been actioned (Wednesday 24 September 2025)",
        "*Found again* on Friday 14 March 2025, after it was said to be dealt with on Friday 3 January 2025, "
        "and dealt with since.",
        "Found by 9,999 audits and 9,999 activities, last on Wednesday 24 September 2025.",
        "No action agreed yet.",
    ]


def test_of_a_recommendation_each_action_has_its_owner_and_both_dates() -> None:
    made = action(7)
    made.text, made.owner.slack_id = "Write it.", "U1"
    text = rows.row(replace(FULL, tally=Tally(1, 1, 1)), [made], DAY)["text"]["text"]
    assert "1 action, 1 still to be done, 1 late." in text
    assert "<@U1>, due Wednesday 1 January 2020, now Wednesday 4 September 2024, overdue by" in text


def test_of_300_lines_the_board_is_told_the_counts_first_and_then_the_first_of_each_kind() -> None:
    _, counts, *groups, _ = board_blocks.board(pack(300), "The Board").blocks
    assert "Today: 300 lines, 1,000,000 not started" in counts["text"]["text"]
    assert "• Newly actioned: 300\n" in counts["text"]["text"]
    assert "• With late actions: 300 (9,999 actions)" in counts["text"]["text"]
    assert all(group["text"]["text"].endswith("and 294 more") for group in groups)


def test_a_review_that_leaves_lines_for_later_says_how_many() -> None:
    assert "2 lines are left for later" in reviews.review_is_over(Left(QUARTER, 2, None)).text
    assert "1 line is left for later" in reviews.review_is_over(Left(QUARTER, 1, None)).text


def test_nothing_is_claimed_on_few() -> None:
    few = ImpactReport(
        Movement(((0, 7, 0, 0), *((0,) * 4,) * 3), other_basis=2, ungraded=0),
        Differences((12, 0, 7, 0), 1),
        (Span("Audit to agreed", 19, 4.0), Span("Agreed to done", 20, 4.5)),
    )
    message = impact.report(few)
    for part in (
        "Too few to say yet: 7 cases. 2 cases were left out, as the basis of the audits changed in between",
        "Too few to say yet: 19 actions. Of 1 checked action nobody has said yet.",
        "Audit to agreed: too few to say yet: 19 actions.",
        "Agreed to done: 4.5 working days (median of 20 actions).",
    ):
        assert part in message.text
    assert "data_table" not in [block["type"] for block in message.blocks]


def test_on_enough_the_matrix_and_the_shares_are_shown_with_their_counts() -> None:
    rows = ((0, 2, 0, 0), (0, 3, 9, 0), (0, 1, 4, 2), (0, 0, 0, 1))
    enough = ImpactReport(Movement(rows, 0, 0), Differences((12, 4, 2, 2), 0), ())
    message = impact.report(enough)
    table = next(block for block in message.blocks if block["type"] == "data_table")
    cells = [[cell["text"] for cell in row] for row in table["rows"]]
    assert cells[2] == ["Requires improvement", "0", "3", "9", "0"]
    assert "Of 22 cases 13 were graded higher than before, 8 the same and 1 lower." in message.text
    assert "yes 12 (60%), partly 4 (20%), not yet 2 (10%), too early to say 2 (10%)." in message.text


# What is typed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Wanted()),
        ("all", Wanted()),
        ("open", Wanted(is_open=True)),
        ("areas CIN", Wanted(cohort=Cohort.CHILD_IN_NEED, areas_only=True)),
        ("Supervision", Wanted("Supervision")),
        ("open voice of the child", Wanted("Voice of the child", is_open=True)),
        ("care leavers supervision", Wanted("Supervision", Cohort.CARE_LEAVER)),
        ("supervision for care leavers", Wanted("Supervision", Cohort.CARE_LEAVER)),
        ("managing performance", Wanted("Managing performance")),
    ],
)
def test_a_theme_a_cohort_and_what_is_open_are_read_in_any_order(text: str, expected: Wanted) -> None:
    assert handler.wanted(text, ["Managing performance"]) == expected


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_of_the_forms_is_read(theme: str) -> None:
    assert handler.wanted(theme.upper(), ()) == Wanted(theme)


def test_what_is_mistyped_is_answered_with_the_nearest_theme_and_never_repeated() -> None:
    with pytest.raises(NotUnderstood, match=r"Did you mean `/g2o plan supervision`\?"):
        handler.wanted("supervison", ())
    with pytest.raises(NotUnderstood) as caught:
        handler.wanted("the plan for Jamie", ())
    assert "Jamie" not in caught.value.message


@pytest.mark.parametrize("text", ["", "review", "board", "board last quarter", "themes", "themes LAC"])
def test_the_words_after_plan_are_known(text: str) -> None:
    assert handler.is_asked(text)


@pytest.mark.parametrize("text", ["board of directors", "review now", "themes for nobody", "a visit"])
def test_other_words_after_plan_are_not(text: str) -> None:
    with pytest.raises(NotUnderstood):
        handler.is_asked(text)


def test_a_theme_and_a_number_that_somebody_imported_ping_nobody() -> None:
    line = replace(FULL, theme="<!here>")
    shown = blocks.page(Listing("plan"), page([line]), "The plan", DAY)
    assert "<!here>" not in shown.text
    assert "&lt;!here&gt;" in shown.text
