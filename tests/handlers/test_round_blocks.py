"""Rounds, draws and coverage as they are drawn: within Slack's limits, and in words that fit the counts."""

from typing import Any

import pytest

from bot.cases import CaseList
from bot.coverage import Coverage, ToDo
from bot.errors import NotUnderstood
from bot.picks import Shared, Swap
from bot.rounds import RoundList
from bot.rules.sampling import Stratum
from bot.samples import Sample
from bot.sandbox import limits
from handlers import coverage as asking
from handlers.blocks import coverage, draws, parts, rounds
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message, View
from storage.coverage import AuditorCount, Covered, ToAudit
from storage.models import Draw, Person, Pick, Round, Team
from storage.rounds import Progress
from storage.words import Basis, Cohort
from tests.conftest import TODAY
from tests.handlers.test_blocks import LONG, NAME, case

MANY = 999_999


def round_(number: int = MANY, *, full: bool = True) -> Round:
    made = Round(id=number, version=1, name="October 2018", basis=Basis.HALF, starts_on=TODAY)
    if full:
        made.name, made.kind, made.theme, made.organisation = "&" * 80, "&" * 80, LONG[:200], "&" * 80
        made.domains, made.planned, made.ends_on, made.comparable_id = LONG, MANY, TODAY, 1
    return made


def pick() -> Pick:
    made = Pick(id=MANY, why=LONG, auditor_name="&" * 80)
    made.case = case(full=True)
    return made


def draw(**values: Any) -> Draw:
    return Draw(id=MANY, seed="&" * 40, size=MANY, drawn_on=TODAY, with_closed=True, **values)


TEAMS = [f"{number:02}" + "&" * 78 for number in range(30)]
STRATA = {Stratum(cohort, team): MANY for cohort in Cohort for team in TEAMS}
FULL_SAMPLE = Sample(
    draw(first=Cohort.CARE_LEAVER),
    round_(),
    [pick()] * 10,
    first=1,
    total=31,
    strata=STRATA,
    later=31,
    swapped=9,
    missing=MANY,
    there=62,
    may_plan=True,
)
EMPTY_SAMPLE = Sample(draw(), round_(full=False), [], first=1, total=0, strata={}, is_whole=False)
COVERED = [Covered(cohort, team, MANY, MANY) for cohort in Cohort for team in TEAMS]
FULL_ROUNDS = RoundList(
    [Progress(round_(), MANY, MANY, MANY)] * 10, 11, MANY, TODAY, may_plan=True, compared={1: "&" * 80}
)
TO_AUDIT = ToAudit(pick(), round_())
DRAWN = Listing("draw", str(MANY))

MESSAGES = {
    "rounds": rounds.listing(Listing("rounds", page=1), FULL_ROUNDS, rounds.saved(round_())),
    "rounds to read": rounds.listing(
        Listing("rounds"), RoundList([Progress(round_(full=False), 1, 1, 1)], 1, 1, TODAY)
    ),
    "no rounds": rounds.listing(Listing("rounds"), RoundList([], 1, 0, TODAY, may_plan=True)),
    "no rounds to read": rounds.listing(Listing("rounds"), RoundList([], 1, 0, TODAY)),
    "a sample": draws.sample(DRAWN, FULL_SAMPLE, draws.shared(Shared(FULL_SAMPLE, {"&" * 80: MANY}, MANY))),
    "a sample of nothing": draws.sample(DRAWN, EMPTY_SAMPLE),
    "an undone draw": draws.undone(round_()),
    "the way to the draw": draws.door(""),
    "coverage": coverage.page(
        Coverage(
            COVERED,
            [Progress(round_(), MANY, MANY, MANY)] * 20,
            [AuditorCount("&" * 80, MANY, MANY)] * 99,
            to_do=MANY,
        )
    ),
    "no coverage": coverage.page(Coverage([], [], [], to_do=0)),
    "an auditor's coverage": coverage.page(Coverage(None, [], [], to_do=1)),
    "not audited": coverage.left(Listing("not_audited"), CaseList([case(full=True)] * 10, 1, MANY)),
    "not audited of a cohort": coverage.left(
        Listing("not_audited", "child_in_need"), CaseList([case(full=True)], 1, 1), Cohort.CHILD_IN_NEED
    ),
    "all audited": coverage.left(Listing("not_audited"), CaseList([], 1, 0)),
    "audits to do": coverage.to_do(Listing("to_audit"), ToDo([TO_AUDIT] * 10, 1, MANY)),
    "no audits to do": coverage.to_do(Listing("to_audit"), ToDo([], 1, 0)),
}
PEOPLE = [Person(id=number, name=NAME, team=Team(name=NAME)) for number in range(101)]
EARLIER = [round_(number) for number in range(99)]
CHOSEN = {"round": str(MANY), "many": "half", "number": "31", "first": "care_leaver", "seed": "1"}
VIEWS = {
    "a round": rounds.form(rounds.values_of(round_()), EARLIER, "[1, 1]"),
    "the first round": rounds.form({}, []),
    "a draw": draws.form(CHOSEN, [round_()], draws.already(round_(), MANY)),
    "share out": draws.share_form(PEOPLE, "1"),
    "share out by name": draws.share_form([], "1"),
    "a swap": draws.swap_form(pick(), "1"),
}


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_a_message_is_within_slacks_limits(message: Message) -> None:
    for surface in ("message", "modal"):
        assert limits.problems(list(message.blocks), surface) == []
    assert 0 < len(message.text) <= parts.LONGEST_TEXT


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_a_form_is_within_slacks_limits(view: View) -> None:
    assert limits.view_problems(view.as_dict(), "modal") == []


def test_a_swap_says_which_case_takes_the_place_and_who_audits_it() -> None:
    out, taken = pick(), pick()
    out.case.reference, taken.auditor_name = "M4T9X", "Alana Brook"
    assert draws.swapped(Swap(out, taken)) == (
        "M4T9X is out of the sample: K7Q2M takes its place, and Alana Brook audits it."
    )
    assert "No other case of its cohort and team is left" in draws.swapped(Swap(out, None))


@pytest.mark.parametrize(
    ("there", "words"), [(62, "half of them"), (60, "about half of them"), (31, "cases.")]
)
def test_a_sample_says_what_share_it_is(there: int, words: str) -> None:
    sample = Sample(draw(), round_(full=False), [pick()], 1, 31, {}, there=there)
    assert words in draws.sample(DRAWN, sample).text


def test_a_round_says_what_else_is_graded_and_what_it_is_compared_with() -> None:
    made = round_(full=False)
    made.domains, made.comparable_id = "Voice of the child, Management oversight", 7
    shown = RoundList([Progress(made, 1, 0, 0)], 1, 1, TODAY, compared={7: "October 2017"})
    row = rounds.listing(Listing("rounds"), shown).blocks[2]["text"]["text"]
    assert row.endswith(
        "Graded as well: Voice of the child, Management oversight\nComparable with October 2017"
    )


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", ("", "")),
        ("Me", ("me", "")),
        ("left", ("left", "")),
        ("left Care leavers", ("left", "care_leaver")),
    ],
)
def test_coverage_is_asked_for_as_a_whole_or_as_a_list(typed: str, asked: tuple[str, str]) -> None:
    assert asking.asked(typed) == asked


@pytest.mark.parametrize("typed", ["everything", "me too", "left handed"])
def test_what_coverage_does_not_take_is_told_how_to_write_it(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="/g2o coverage left care leavers"):
        asking.asked(typed)
