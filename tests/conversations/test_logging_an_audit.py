"""Logging an audit: in one line, by form, and what one does next."""

import pytest

from tests.conversations.conftest import Slack, shown, system_numbers
from tests.council import ALANA, GRACE, PRIYA, TOMAS


def test_one_line_records_an_audit(slack: Slack) -> None:
    answer = slack.ask(PRIYA, "/audit K7Q2M good on 3/3/2025 by A. Auditor")
    assert "Recorded: K7Q2M is Good." in answer
    assert "Monday 3 March 2025 by A. Auditor" in answer


@pytest.mark.parametrize(
    ("line", "grade"),
    [
        ("K7Q2M o", "Outstanding"),
        ("k7q2m 2", "Good"),
        ("1001 ri", "Requires improvement"),
        ("K7Q2M requires improvement yesterday", None),
        ("K7Q2M inadequate by Jo on 3 March", "Inadequate"),
        ("K7Q2M not graded", "Not graded"),
    ],
)
def test_a_line_is_read_as_people_type_it(slack: Slack, line: str, grade: str | None) -> None:
    answer = slack.ask(GRACE, f"/audit {line}")
    assert (f"K7Q2M is {grade}." in answer) if grade else ("I could not read" in answer)


def test_the_case_systems_number_is_taken_and_never_shown(slack: Slack) -> None:
    answer = slack.ask(PRIYA, "/audit 1001 good")
    assert "K7Q2M is Good." in answer
    assert system_numbers(answer) == []


def test_an_inadequate_audit_wants_a_follow_up_within_three_months(slack: Slack) -> None:
    answer = slack.ask(PRIYA, "/audit K7Q2M inadequate")
    assert "follow-up audit is due by Monday 16 June 2025" in answer


def test_a_mistyped_grade_is_answered_with_the_nearest_right_line(slack: Slack) -> None:
    assert "Did you mean `/audit K7Q2M outstanding`?" in slack.ask(PRIYA, "/audit K7Q2M outstandin")


def test_a_mistyped_reference_is_answered_with_the_nearest_case(slack: Slack) -> None:
    assert "Did you mean K7Q2M?" in slack.ask(PRIYA, "/audit K7Q2N good")


def test_the_same_line_twice_is_recorded_once(slack: Slack) -> None:
    slack.ask(PRIYA, "/audit K7Q2M good")
    assert "Already recorded" in slack.ask(PRIYA, "/audit K7Q2M good")
    assert "already recorded: Good" in slack.ask(PRIYA, "/audit K7Q2M ri")


def test_a_day_in_the_future_is_refused(slack: Slack) -> None:
    answer = slack.ask(PRIYA, "/audit K7Q2M good on 15 March 2025")
    assert "Saturday 15 March 2025 is in the future" in answer


def test_a_practitioner_may_not_and_is_told_whom_to_ask(slack: Slack) -> None:
    answer = slack.ask(TOMAS, "/audit K7Q2M good")
    assert "Logging an audit is for managers" in answer
    assert f"ask your manager: <@{PRIYA}>" in answer


def test_a_manager_may_not_audit_for_another_team(slack: Slack) -> None:
    assert "no case of that reference that you may see" in slack.ask(PRIYA, "/audit P3W6D good")


def test_an_outside_auditor_logs_in_the_rounds_of_their_organisation(slack: Slack) -> None:
    assert "by Alana Brook (Aidhour) · March 2025" in slack.ask(ALANA, "/audit K7Q2M good")
    assert "outside your team or your rounds" in slack.ask(ALANA, "/audit K7Q2M good on 3 February 2025")


def test_undo_takes_the_audit_back(slack: Slack) -> None:
    recorded = slack.answer(PRIYA, "/audit K7Q2M good")
    assert "Undone" in slack.click(PRIYA, recorded, "undo_audit")
    assert "Not audited yet" in slack.ask(PRIYA, "/case K7Q2M")


