"""Logging an audit by form: how it grows, what it refuses and where, and from where it is opened."""

from typing import Any

from tests.conversations.conftest import Slack, over_socket_mode, shown
from tests.council import GRACE, PRIYA, TOMAS

NUMBER = "LCS-20777"


def opened(slack: Slack, line: str = "/audit K7Q2M", user: str = PRIYA) -> dict[str, Any]:
    slack.command(user, line)
    return slack.form(user, "log_audit")


def held(form: dict[str, Any], field: str) -> Any:
    """What a field of the form holds."""
    (element,) = form["state"]["values"][field].values()
    return next(value for key, value in element.items() if key != "type")


def offered(slack: Slack, typed: str, user: str = PRIYA) -> list[str]:
    return [option["text"]["text"] for option in slack.workspace.suggest(user, "case", typed)]


def test_the_form_records_all_that_an_audit_found_and_recommends(slack: Slack) -> None:
    opened(slack, "/audit")
    assert offered(slack, "k7")[0] == "K7Q2M · Care leaver · Children and Families"
    slack.grow(PRIYA, "case", "K7Q2M")
    slack.grow(PRIYA, "add_to_form", "recommendation")
    slack.submit(
        PRIYA,
        grade="requires_improvement",
        sources=["file", "worker"],
        strength="Visits are weekly and well recorded",
        strength_theme="Visits",
        area="The pathway plan is out of date",
        recommendation="Bring the pathway plan up to date",
        owner=TOMAS,
        recommendation_2="Discuss it in supervision",
        owner_name_2="Jude Ellery",
    )
    page = slack.page(PRIYA)
    assert "Recorded: K7Q2M is Requires improvement." in page
    assert "Sources: case file, interview with the worker." in page
    assert "Found: 1 strength and 1 area for development." in page
    assert f"A1 for <@{TOMAS}>, due Friday 11 April 2025.\nBring the pathway plan up to date" in page
    assert "A2 for Jude Ellery" in page


@over_socket_mode
def test_the_form_grows_and_keeps_what_was_typed(slack: Slack) -> None:
    opened(slack)
    slack.fill(PRIYA, "strength", "Visits are weekly")
    slack.fill(PRIYA, "owner", TOMAS)
    form = slack.grow(PRIYA, "grade", "inadequate")
    assert held(form, "due") == "2025-03-21"
    slack.fill(PRIYA, "due", "2025-04-01")
    slack.grow(PRIYA, "add_to_form", "recommendation")
    before = slack.workspace.view(PRIYA)["hash"]
    form = slack.grow(PRIYA, "grade", "good")
    drawn = [call for call in slack.workspace.api_calls() if call["method"] == "views.update"]
    assert drawn[-1]["args"]["hash"] == before
    assert (held(form, "strength"), held(form, "owner")) == ("Visits are weekly", TOMAS)
    assert (held(form, "due"), held(form, "due_2")) == ("2025-04-01", "2025-04-11")


@over_socket_mode
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(slack: Slack) -> None:
    opened(slack)
    slack.grow(PRIYA, "add_to_form", "area")
    done = slack.submit(PRIYA, grade="good", area_2="Write to jane@example.com")
    assert "an e-mail address" in done.errors["area_2"]
    assert "jane" not in str(done.errors)
    done = slack.submit(PRIYA, area_2=None, recommendation="Plan", owner_name="Nobody Here")
    assert "I do not know that person" in done.errors["owner_name"]
    done = slack.submit(PRIYA, owner=TOMAS)
    assert "leave this empty" in done.errors["owner_name"]
    assert "Not audited yet" in slack.ask(PRIYA, "/case K7Q2M")


@over_socket_mode
def test_a_case_is_found_as_one_types_and_never_by_what_is_not_ones_own(slack: Slack) -> None:
    opened(slack, "/audit")
    assert offered(slack, "k7")[0] == "K7Q2M · Care leaver · Children and Families"
    assert offered(slack, "1001") == ["K7Q2M · Care leaver · Children and Families"]
    for typed in ("P3W6D", "1003"):
        assert offered(slack, typed) == ["New case (give its number below)"]
    assert offered(slack, "1") == []


@over_socket_mode
def test_a_new_case_is_made_in_passing_and_its_number_never_shown(slack: Slack) -> None:
    opened(slack, "/audit")
    offered(slack, NUMBER)
    form = slack.grow(PRIYA, "case", "new")
    teams = next(block["element"] for block in form["blocks"] if block["block_id"] == "team")
    (team,) = teams["options"]
    slack.submit(PRIYA, number=NUMBER, cohort="child_in_need", team=team["value"], grade="good")
    page = slack.page(PRIYA)
    assert "The case is new here: its reference is " in page
    assert NUMBER not in page
    slack.workspace.close(PRIYA)
    opened(slack, "/audit")
    assert offered(slack, NUMBER)[0].endswith("Child in need · Children and Families")


@over_socket_mode
def test_the_form_sent_twice_is_recorded_once(slack: Slack) -> None:
    for opening in ("Recorded", "Already recorded"):
        opened(slack)
        slack.submit(PRIYA, grade="good", strength="Visits are weekly", recommendation="Plan")
        assert f"{opening}: K7Q2M is Good." in slack.page(PRIYA)


@over_socket_mode
def test_a_follow_up_says_what_it_follows_up_and_what_waits_for_a_check(slack: Slack) -> None:
    opened(slack)
    slack.submit(PRIYA, grade="inadequate", date="2025-03-03", recommendation="Plan", owner=TOMAS)
    slack.page(PRIYA)
    slack.workspace.close(PRIYA)
    action = slack.answer(TOMAS, "/g2o action A1")
    slack.click(TOMAS, action, "complete_action")
    opened(slack, "/audit", GRACE)
    offered(slack, "K7Q2M", GRACE)
    form = slack.grow(GRACE, "case", "K7Q2M")
    assert "This is the follow-up audit of the one on Monday 3 March 2025" in shown(form)
    slack.submit(GRACE, grade="good")
    page = slack.page(GRACE)
    assert "It follows up the audit of Monday 3 March 2025 (Inadequate)." in page
    assert "Done and waiting for a check: A1." in page


@over_socket_mode
def test_the_form_opens_from_the_menu_of_shortcuts(slack: Slack) -> None:
    slack.workspace.shortcut(PRIYA, "log_audit_shortcut")
    assert held(slack.form(PRIYA, "log_audit"), "auditor") == "Priya Shah"


@over_socket_mode
def test_add_detail_shows_what_was_found_and_adds_to_it(slack: Slack) -> None:
    opened(slack)
    slack.submit(PRIYA, grade="good", strength="Visits are weekly", strength_theme="Visits")
    slack.workspace.click(PRIYA, slack.workspace.view(PRIYA, callback_id="page"), "amend_audit")
    form = slack.form(PRIYA, "amend_audit")
    assert held(form, "strength") == "Visits are weekly"
    slack.fill(PRIYA, "strength", "Visits are fortnightly")
    slack.grow(PRIYA, "add_to_detail", "area")
    slack.submit(PRIYA, area_2="The plan is old")
    page = slack.page(PRIYA)
    assert "Changed: K7Q2M is Good." in page
    assert "Found: 1 strength and 1 area for development." in page
