"""A round planned, its cases drawn, shared out, swapped and audited, by form and button."""

import re

from tests.conversations.conftest import Slack, over_socket_mode, shown
from tests.council import ALANA, GRACE, PRIYA


@over_socket_mode
def test_a_round_goes_from_its_plan_to_the_first_audit(slack: Slack) -> None:
    listed = slack.answer(GRACE, "/g2o rounds")
    assert "March 2025" in shown(listed)
    slack.workspace.click(GRACE, listed, "plan_round")
    slack.form(GRACE, "plan_round")
    slack.submit(
        GRACE,
        name="Spring",
        basis="half",
        starts="2025-03-10",
        ends="2025-03-31",
        organisation="Aidhour",
        planned="2",
    )
    assert "Saved: *Spring*, about half of the open cases, audited by Aidhour." in slack.page(GRACE)
    slack.workspace.close(GRACE)

    slack.command(GRACE, "/g2o draw Spring")
    slack.form(GRACE, "draw_cases")
    slack.submit(GRACE, first="care_leaver")
    page = slack.page(GRACE)
    assert "Spring: 2 cases drawn" in page
    assert "2 of 3 open cases" in page
    assert "Care leavers first" in page

    slack.workspace.click(GRACE, slack.workspace.view(GRACE), "share_out")
    slack.form(GRACE, "share_out")
    slack.submit(GRACE, names="Alana Brook")
    assert "Shared out: Alana Brook 2." in slack.page(GRACE)

    to_do = slack.answer(ALANA, "/g2o coverage me")
    assert "Audits to do: 2" in shown(to_do)
    assert "Recorded: K7Q2M is Good." in slack.ask(ALANA, "/audit K7Q2M good")
    assert "Audits to do: 1" in slack.ask(ALANA, "/g2o coverage me")
    assert "1 of 2 drawn cases audited" in slack.ask(GRACE, "/g2o coverage")

    rounds = slack.answer(GRACE, "/g2o rounds")
    (spring,) = re.findall(r"recommend \d+", str(rounds))[:1]
    slack.workspace.click(GRACE, rounds, "round_menu", spring)
    slack.form(GRACE, "recommend_to_service")
    slack.submit(GRACE, recommendation="Rewrite the policy on supervision.", owner=PRIYA, due="2025-04-30")
    assert "Recommended: Rewrite the policy on supervision." in slack.page(GRACE)
    plan = slack.answer(PRIYA, "/g2o plan")
    assert "Rewrite the policy on supervision." in shown(plan)
    assert "Spring" in slack.click(PRIYA, plan, "open_line")


@over_socket_mode
def test_a_sample_is_drawn_swapped_and_seen_by_those_who_lead(slack: Slack) -> None:
    slack.command(GRACE, "/g2o draw March 2025")
    slack.form(GRACE, "draw_cases")
    done = slack.submit(GRACE, many="some", number="lots")
    assert "such as 31 or 20%" in done.errors["number"]
    slack.submit(GRACE, many="all", number="")
    assert "3 of 3 open cases" in slack.page(GRACE)
    slack.workspace.click(GRACE, slack.workspace.view(GRACE), "swap_case")
    slack.form(GRACE, "swap_case")
    slack.submit(GRACE, why="The case was closed.")
    assert "is out of the sample. No other case of its cohort" in slack.page(GRACE)
    rounds = slack.answer(PRIYA, "/g2o rounds")
    assert "New round" not in shown(rounds)
    assert "March 2025" in slack.click(PRIYA, rounds, "round_menu")
    left = slack.ask(PRIYA, "/g2o coverage left")
    assert "2 open cases not audited in the last twelve months" in left


@over_socket_mode
def test_planning_is_not_for_everybody(slack: Slack) -> None:
    slack.command(PRIYA, "/g2o draw")
    assert "is for the quality team" in slack.page_saying(PRIYA, "is for")
