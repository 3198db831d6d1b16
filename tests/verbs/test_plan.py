"""The improvement plan: pages of the lines that are asked for, and its themes."""

from sqlalchemy.orm import Session

from bot import findings, plan
from bot.findings import NewFinding
from bot.plan import Wanted
from storage.words import Cohort, FindingKind
from tests.council import Council, on
from tests.verbs.plan_lines import ACTIONED, SUMMER, agreed, asked, found, lines, only, review


def test_filters_choose_lines_and_pages_hold_ten(session: Session, council: Council) -> None:
    for number in range(12):
        asked(session, council.quality, theme=f"Theme {number:02}")
    found(session, council.quality)
    whole = plan.read(session, council.quality)
    first = plan.page(session, council.quality, whole, Wanted())
    assert (len(first.lines), first.first, first.total) == (10, 1, 13)
    second = plan.page(session, council.quality, whole, Wanted(), 1)
    assert (len(second.lines), second.first) == (3, 11)
    areas = plan.page(session, council.quality, whole, Wanted(areas_only=True))
    assert [line.theme for line in areas.lines] == ["Supervision"]
    assert plan.page(session, council.quality, whole, Wanted(theme="theme 03")).total == 1
    assert plan.page(session, council.quality, whole, Wanted(cohort=Cohort.CHILD_IN_NEED)).total == 0


def test_what_is_dealt_with_is_not_open_and_comes_after_what_is(session: Session, council: Council) -> None:
    asked(session, council.quality, theme="Assessment")
    asked(session, council.quality, theme="Visits")
    review(session, council.quality, lines(session, council.quality)[0], ACTIONED)
    whole = plan.read(session, council.quality)
    assert [line.theme for line in plan.page(session, council.quality, whole, Wanted()).lines] == [
        "Visits",
        "Assessment",
    ]
    assert [
        line.theme for line in plan.page(session, council.quality, whole, Wanted(is_open=True)).lines
    ] == ["Visits"]


def test_what_was_found_again_is_told_until_it_is_dealt_with_once_more(
    session: Session, council: Council
) -> None:
    found(session, council.quality)
    review(session, council.quality, only(session, council.quality), ACTIONED)
    later = on(council.quality, SUMMER)
    found(session, later, day=SUMMER)
    for again in (1, 0):
        assert plan.page(session, later, plan.read(session, later), Wanted()).again == again
        review(session, later, only(session, later), ACTIONED)


def test_common_themes_are_counted_by_audits_and_the_most_found_comes_first(
    session: Session, council: Council
) -> None:
    found(session, council.quality, theme="Visits")
    audit = found(session, council.quality, "M4T9X")
    findings.attach(session, council.quality, audit, [NewFinding(FindingKind.AREA, "Twice.", "Supervision")])
    found(session, council.quality, "P3W6D")
    asked(session, council.quality)
    common = plan.common_themes(session, council.quality)
    counts = [(one.theme, one.audits, one.recommendations) for one in common]
    assert counts == [("Supervision", 2, 1), ("Visits", 1, 0)]
    of_leavers = plan.common_themes(session, council.quality, Cohort.CARE_LEAVER)
    assert [(one.theme, one.audits) for one in of_leavers] == [("Visits", 1)]


def test_a_theme_is_one_however_it_is_capitalised(session: Session, council: Council) -> None:
    found(session, council.quality, "M4T9X")
    (other,) = findings.of(session, found(session, council.quality))
    other.theme = "SUPERVISION"
    session.flush()
    (common,) = plan.common_themes(session, council.quality)
    assert (common.theme, common.audits) == ("Supervision", 2)


def test_a_page_brings_what_was_agreed_for_the_recommendations_on_it(
    session: Session, council: Council
) -> None:
    made = asked(session, council.quality)
    action = agreed(session, council.quality, made)
    shown = plan.page(session, council.quality, plan.read(session, council.quality), Wanted())
    assert shown.actions == {made.id: [action]}
