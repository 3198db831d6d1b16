"""One year through the bot, and what is left of it: nothing is lost, and all of it can be followed both ways.

What is expected comes from the ledger that the story wrote; what is seen is read in Slack.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest

from bot.cli.demo import TEAM_CHANNEL
from storage import chain, integrity, journal
from storage.words import Cohort, Status
from tests.conversations.conftest import shown
from tests.year import reckoning, script
from tests.year.ledger import (
    Action,
    Activity,
    Audit,
    Line,
    in_words,
    working_days_from,
)
from tests.year.screens import Screen, SeenLine, numbers, plan, texts
from tests.year.service import GRACE, HELEN, NAMES, OMARA
from tests.year.work import Work

# By reader and message: on which day it came, and what it tells, a thing each.
Letters = dict[str, dict[str, tuple[date, Sequence[str]]]]


@pytest.fixture(scope="module")
def seen(year: Work) -> dict[str, SeenLine]:
    """Every line of the plan, as the Assistant Director opens it on the last day."""
    lines = plan(year.slack, HELEN)
    assert len({line.title for line in lines}) == len(lines)
    return {line.title: line for line in lines}


@pytest.fixture(scope="module")
def letters(year: Work) -> Letters:
    """What each person's direct messages got in the year, and what the channel of the digest got."""
    places = {channel: user for user in NAMES for channel in year.direct_messages(user)}
    arrived: Letters = {}
    for letter in year.post.arrived:
        to = arrived.setdefault(places.get(letter.channel, letter.channel), {})
        # What a click has drawn anew is the same letter.
        to.setdefault(letter.post["ts"], (letter.at.date(), texts(letter.post)))
    return arrived


def days_on_which(letters: Letters, user: str, *words: str) -> Sequence[date]:
    """When the person was told all these words of one thing."""
    return [
        day
        for day, things in letters[user].values()
        if any(all(word in thing for word in words) for thing in things)
    ]


# --- what was done


def test_the_two_rounds_look_at_every_case_once(year: Work) -> None:
    first, second = (year.ledger.drawn[name] for name in (script.SPRING, script.AUTUMN))
    assert sorted([*first, *second]) == sorted(year.ledger.cases)
    assert shown(year.slack.answer(GRACE, "/g2o rounds")).count("7 of 7 drawn cases audited") == 2


def test_each_meeting_goes_through_its_pack_and_keeps_what_it_decided(year: Work) -> None:
    assert len(year.ledger.meetings) == 4
    for meeting in year.ledger.meetings:
        assert meeting.items == meeting.pack
        minutes = year.slack.ask(HELEN, f"/g2o meeting minutes {meeting.on.isoformat()}")
        many, items = len(meeting.decided), meeting.items.total()
        assert f"{many} decision{'' if many == 1 else 's'} on {items} items." in minutes
        assert re.search(rf"Not \w+: {NAMES[meeting.members[-1]]}\.", minutes)
        assert all(decided.words in minutes for decided in meeting.decided)


# --- every recommendation is accounted for


def test_every_recommendation_of_an_audit_is_there_once_with_its_actions(year: Work) -> None:
    for case in year.ledger.cases:
        made = [one for one in year.ledger.recommendations if one.case == case]
        rows = texts(year.slack.answer(HELEN, f"/g2o recommendations {case}"))
        assert sorted(row.splitlines()[0] for row in rows if "_Audit_" in row) == sorted(
            one.text for one in made
        )
        for one in made:
            (row,) = [row for row in rows if row.startswith(one.text)]
            assert row.endswith(f"Actions: {', '.join(action.name for action in one.actions)}")


def test_every_recommendation_to_the_service_is_a_line_of_its_own(
    year: Work, seen: dict[str, SeenLine]
) -> None:
    made = [one for one in year.ledger.recommendations if one.case is None]
    lines = [line for title, line in seen.items() if title.startswith("Recommendation ")]
    assert sorted(line.said[1] for line in lines) == sorted(one.text for one in made)


def test_every_recommendation_came_to_an_outcome(year: Work) -> None:
    for made in year.ledger.recommendations:
        assert made.actions
        for action in made.actions:
            page = year.slack.ask(HELEN, f"/g2o action {action.name}")
            assert outcome(action) in page, (action.name, page)
            assert f"<@{action.owner}>" in page


def test_there_is_no_action_that_nobody_agreed(year: Work) -> None:
    newest = max(action.number for action in year.ledger.actions)
    assert newest == len(year.ledger.actions)
    assert "There is no action of that number" in year.slack.ask(HELEN, f"/g2o action A{newest + 1}")


