"""What people type, and how it is read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions import Asked
from bot.audits import LogAudit
from bot.errors import NotUnderstood, PersonalDetails, Refusal
from bot.reports.figures import Years
from bot.rules.periods import Period
from bot.rules.spellings import plain
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


PEOPLE = ["Tomas Reid", "Grace Obi", "Grace Finch", "May Early"]


@pytest.mark.parametrize(
    ("text", "owner"),
    [("tomas", "Tomas Reid"), ("REID", "Tomas Reid"), ("grace obi", "Grace Obi"), ("obi", "Grace Obi")],
)
def test_half_of_a_name_is_enough_where_one_person_has_it(text: str, owner: str) -> None:
    assert parsing.asked(text, TEAMS, PEOPLE) == Asked(owner=owner)
    assert parsing.due_asked(text, TEAMS, PEOPLE, TODAY)[0] == Asked(owner=owner)
    assert plain(parsing.person(text, PEOPLE)) == plain(owner)


def test_of_two_people_the_names_are_said() -> None:
    for read in (
        lambda: parsing.asked("grace", TEAMS, PEOPLE),
        lambda: parsing.due_asked("next week grace", TEAMS, PEOPLE, TODAY),
        lambda: parsing.person("Grace", PEOPLE),
    ):
        with pytest.raises(NotUnderstood, match="More than one person") as refusal:
            read()
        assert "Grace Finch, Grace Obi. Please write the whole name." in refusal.value.message


def test_whom_nobody_knows_stays_as_typed() -> None:
    assert [parsing.person(typed, PEOPLE) for typed in ("U0TOMAS02", "Jo", "Reidy")] == [
        "U0TOMAS02",
        "Jo",
        "Reidy",
    ]


def until(day: date) -> Period:
    return Period(TODAY, day)


MARCH = Period(TODAY, date(2025, 3, 31))
DECEMBER = Period(date(2025, 12, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", until(date(2025, 3, 21))),
        ("week", until(date(2025, 3, 21))),
        ("this week", until(date(2025, 3, 16))),
        ("Next  Week", Period(date(2025, 3, 17), date(2025, 3, 23))),
        ("fortnight", until(date(2025, 3, 28))),
        ("month", until(date(2025, 4, 14))),
        ("this month", MARCH),
        ("next month", Period(date(2025, 4, 1), date(2025, 4, 30))),
        ("today", until(TODAY)),
        ("tomorrow", Period(date(2025, 3, 15), date(2025, 3, 15))),
        ("march", MARCH),
        ("in December", DECEMBER),
        ("dec 2025", DECEMBER),
        ("february", Period(date(2026, 2, 1), date(2026, 2, 28))),
        ("until friday", until(date(2025, 3, 21))),
        ("on friday", Period(date(2025, 3, 21), date(2025, 3, 21))),
        ("between 1 and 10 December", Period(date(2025, 12, 1), date(2025, 12, 10))),
        ("from 28 December to 4 January", Period(date(2025, 12, 28), date(2026, 1, 4))),
        ("from 1 to 20 March", Period(date(2025, 3, 1), date(2025, 3, 20))),
        ("from monday to friday", Period(date(2025, 3, 17), date(2025, 3, 21))),
        ("from 2025-03-01 to 2025-03-07", Period(date(2025, 3, 1), date(2025, 3, 7))),
    ],
)
def test_when_it_is_due(text: str, expected: Period) -> None:
    assert parsing.due_asked(text, TEAMS, PEOPLE, TODAY)[:2] == (Asked(), expected)
    assert parsing.due_asked(f"me {text}", TEAMS, PEOPLE, TODAY)[:2] == (Asked(mine=True), expected)
    assert parsing.due_asked(parsing.dated(expected), TEAMS, PEOPLE, date(2030, 1, 1))[1] == expected


@pytest.mark.parametrize("text", ["next week", "in December", "december", "this month", "fortnight"])
def test_when_it_is_due_may_stand_first(text: str) -> None:
    last = parsing.due_asked(f"early help {text}", TEAMS, PEOPLE, TODAY)
    assert parsing.due_asked(f"{text} early help", TEAMS, PEOPLE, TODAY) == last


def test_a_name_goes_before_a_month() -> None:
    assert parsing.due_asked("may early", TEAMS, PEOPLE, TODAY)[0] == Asked(owner="May Early")
    assert parsing.due_asked("may", TEAMS, PEOPLE, TODAY)[0] == Asked(owner="May Early")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("someday", "takes week, fortnight or month"),
        ("until 13 March 2025", "That has passed"),
        ("in February 2025", "That has passed"),
        ("until jane", "I could not read the date"),
        ("from 10 May 2025 to 1 May 2025", "The last day lies before the first"),
    ],
)
def test_days_that_cannot_be_due_are_refused(text: str, said: str) -> None:
    with pytest.raises(NotUnderstood, match=said):
        parsing.due_asked(text, TEAMS, PEOPLE, TODAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Period(date(2025, 3, 10), TODAY)),
        ("last month", Period(date(2025, 2, 1), date(2025, 2, 28))),
        ("november", Period(date(2024, 11, 1), date(2024, 11, 30))),
        ("in Nov 2023", Period(date(2023, 11, 1), date(2023, 11, 30))),
        ("march", Period(date(2025, 3, 1), TODAY)),
    ],
)
def test_when_it_changed(text: str, expected: Period) -> None:
    assert parsing.span_asked(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "said"), [("someday", "a month such as November"), ("in May 2026", "still to come")]
)
def test_when_nothing_can_have_changed_is_refused(text: str, said: str) -> None:
    with pytest.raises(NotUnderstood, match=said):
        parsing.span_asked(text, TODAY)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (DECEMBER, "from Monday 1 to Wednesday 31 December 2025"),
        (until(date(2025, 4, 1)), "from Friday 14 March to Tuesday 1 April 2025"),
        (until(date(2026, 1, 1)), "from Friday 14 March 2025 to Thursday 1 January 2026"),
        (until(TODAY), "on Friday 14 March 2025"),
    ],
)
def test_a_period_in_words(period: Period, words: str) -> None:
    assert period.in_words() == words


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
        lambda: parsing.due_asked(text, TEAMS, PEOPLE, TODAY),
        lambda: parsing.span_asked(text, TODAY),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (None, 2024)),
        ("this year", (None, 2024)),
        ("last year", (None, 2023)),
        ("next year", (None, 2025)),
        ("2015-16", (None, 2015)),
        ("2015/16", (None, 2015)),
        ("2015..2016", (None, 2015)),
        ("2016", (None, 2016)),
        ("Thematic audits", ("Thematic audit", 2024)),
        ("thematic audits 2015-16", ("Thematic audit", 2015)),
        ("2015-16 thematic audits", ("Thematic audit", 2015)),
        ("top 3 forum last year", ("Top 3 forum", 2023)),
        ("visits 2016", ("Line of sight", 2016)),
    ],
)
def test_a_programme_is_asked_for_by_kind_and_year(text: str, expected: tuple[str | None, int]) -> None:
    assert parsing.programme_asked(text, TODAY) == expected


@pytest.mark.parametrize("text", ["2015-17", "biscuits", "thematic audits 15", "2015-16 now"])
def test_what_is_no_programme_is_told_the_right_form(text: str) -> None:
    with pytest.raises(NotUnderstood, match="takes a kind of activity and a year"):
        parsing.programme_asked(text, TODAY)


def test_the_nearest_kind_of_activity_is_proposed() -> None:
    with pytest.raises(NotUnderstood, match="Did you mean `/g2o programme thematic audit`"):
        parsing.programme_asked("themattic audits 2015-16", TODAY)


def test_the_words_of_a_programme_mean_the_same_on_every_day() -> None:
    words = parsing.programme_words("Thematic audit", 2015)
    assert parsing.programme_asked(words, date(2031, 1, 1)) == ("Thematic audit", 2015)


@pytest.mark.parametrize("text", ["care leavers " * 300, "1 " * 2000, "good on 1 " * 300])
def test_a_line_of_thousands_of_characters_is_not_read(text: str) -> None:
    with pytest.raises(NotUnderstood, match="more than I can read at once"):
        parsing.require_a_line(text)
    parsing.require_a_line(text[: parsing.LONGEST_LINE])