def test_undo_a_second_time_says_that_it_is_undone(slack: Slack) -> None:
    recorded = slack.answer(PRIYA, "/audit K7Q2M good")
    slack.click(PRIYA, recorded, "undo_audit")
    slack.workspace.messages(PRIYA)
    stale = slack.answer(PRIYA, "/audit K7Q2M good")
    again = slack.answer(PRIYA, "/audit K7Q2M good")
    assert "Undo" in shown(stale)
    assert "Undo" not in shown(again)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"date": "2025-03-15"}, "date", "is in the future"),
        ({"recommendation": "Write to jane@example.com"}, "recommendation", "an e-mail address"),
        ({"action": "Plan", "owner": TOMAS}, "recommendation", "write the recommendation"),
        ({"recommendation": "Plan", "due": "2025-03-21"}, "owner", "choose who is to do it"),
        ({"recommendation": "Plan", "owner": "U0NEWBY07"}, "owner", "I do not know that person"),
        ({"recommendation": "Plan", "owner": TOMAS, "due": "2025-03-13"}, "due", "has passed"),
    ],
)
def test_what_is_wrong_in_the_form_is_said_at_its_field(
    slack: Slack, typed: dict[str, object], field: str, sentence: str
) -> None:
    slack.command(PRIYA, "/audit")
    slack.form(PRIYA, "log_audit")
    done = slack.submit(PRIYA, **{"case": "K7Q2M", "grade": "good", **typed})
    assert done.errors is not None
    assert sentence in done.errors[field]
    assert "jane@example.com" not in str(done.errors)
    assert "Not audited yet" in slack.ask(PRIYA, "/case K7Q2M")


def test_a_practitioner_sees_no_form(slack: Slack) -> None:
    slack.command(TOMAS, "/audit")
    assert "Logging an audit is for managers" in slack.page_saying(TOMAS, "Please ask")


def test_add_detail_corrects_an_audit(slack: Slack) -> None:
    recorded = slack.answer(PRIYA, "/audit K7Q2M good")
    slack.workspace.click(PRIYA, recorded, "amend_audit")
    slack.form(PRIYA, "amend_audit")
    slack.submit(PRIYA, grade="outstanding", sources=["family"], auditor="Alana Brook")
    page = slack.page(PRIYA)
    assert "Changed: K7Q2M is Outstanding." in page
    assert "by Alana Brook (Aidhour)" in page


def test_add_detail_on_an_audit_that_moved_on_says_what_it_says_now(slack: Slack) -> None:
    recorded = slack.answer(PRIYA, "/audit K7Q2M good")
    slack.workspace.click(PRIYA, recorded, "amend_audit")
    slack.form(PRIYA, "amend_audit")
    grace = slack.answer(GRACE, "/case K7Q2M")
    slack.workspace.click(GRACE, grace, "amend_audit")
    slack.form(GRACE, "amend_audit")
    slack.submit(GRACE, grade="inadequate")
    slack.page(GRACE)
    done = slack.submit(PRIYA, grade="outstanding")
    assert "It now says: Inadequate" in str(done.errors)


def test_add_recommendation_without_an_action_leaves_it_to_be_agreed(slack: Slack) -> None:
    recorded = slack.answer(PRIYA, "/audit K7Q2M good")
    slack.workspace.click(PRIYA, recorded, "add_recommendation")
    slack.form(PRIYA, "add_recommendation")
    slack.submit(PRIYA, recommendation="Hold a family group conference")
    assert "Recommended: Hold a family group conference" in slack.page(PRIYA)
    case = slack.answer(PRIYA, "/case K7Q2M")
    assert "1 recommendation without an action" in shown(case)
    slack.workspace.click(PRIYA, case, "agree_action")
    slack.form(PRIYA, "agree_action")
    slack.submit(PRIYA, action="Invite the family", owner=TOMAS, due="2025-03-21")
    assert f"Agreed: A1 for <@{TOMAS}>, due Friday 21 March 2025." in slack.page(PRIYA)


def test_markup_in_what_is_typed_is_shown_as_it_was_typed(slack: Slack) -> None:
    recorded = slack.answer(PRIYA, "/audit K7Q2M good by Smith & Co")
    assert "Smith &amp; Co" in shown(recorded)
    slack.workspace.click(PRIYA, recorded, "add_recommendation")
    slack.form(PRIYA, "add_recommendation")
    slack.submit(PRIYA, recommendation="Tell <!channel> & *all*")
    assert "Tell &lt;!channel&gt; &amp; *all*" in slack.page(PRIYA)


@pytest.mark.parametrize("name", ["20218", "<@U0NEWBY07>", "<!channel>", "*Bold*"])
def test_what_is_no_name_is_no_auditor(slack: Slack, name: str) -> None:
    answer = slack.ask(PRIYA, f"/audit K7Q2M good by {name}")
    assert "Please write the name in letters" in answer


def test_by_me_is_the_one_who_types(slack: Slack) -> None:
    assert "by Priya Shah" in slack.ask(PRIYA, "/audit K7Q2M good by me")