def test_the_story_has_every_kind_of_outcome(year: Work) -> None:
    assert {action.status for action in year.ledger.actions} == set(Status) - {Status.STARTED}


def outcome(action: Action) -> str:
    """What its page says came of it."""
    if action.ended:
        why, until = action.ended
        return f": {why}" + (f"\nTo be looked at again on {in_words(until)}." if until else "")
    if action.checked_on:
        helped = f" Made a difference: {action.impact.label.lower()}." if action.impact else ""
        return f"Checked on {in_words(action.checked_on)}.{helped}"
    if action.done_on:
        return f"done {in_words(action.done_on)}"
    return f"{'now' if action.more_time else 'due'} {in_words(action.due_on)}"


# --- the plan, back and forward


def test_the_plan_has_every_line_and_no_other(year: Work, seen: dict[str, SeenLine]) -> None:
    assert sorted(seen) == sorted(line.title for line in year.ledger.lines)


def test_every_line_leads_back_to_where_it_came_from(year: Work, seen: dict[str, SeenLine]) -> None:
    for line in year.ledger.lines:
        assert sorted(seen[line.title].origin) == sorted(origin(line)), line.title
        assert set(seen[line.title].cases) == line.cases
        for case in line.cases:
            page = year.slack.clicked(HELEN, seen[line.title].page, "open_case", case)
            assert audits_on(page) == expected_audits(year, case), case


def origin(line: Line) -> Sequence[str]:
    """The lines under "Where it came from"."""
    if line.recommendation:
        about = line.recommendation.source
        assert isinstance(about, Activity)
        since = f"In the plan since {in_words(about.on)}"
        return [script.SOURCES[about.kind], f"{about.kind}: {about.theme}", since]
    return [
        f"• {area.source.case}, {in_words(area.source.on)}, {area.source.round}: {area.text}"
        if isinstance(area.source, Audit)
        else f"• {area.source.kind}: {area.source.theme}: {area.text}"
        for area in line.areas
    ]


def audits_on(page: Screen) -> Sequence[str]:
    (audits,) = [text for text in texts(page) if text.startswith("*Audits*")]
    return audits.splitlines()[1:]


def expected_audits(year: Work, case: str) -> Sequence[str]:
    """The grades of a case, the latest first."""
    return [
        f"• {in_words(audit.on)}: {audit.grade.label} (auditor's grade), "
        + (f"{audit.moderated.label} (moderated). " if audit.moderated else "not moderated yet. ")
        + f"{audit.auditor} · {audit.round}."
        + (f" It follows up the audit of {in_words(audit.follows.on)}." if audit.follows else "")
        for audit in reversed(year.ledger.audits_of(case))
    ]


def test_a_manager_reads_what_is_of_their_team_and_how_much_is_not(year: Work) -> None:
    for seen_line in plan(year.slack, OMARA):
        line = year.ledger.line(seen_line.title)
        if line.recommendation:
            continue
        others = [audit for audit in line.audits if audit.cohort is not Cohort.EARLY_HELP]
        hidden = [text for text in seen_line.origin if "of other teams' cases" in text]
        assert [numbers(text)[0] for text in hidden] == [len(others)] * bool(others)
        assert set(seen_line.cases) == line.cases - {audit.case for audit in others}


def test_every_line_leads_forward_to_its_actions_and_what_came_of_them(
    year: Work, seen: dict[str, SeenLine]
) -> None:
    for line in year.ledger.lines:
        rows = seen[line.title].actions
        assert sorted(rows) == sorted(action.name for action in line.actions), line.title
        for action in line.actions:
            helped = f"Made a difference: {action.impact.label.lower()}." if action.impact else ""
            assert helped in rows[action.name]
            page = year.slack.click(HELEN, seen[line.title].page, "show_action", str(action.number))
            assert outcome(action) in page


def test_every_line_tells_whether_its_cases_were_audited_again(year: Work, seen: dict[str, SeenLine]) -> None:
    for line in year.ledger.lines:
        days = {case: {one.on for one in line.audits if one.case == case} for case in line.cases}
        newest = {case: year.ledger.audits_of(case)[-1].on for case in days}
        again = [case for case, found in days.items() if newest[case] > min(found)]
        found_again = [case for case in again if len(days[case]) > 1]
        expected = [len(days), len(again), len(found_again)] if again else []
        assert numbers(seen[line.title].became) == expected, line.title


