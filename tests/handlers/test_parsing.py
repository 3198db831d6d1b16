"""What people type, and how it is read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions import Asked
from bot.audits import LogAudit
from bot.errors import NotUnderstood, PersonalDetails, Refusal
from bot.reports.figures import Years
from handlers import parsing, when
from handlers.when import LeaveAsked
from storage.words import Cohort, Grade

TODAY = date(2025, 3, 14)
TEAMS = ["Children and Families", "Early Help"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("K7Q2M good", LogAudit("K7Q2M", Grade.GOOD)),
        ("K7Q2M  requires   improvement", LogAudit("K7Q2M", Grade.REQUIRES_IMPROVEMENT)),
        ("K7Q2M RI on 3/4/2024", LogAudit("K7Q2M", Grade.REQUIRES_IMPROVEMENT, date(2024, 4, 3))),
        ("K7Q2M 4 by Jo Day", LogAudit("K7Q2M", Grade.INADEQUATE, auditor="Jo Day")),
        ("K7Q2M o on 3 March by Jo Day", LogAudit("K7Q2M", Grade.OUTSTANDING, date(2025, 3, 3), "Jo Day")),
        ("K7Q2M o by Jo Day on 3 March", LogAudit("K7Q2M", Grade.OUTSTANDING, date(2025, 3, 3), "Jo Day")),
        ("K7Q2M good by <@U0ALANA05|alana>", LogAudit("K7Q2M", Grade.GOOD, auditor="U0ALANA05")),
        ("K7Q2M good by <@U07700900123|jo>", LogAudit("K7Q2M", Grade.GOOD, auditor="U07700900123")),
        ("1001 not graded", LogAudit("1001", Grade.NOT_GRADED)),
    ],
)
def test_an_audit_line(line: str, expected: LogAudit) -> None:
    assert parsing.audit_line(line, TODAY) == expected


@pytest.mark.parametrize(
    ("line", "nearest"),
    [
        ("K7Q2M goood", "`/audit K7Q2M good`"),
        ("k7q2m inadequat", "`/audit K7Q2M inadequate`"),
        ("Jane goood", "`/audit K7Q2M good`"),
        ("K7Q2M goood on 3 March", "`/audit K7Q2M good …`"),
        ("K7Q2M splendid", "for example `/audit K7Q2M good on 14 March"),
        ("good K7Q2M", "for example `/audit K7Q2M good on 14 March"),
    ],
)
def test_an_audit_line_that_cannot_be_read_gives_the_nearest_right_form(line: str, nearest: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        parsing.audit_line(line, TODAY)
    assert nearest in refusal.value.message
    assert "Jane" not in refusal.value.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14 March 2025", date(2025, 3, 14)),
        ("14/3/2025", date(2025, 3, 14)),
        ("03/04/2024", date(2024, 4, 3)),
        ("3.4.24", date(2024, 4, 3)),
        ("2024-04-03", date(2024, 4, 3)),
        ("3rd April 2024", date(2024, 4, 3)),
        ("Fri 7 March", date(2025, 3, 7)),
        ("20 December", date(2024, 12, 20)),
        ("today", TODAY),
        ("yesterday", date(2025, 3, 13)),
    ],
)
def test_a_date_as_people_type_it(text: str, expected: date) -> None:
    assert when.day(text, TODAY) == expected


def test_a_day_of_the_week_that_does_not_fit_is_asked_about() -> None:
    with pytest.raises(NotUnderstood, match="it was Friday 14 March 2025"):
        when.day("Monday 14 March 2025", TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "2025-13-01",
        "3/14/2025",
        "3/14",
        "now",
        "last week",
        "2 days",
        "soon",
        "31/2/2025",
        "2025",
        "March",
        "the day after",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood, match="day first"):
        when.day(text, TODAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("friday", date(2025, 3, 21)),
        ("Mon", date(2025, 3, 17)),
        ("14 March", TODAY),
        ("13 March", date(2026, 3, 13)),
        ("15/3", date(2025, 3, 15)),
        ("20 December", date(2025, 12, 20)),
        ("Fri 21 March", date(2025, 3, 21)),
        ("13 March 2025", date(2025, 3, 13)),
        ("today", TODAY),
        ("tomorrow", date(2025, 3, 15)),
    ],
)
def test_a_date_that_lies_ahead(text: str, expected: date) -> None:
    assert when.coming_day(text, TODAY) == expected


@pytest.mark.parametrize("text", ["next friday", "march", "in 3 days", "mon-fri", "", "31/2/2025"])
def test_what_is_no_date_ahead_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood, match="Friday, 14 March or 14/3/2025"):
        when.coming_day(text, TODAY)


def test_a_day_of_the_week_that_does_not_fit_a_date_ahead_is_asked_about() -> None:
    with pytest.raises(NotUnderstood, match="it is Friday 21 March 2025"):
        when.coming_day("Mon 21 March", TODAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", None), ("until Friday", date(2025, 3, 21)), ("till 1 April", date(2025, 4, 1))],
)
def test_until_when_a_pause_lasts(text: str, expected: date | None) -> None:
    assert when.pause_until(text, TODAY) == expected


def test_a_pause_that_cannot_be_read_gives_the_right_form() -> None:
    with pytest.raises(NotUnderstood, match="`/g2o pause until Friday`") as refusal:
        when.pause_until("until Jane is back", TODAY)
    assert "Jane" not in refusal.value.message


APRIL = (date(2025, 4, 14), date(2025, 4, 25))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14 April to 25 April cover Grace Obi", LeaveAsked(*APRIL, "Grace Obi")),
        ("14 to 25 April", LeaveAsked(*APRIL)),
        ("14-25 April", LeaveAsked(*APRIL)),
        ("14th – 25th April", LeaveAsked(*APRIL)),
        ("14/4 - 25/4", LeaveAsked(*APRIL)),
        ("from 2025-04-14 until 2025-04-25, covered by <@U0GRACE03|grace>", LeaveAsked(*APRIL, "U0GRACE03")),
        ("28 December to 4 January", LeaveAsked(date(2025, 12, 28), date(2026, 1, 4))),
        ("friday to monday", LeaveAsked(date(2025, 3, 21), date(2025, 3, 24))),
        ("today to tomorrow", LeaveAsked(TODAY, date(2025, 3, 15))),
        ("monday cover Grace Obi", LeaveAsked(date(2025, 3, 17), date(2025, 3, 17), "Grace Obi")),
        ("today to monday for Tomas Reid", LeaveAsked(TODAY, date(2025, 3, 17), None, "Tomas Reid")),
        (
            "monday cover <@U0GRACE03|grace> for <@U0TOMAS02|tomas>",
            LeaveAsked(date(2025, 3, 17), date(2025, 3, 17), "U0GRACE03", "U0TOMAS02"),
        ),
    ],
)
def test_a_leave(text: str, expected: LeaveAsked) -> None:
    assert when.leave(text, TODAY) == expected


@pytest.mark.parametrize("text", ["", "Jane", "next week", "14 April to Jane", "11 dec to 7 dec"])
def test_a_leave_that_cannot_be_read_gives_the_right_form(text: str) -> None:
    with pytest.raises(NotUnderstood, match="`/g2o leave 14 April to 25 April cover Grace Obi`") as refusal:
        when.leave(text, TODAY)
    assert "Jane" not in refusal.value.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("me", Asked(mine=True)),
        ("", Asked()),
        ("ALL", Asked()),
        ("care leavers", Asked(cohort=Cohort.CARE_LEAVER)),
        ("LAC", Asked(cohort=Cohort.CHILD_IN_CARE)),
        ("early  help", Asked(team="Early Help")),
        ("children and families", Asked(team="Children and Families")),
    ],
)
def test_whose_actions(text: str, expected: Asked) -> None:
    assert parsing.asked(text, TEAMS) == expected


@pytest.mark.parametrize("text", ["me", "all", "care leavers", "Children and Families"])
def test_what_was_asked_is_written_as_it_can_be_asked_again(text: str) -> None:
    asked = parsing.asked(text, TEAMS)
    assert parsing.asked(parsing.name_of(asked), TEAMS) == asked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (None, None)),
        ("care leavers", (Cohort.CARE_LEAVER, None)),
        ("care leavers 2016..2018", (Cohort.CARE_LEAVER, Years(2016, 2018))),
        ("2018", (None, Years(2018, 2018))),
        ("cin 2018-2016", (Cohort.CHILD_IN_NEED, Years(2016, 2018))),
        ("2016 to 2018", (None, Years(2016, 2018))),
    ],
)
def test_which_grades(text: str, expected: tuple[Cohort | None, Years | None]) -> None:
    assert parsing.grades_asked(text) == expected


@pytest.mark.parametrize("text", ["care leevers", "blue 2018", "2018..", "twenty"])
def test_grades_of_what_is_not_known_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(NotUnderstood, match=r"care leavers 2016\.\.2018"):
        parsing.grades_asked(text)


@pytest.mark.parametrize(("text", "number"), [("A17", 17), ("a17", 17), ("17", 17), (" #17 ", 17)])
def test_an_actions_number(text: str, number: int) -> None:
    assert parsing.action_number(text) == number


@pytest.mark.parametrize("text", ["", "A", "seventeen", "A1.5", "9" * 30, "A-1", "A²"])
def test_what_is_no_actions_number_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood, match="A17"):
        parsing.action_number(text)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    for read in (
        lambda: parsing.audit_line(f"K7Q2M {text}", TODAY),
        lambda: parsing.asked(text, TEAMS),
        lambda: parsing.grades_asked(text),
        lambda: parsing.action_number(text),
        lambda: when.pause_until(text, TODAY),
        lambda: when.leave(text, TODAY),
    ):
        try:
            read()
        except Refusal as refusal:
            assert refusal.message.endswith((".", "?", "`"))  # noqa: PT017 - not raising is as good


def test_personal_details_in_a_line_are_refused_before_it_is_read() -> None:
    with pytest.raises(PersonalDetails) as refusal:
        parsing.audit_line("K7Q2M good by jane@example.com", TODAY)
    assert "jane" not in refusal.value.message
