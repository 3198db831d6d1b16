"""Documents and dropped files: what is typed, and forms and messages within Slack's limits."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.documents import Paper
from bot.errors import NotUnderstood
from bot.intake import Kind, Outcome, Report, RowReport
from bot.sandbox import limits
from bot.settings import Terms
from handlers import documents, slack_files
from handlers.blocks import documents as blocks
from handlers.blocks import dropped
from handlers.blocks.documents import Choices, Part
from handlers.blocks.parts import LONGEST_TEXT, Message
from handlers.documents import Words
from storage.models import Round
from storage.words import Basis, Cohort

ROUNDS = [
    Round(id=7, name="October 2018", basis=Basis.HALF, starts_on=date(2018, 10, 1)),
    Round(id=3, name="Spring of 2016", basis=Basis.HALF, starts_on=date(2016, 3, 1)),
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Words(Paper.REPORT)),
        ("2018", Words(Paper.REPORT, "2018")),
        ("last year", Words(Paper.REPORT, "2018")),
        ("october 2018 Care Leavers", Words(Paper.REPORT, "r7", Cohort.CARE_LEAVER)),
        ("CIN for 2016", Words(Paper.REPORT, "2016", Cohort.CHILD_IN_NEED)),
        ("care leavers", Words(Paper.REPORT, "", Cohort.CARE_LEAVER)),
    ],
)
def test_a_report_is_of_a_year_or_a_round_and_of_a_cohort(typed: str, meant: Words) -> None:
    assert documents.asked_report(typed, ROUNDS, 2019) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Words()),
        ("tracker", Words(Paper.ACTIONS)),
        ("Report to Members 2018", Words(Paper.REPORT, "2018")),
        ("grades care leavers 2016", Words(Paper.GRADES, "2016", Cohort.CARE_LEAVER)),
    ],
)
def test_an_export_is_of_a_document_by_any_of_its_names(typed: str, meant: Words) -> None:
    assert documents.asked_export(typed, ROUNDS, 2019) == meant


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("gradse", "Did you mean `/g2o export grades`?"),
        ("everything about somebody", "After `/g2o export` you can say"),
        ("grades 2017", "There is no round of that year."),
        ("grades of somebody", "After `/g2o report` you can say"),
    ],
)
def test_what_cannot_be_read_is_answered_with_the_nearest_form(typed: str, told: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        documents.asked_export(typed, ROUNDS, 2019)
    assert told in refused.value.message
    assert "somebody" not in refused.value.message


CHOICES = Choices([*Paper], [("&" * 80, f"r{number}") for number in range(100)])


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("values", [{}, {Part.OF: "r99", Part.COHORT: "care_leaver", Part.WITHHOLD: ["5"]}])
def test_the_form_asks_for_what_the_document_can_be_of(paper: Paper, values: dict[str, Any]) -> None:
    form = blocks.form({"paper": paper, **values}, CHOICES, 5)
    assert limits.view_problems(form.as_dict(), "modal") == []
    asked = {block["block_id"] for block in form.blocks}
    assert asked == {"paper", *blocks.PARTS.get(paper, ())}


def report(*rows: RowReport, unknown: tuple[str, ...] = ()) -> Report:
    return Report(Kind.ACTIONS, rows, unknown, skip_bad=True, hidden=(3, 4))


BAD = [RowReport(number, Outcome.REFUSED, "&" * 3000, notes=("&" * 3000,)) for number in range(2, 90)]
GOOD = [RowReport(number, Outcome.ADDED) for number in range(90, 95)]
MESSAGES = {
    "a file of many bad rows": dropped.tried(report(*BAD, *GOOD, unknown=("&" * 40,) * 50), "x" * 200),
    "a file of bad rows alone": dropped.tried(report(*BAD), "x" * 200),
    "what was brought in": dropped.brought_in(report(*BAD, *GOOD)),
    "being made": blocks.being_made(blocks.NAMED[Paper.REPORT]),
    "made already": blocks.made_already(blocks.NAMED[Paper.REPORT]),
    "with a button": blocks.with_button(Message.plain("Grades"), Paper.GRADES, "child_protection 2018"),
}


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_messages_stay_within_slacks_limits(message: Message) -> None:
    assert len(message.text) <= LONGEST_TEXT
    assert limits.problems(list(message.blocks), "message") == []


def test_a_file_of_bad_rows_alone_is_not_offered_to_be_brought_in() -> None:
    assert "bring_in_file" not in str(MESSAGES["a file of bad rows alone"].blocks)


def test_what_is_made_says_what_of_how_it_is_marked_and_that_it_is_taken_back(terms: Terms) -> None:
    at = datetime(2025, 6, 2, 9, 30, tzinfo=UTC)
    said = blocks.made("Grades <2018>", terms, at, withhold_under=0)
    assert "Grades &lt;2018&gt;" in said
    assert "as it stood on Monday 2 June 2025 at 10:30. It is marked OFFICIAL-SENSITIVE." in said
    assert "I take it back from here after 30 days." in said


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/f", "http://files.slack.com/f", "https://slack.com.example/f"]
)
def test_the_bots_token_goes_to_slack_alone(address: str) -> None:
    with pytest.raises(Exception, match="kept outside Slack"):
        slack_files.fetch(WebClient("xoxb-token"), address, 10)