def test_every_line_tells_what_each_quarterly_review_found(year: Work, seen: dict[str, SeenLine]) -> None:
    for line in year.ledger.lines:
        said = year.ledger.reviews[line.title]
        assert list(reversed(seen[line.title].reviews)) == [
            f"• {one.quarter} by {NAMES[GRACE]}: {one.position.label}. {one.note}" for one in said
        ]
        assert seen[line.title].said[0] == f"*{said[-1].position.label} ({in_words(said[-1].on)})*"


def test_what_was_dealt_with_and_found_again_is_marked(year: Work, seen: dict[str, SeenLine]) -> None:
    marked = {
        title: text for title, line in seen.items() for text in line.said if text.startswith("*Found again*")
    }
    expected = {line.title: year.ledger.found_again(line) for line in year.ledger.lines}
    assert marked.keys() == {title for title, day in expected.items() if day}
    assert "Area: Pathway plan, Care leavers" in marked
    for title, text in marked.items():
        assert text.startswith(f"*Found again* on {in_words(expected[title] or date.max)}, ")


# --- the figures


def test_impact_claims_nothing_on_so_few_and_says_on_how_many(year: Work) -> None:
    said = year.slack.ask(HELEN, "/g2o impact")
    alike, other_basis = reckoning.audited_again(year.ledger)
    assert f"Too few to say yet: {alike} cases. {other_basis} case was left out, as the basis" in said
    helped, not_said = reckoning.differences(year.ledger)
    assert f"Too few to say yet: {helped} actions. Of {not_said} checked action nobody has said yet." in said
    for step, many in reckoning.steps(year.ledger):
        assert f"{step}: too few to say yet: {many} actions." in said


def test_coverage_is_of_every_case(year: Work) -> None:
    audited = {audit.case for audit in year.ledger.audits if audit.on > date(2025, 3, 31)}
    said = year.slack.ask(GRACE, "/g2o coverage")
    assert f"Audited in the last twelve months: {len(audited)} of {len(year.ledger.cases)} open cases" in said


def test_grades_are_those_that_were_moderated(year: Work) -> None:
    said = str(year.slack.answer(HELEN, "/g2o grades 2025..2026")["text"])
    for name, graded in reckoning.grades(year.ledger).items():
        (row,) = re.findall(rf"{name}: (\d+ audited, Inadequate .*?)\.", said)
        counts = [int(count) for count in re.findall(r"(?:^|[a-z] )(\d+)", row)]
        assert counts == [sum(graded.counts), *graded.counts], row
    waiting = sum(graded.waiting for graded in reckoning.grades(year.ledger).values())
    assert f"{waiting} audits await moderation" in said
    assert "cannot be compared" not in said
    unchanged, raised, lowered = reckoning.moved(year.ledger)
    assert f"Moderation left {unchanged} unchanged, raised {raised} and lowered {lowered}." in said


# --- the letters


def test_members_get_each_pack_once_and_three_working_days_before(year: Work, letters: Letters) -> None:
    for meeting in year.ledger.meetings:
        told = f"*The meeting of {in_words(meeting.on)}* · its pack is there"
        for member in meeting.members:
            assert days_on_which(letters, member, told) == [working_days_from(meeting.on, -3)]


def test_owners_are_told_once_before_a_meeting_and_once_after_it(year: Work, letters: Letters) -> None:
    decided = [(meeting, one) for meeting in year.ledger.meetings for one in meeting.decided if one.owner]
    assert len(decided) > 5
    for meeting, one in decided:
        action = year.ledger.action(one.about)
        before = f"{action.name} will be before the meeting on {in_words(meeting.on)}"
        told = [working_days_from(meeting.on, -5)] if one.was_to_do else []
        assert [day for user in letters for day in days_on_which(letters, user, before)] == told
        after = days_on_which(letters, one.owner, f"*{action.name}* ·", "Decided at the meeting.")
        assert Counter(after)[working_days_from(meeting.on, 1)] == 1
        assert len(after) == sum(other.about == one.about for _, other in decided)


def test_the_digest_comes_once_every_week(letters: Letters) -> None:
    weeks = Counter(day.isocalendar()[:2] for day, _ in letters[TEAM_CHANNEL].values())
    assert set(weeks.values()) == {1}
    assert len(weeks) == 53


# --- the whole record


def test_the_journal_is_one_unbroken_chain(year: Work) -> None:
    with year.post.office.db.reading() as session:
        assert [*integrity.faults(session), *chain.faults(session)] == []
        assert journal.length(session) > 300


def test_slack_had_nothing_to_say_against_any_message(year: Work) -> None:
    assert year.slack.workspace.warnings() == []
