"""Every message and form stays within Slack's limits, with the longest content there can be and with none."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.actions import ActionList, Asked
from bot.activities import ActivityPage, NewActivity
from bot.audits import Logged
from bot.cases import CasePage
from bot.checks import ToCheck
from bot.correspondence import MOST_ITEMS, Correspondence, Item
from bot.errors import field_of
from bot.extensions import ToDecide
from bot.history import Event, Happened, History
from bot.moderation import ToModerate
from bot.paging import PAGE
from bot.programme import Entry, Programme
from bot.recommendations import Added
from bot.reports.changes import Changes
from bot.reports.figures import GradeRow, GradesTable, Moderation, Years
from bot.reports.register import FIGURES, Behind, BehindPage, Count, FiguresPage, Shown
from bot.reports.waiting import Waiting
from bot.rules.workdays import Calendar
from bot.sandbox import limits
from bot.standing import Standing
from bot.visit import Day
from handlers.blocks import (
    actions,
    activities,
    activity_forms,
    audit_form,
    audits,
    cases,
    checks,
    counts,
    endings,
    extensions,
    figures,
    help,  # noqa: A004 - a folder's name
    letters,
    moderation,
    owners,
    parts,
    programme,
    recommendations,
    reports,
    standing,
)
from handlers.blocks.actions import Listing
from handlers.blocks.audit_form import MOST_FINDINGS, MOST_PARTS, Detail, Shape
from handlers.blocks.parts import Message, View
from storage.coverage import InRound
from storage.digest import RoundCount
from storage.models import (
    Action,
    Activity,
    Audit,
    Case,
    Check,
    Ending,
    Extension,
    Finding,
    Letter,
    Meeting,
    Person,
    Recommendation,
    Round,
    Team,
)
from storage.models import Item as MeetingItem
from storage.programme import Counted
from storage.words import Basis, Cohort, FindingKind, Grade, Impact, Origin, Source, Status, Told
from tests.conftest import TODAY

LONG = "&" * 1000
NAME = "N" * 80
DAY = Day(TODAY, Calendar.of("GB-ENG", ()))


def person() -> Person:
    return Person(id=1, name=NAME, slack_id="U" + "0" * 20)


def case(*, full: bool) -> Case:
    known = {"team": Team(name=NAME), "worker": person(), "opened_on": date(2000, 1, 1)} if full else {}
    return Case(reference="K7Q2M", cohort=Cohort.CARE_LEAVER, **known)


def audit() -> Audit:
    made = Audit(
        id=1,
        version=1,
        audited_on=TODAY,
        auditor_name=NAME,
        organisation=NAME,
        grade=Grade.REQUIRES_IMPROVEMENT,
        moderated_grade=Grade.REQUIRES_IMPROVEMENT,
        moderation_note=LONG,
    )
    made.case, made.round, made.sources = case(full=True), Round(name=NAME), frozenset(Source)
    return made


def recommendation() -> Recommendation:
    return Recommendation(id=1, text=LONG, origin=Origin.IRO)


def finding(number: int = 999_999_999) -> Finding:
    return Finding(id=number, version=999, kind=FindingKind.AREA, theme="Management oversight", text=LONG)


def action(number: int = 999_999_999) -> Action:
    made = Action(
        id=number,
        text=LONG,
        first_due_on=date(2020, 1, 1),
        due_on=date(2024, 9, 4),
        status=Status.OPEN,
        recommendation_id=1,
    )
    made.evidence = LONG[:300]
    made.case, made.owner, made.recommendation = case(full=True), person(), recommendation()
    return made


def extension(number: int = 999_999_999) -> Extension:
    made = Extension(id=number, action_id=999_999_999, wanted_on=date(2024, 9, 4), reason=LONG)
    made.action = action()
    return made


def check(*, is_done: bool) -> Check:
    return Check(checked_on=TODAY, is_done=is_done, note=LONG, impact=Impact.TOO_EARLY)


def ending() -> Ending:
    return Ending(approved_by_id=1, approved_on=TODAY, why=LONG, review_on=date(2025, 9, 24))


def stands(status: Status, **values: Any) -> Standing:
    """An action of that status, as somebody sees it who may do what the values say."""
    shown = action()
    shown.status = status
    if status in (Status.OPEN, Status.STARTED):
        shown.picked_on, shown.disowned_on = TODAY, TODAY if "may_give" in values else None
    is_done = status is Status.CHECKED
    return Standing(shown, extension() if values else None, check(is_done=is_done), **values)


ABOUT_AUDITS = (Told.CHALLENGED, Told.MODERATED)
ABOUT_MEETINGS = (Told.BEFORE_MEETING, Told.AFTER_MEETING, Told.PACK)


def letter(told: Told) -> Message:
    """A first letter, full of that."""
    about: dict[str, Any] = {"action": action(), "ending": ending()}
    if told in ABOUT_AUDITS:
        about = {"audit": audit()}
    if told is Told.TO_AUDIT:
        about = {"to_audit": [InRound(Round(name=LONG[:80], starts_on=TODAY, ends_on=TODAY), 1_000_000)] * 3}
    if told in ABOUT_MEETINGS:
        about |= {"meeting": Meeting(held_on=TODAY), "decided": [MeetingItem(note=LONG)]}
    items = [Item(number, frozenset({told}), note=LONG, **about) for number in range(MOST_ITEMS)]
    names = {1: person()}
    said = Correspondence(Letter(id=1, key="1"), person(), items, 1_000_000, is_first=True, names=names)
    return letters.letter(said, DAY, note=LONG[:200])


def page_of_actions() -> ActionList:
    many = [action(number) for number in range(PAGE)]
    return ActionList(Asked(team=NAME), many, first=11, total=1_000_000, everything=False)


def full_case() -> CasePage:
    return CasePage(
        case(full=True),
        [audit()] * 40,
        [recommendation()] * 40,
        [action(number) for number in range(40)],
        findings=[Finding(kind=kind, theme="Management oversight", text=LONG) for kind in FindingKind] * 5,
        challenged=frozenset({1}),
        follow_ups={1: TODAY},
        follow_up_by=TODAY,
        endings={number: ending() for number in range(40)},
    )


def activity() -> Activity:
    return Activity(
        id=999_999_999,
        version=999,
        year=2024,
        kind="K" * 60,
        theme=LONG[:200],
        by=NAME,
        month=date(2024, 9, 1),
        done_on=date(2024, 9, 4),
        note=LONG,
    )


def full_programme(*, may_change: bool) -> Programme:
    round_ = Round(
        name=NAME, theme=NAME, organisation=NAME, basis=Basis.RANDOM, starts_on=TODAY, planned=9999
    )
    entries = [
        Entry(f"{number}{'K' * 58}", activity(), Counted(9999, 9999, 9999)) for number in range(PAGE * 3)
    ]
    entries[PAGE] = Entry("Case audit", round=RoundCount(round_, 9999))
    return Programme(2024, None, entries, PAGE + 1, may_change)


def full_activity() -> ActivityPage:
    found = [Finding(kind=kind, theme="Management oversight", text=LONG) for kind in FindingKind]
    recommended = [
        Recommendation(id=number, number="9" * 20, text=LONG, origin=Origin.IRO) for number in range(40)
    ]
    agreed = {entry.id: [action()] * 5 for entry in recommended}
    return ActivityPage(
        activity(), found * MOST_FINDINGS, recommended, agreed, may_change=True, may_agree=True
    )


GRADE_ROW = GradeRow("2018: " + NAME, 2018, Basis.RANDOM, (9999, 9999, 9999, 9999), 9999, 9999)
LISTING = Listing("overdue", NAME, 3)

MESSAGES = {
    "an audit": audits.logged(
        Logged(
            audit(),
            [Added(recommendation(), action())] * 5,
            [finding()] * 10,
            first=audit(),
            to_check=[action()] * 30,
            is_new_case=True,
            follow_up_by=TODAY,
        )
    ),
    "an amended audit": audits.amended(audit(), [finding()] * 10),
    "an undone audit": audits.undone(audit()),
    "a recommendation": recommendations.added(Added(recommendation(), action())),
    "an action": standing.page(stands(Status.OPEN), DAY, note=LONG[:200]),
    "an owner's action": standing.page(stands(Status.OPEN, is_own=True, may_change=True), DAY),
    "a manager's action": standing.page(
        stands(Status.OPEN, may_change=True, may_give=True, may_decide=True), DAY
    ),
    "an action that is done": standing.page(stands(Status.DONE, may_change=True, may_check=True), DAY),
    "an action that ended": standing.page(
        replace(stands(Status.NOT_DOING, may_change=True), ending=ending()), DAY
    ),
    "an action that somebody may end": standing.page(
        stands(Status.OPEN, may_change=True, may_give=True, may_end=True), DAY
    ),
    "an action that ended, with every button": standing.page(
        replace(stands(Status.NOT_DOING, may_change=True, may_end=True), ending=ending()), DAY
    ),
    "an action that is checked": standing.page(stands(Status.CHECKED, may_change=True), DAY),
    "what is to be checked": checks.queue(
        Listing("check"), ToCheck([action(number) for number in range(PAGE)], 11, 1_000_000), DAY, LONG[:200]
    ),
    "nothing to check": checks.queue(Listing("check"), ToCheck([], 1, 0), DAY),
    "what is to be moderated": moderation.queue(
        Listing("moderate"), ToModerate([audit() for _ in range(PAGE)], 11, 1_000_000)
    ),
    "a challenged grade": Message.plain(moderation.challenged(audit())),
    "a moderated grade": Message.plain(moderation.moderated(audit())),
    "an approved ending": Message.plain(endings.ended(action())),
    "nothing to moderate": moderation.queue(Listing("moderate"), ToModerate([], 1, 0)),
    "nothing to moderate but one's own": moderation.queue(Listing("moderate"), ToModerate([], 1, 0, own=2)),
    "an agreed action": actions.agreed(action(), DAY),
    "a list": actions.page(LISTING, page_of_actions(), DAY, note=LONG[:200]),
    "an empty list": actions.page(LISTING, ActionList(Asked(), [], 1, 0, everything=True), DAY),
    "a full case": cases.page(full_case(), DAY, note=LONG[:200]),
    "an empty case": cases.page(CasePage(case(full=False), [], [], []), DAY),
    "recommendations": cases.recommendations(full_case()),
    "no recommendations": cases.recommendations(CasePage(case(full=False), [], [], [])),
    "grades": reports.grades(
        GradesTable(Cohort.CARE_LEAVER, Years(2000, 2025), (GRADE_ROW,) * 26, Moderation(9, 9, 9))
    ),
    "no grades": reports.grades(GradesTable(None, None, (), Moderation(0, 0, 0))),
    "requests": extensions.queue(
        Listing("requests"),
        ToDecide([extension(number) for number in range(PAGE)], 11, 1_000_000),
        DAY,
        LONG[:200],
    ),
    "no requests": extensions.queue(Listing("requests"), ToDecide([], 1, 0), DAY),
    "a history": cases.history(
        History(case(full=True), (Event(TODAY, Happened.NOT_YET_DONE, action=action()),) * 90)
    ),
    "no history": cases.history(History(case(full=False), ())),
    "figures": figures.page(
        Listing("figures", NAME, 1),
        FiguresPage(
            NAME, TODAY, [Shown(one, Count(9999, 9999), Behind("due", NAME)) for one in FIGURES[:PAGE]], 1, 99
        ),
    ),
    "actions behind a figure": figures.behind(
        Listing("behind", NAME, 1),
        BehindPage(LONG, LONG, actions=[action(number) for number in range(PAGE)], first=11, total=999),
        Listing("figures", NAME),
        DAY,
    ),
    "audits behind a figure": figures.behind(
        Listing("behind", NAME, 1),
        BehindPage(LONG, LONG, audits=[audit()] * PAGE, first=11, total=999, unseen=999),
        Listing("figures", NAME),
        DAY,
    ),
    "nothing behind a figure": figures.behind(
        Listing("graded", "good"), BehindPage("good", "Moderated grades."), Listing("figures"), DAY
    ),
    "a count": counts.of_actions(page_of_actions(), "overdue"),
    "changes": counts.changes(Changes(TODAY, TODAY, 9999, 9999, 9999, 9999)),
    "what waits": counts.waiting(Waiting(9999, 9999, 9999, 9999)),
    "nothing waits": counts.waiting(Waiting(None, None, None, None)),
    "an aside": cases.page(full_case(), DAY, note=LONG[:200]).with_aside("Only you can see this answer."),
    **{
        f"a letter, {told.value}": letter(told)
        for told in (
            Told.GIVEN_AWAY,
            Told.REOPENED,
            Told.ENDED,
            *ABOUT_AUDITS,
            *ABOUT_MEETINGS,
            Told.TO_AUDIT,
        )
    },
    "a programme": programme.page(Listing("programme", "2024-25"), full_programme(may_change=True), DAY),
    "a programme to read": programme.page(
        Listing("programme", "2024-25"), full_programme(may_change=False), DAY
    ),
    "an empty programme": programme.page(
        Listing("programme", "2024-25"),
        Programme(2024, None, [], 1, may_change=True, years=range(2100, 2000, -1)),
        DAY,
    ),
    "an empty programme, and no other": programme.page(
        Listing("programme", "2024-25"), Programme(2024, "Dip sample", [], 1, may_change=True), DAY
    ),
    "an activity": activities.page(full_activity(), DAY, note=LONG[:200]),
    "an activity of which nothing came": activities.page(
        ActivityPage(
            Activity(id=1, year=2024, kind="Dip sample"), [], [], {}, may_change=False, may_agree=False
        ),
        DAY,
    ),
    "an added activity": activities.added(activity(), DAY),
    "a removed activity": activities.removed(
        NewActivity(2024, "K" * 60, LONG[:200], NAME, TODAY), "[]" * 400
    ),
    "an activity put back": activities.put_back(activity(), DAY),
    "a changed activity": activities.changed(activity(), DAY),
    "help": help.usage([("overdue", "what is late")], ["/overdue"], "Phone the duty manager."),
}

FULL: dict[str, Any] = {
    "case": "K7Q2M",
    "date": "2025-03-14",
    "auditor": NAME,
    "grade": "good",
    "sources": [source.value for source in Source],
    "recommendation": LONG,
    "action": LONG,
    "owner": "U0TOMAS02",
    "due": "2025-03-21",
}
FULL_SHAPE = Shape(
    5, 5, 5, new_case=True, due="2025-04-11", first=999_999_999, first_on="Wednesday 24 September 2025"
)
FULL_DETAIL = replace(
    Detail.of(activity(), [finding()] * 12, MOST_FINDINGS), strength=MOST_FINDINGS, recommendation=MOST_PARTS
)
OWN_KINDS = [f"{number:03}{'K' * 57}" for number in range(200)]
TEAMS = [(NAME, str(number)) for number in range(101)]
for position in range(MOST_FINDINGS):
    FULL |= {field_of(name, position): LONG for name in ("strength", "area", "recommendation", "action")}
    FULL |= {field_of(f"{name}theme", position): "Other" for name in ("", "strength_", "area_")}
VIEWS = {
    "log": audit_form.form(FULL, FULL_SHAPE, TEAMS),
    "log, empty": audit_form.form({}, Shape()),
    "amend": audit_form.detail_form(FULL, Detail.of(audit(), [finding()] * 12)),
    "amend, empty": audit_form.detail_form({}, Detail.of(audit(), [])),
    "recommend": recommendations.recommendation_form(FULL, "1"),
    "recommend to the service": recommendations.service_form("1"),
    "agree": actions.agree_form(FULL, "1"),
    "make an action": actions.make_form(FULL, said=LONG[:300]),
    "pick a day": owners.pick_form(action(), DAY, "[1]"),
    "not mine": owners.disown_form(action(), DAY, "[1]"),
    "give": owners.give_form(action(), DAY, "[1]"),
    "ask for more time": extensions.ask_form(action(), DAY, "[1]"),
    "not yet done": checks.not_yet_form(action(), DAY, "[1]"),
    "moderate": moderation.form(audit(), [(NAME, LONG)] * 9, "[1]"),
    "challenge": moderation.challenge_form(audit(), "1"),
    "not to be done": endings.form(action(), DAY, "[1]"),
    "add an activity": activity_forms.add_form({}, 2024, OWN_KINDS),
    "change an activity": activity_forms.change_form(activity(), OWN_KINDS, "[1, 1, 2024]"),
    "record an activity": activity_forms.record_form(FULL, activity(), FULL_DETAIL, day=DAY),
    "record an activity, empty": activity_forms.record_form(
        {}, Activity(id=1, year=2024, kind="Dip sample"), Detail(1, 1), day=DAY
    ),
    "where to look": actions.pointer_form(action(), DAY, "[1]"),
}


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_a_message_is_within_slacks_limits(message: Message) -> None:
    assert limits.problems(list(message.blocks), "message") == []
    assert 0 < len(message.text) <= parts.LONGEST_TEXT


# Grades are asked for by command alone, and a table is for messages.
@pytest.mark.parametrize("name", sorted(set(MESSAGES) - {"grades"}))
def test_a_message_can_take_the_place_of_a_form(name: str) -> None:
    message = MESSAGES[name]
    assert limits.problems(list(message.blocks), "modal") == []


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_a_form_is_within_slacks_limits(view: View) -> None:
    assert limits.view_problems(view.as_dict(), "modal") == []


def test_the_older_table_holds_the_same_rows() -> None:
    blocks = [block for block in MESSAGES["grades"].blocks if block["type"] == "data_table"]
    older = parts.table(blocks[0])
    assert older["rows"] == blocks[0]["rows"]
    assert limits.problems([older], "message") == []


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [("plain", 5, "plain"), ("plain", 4, "pla…"), ("a<b", 6, "a&lt;b"), ("a<b", 5, "a…"), ("", 5, "")],
)
def test_what_is_quoted_is_never_cut_within_an_entity(text: str, longest: int, expected: str) -> None:
    assert parts.quote(text, longest) == expected
