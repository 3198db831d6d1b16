"""The programme of the year in Slack: planned, recorded with what was found, and looked at by others."""

from tests.conversations.conftest import Slack, over_socket_mode, shown
from tests.council import GRACE, PRIYA, TOMAS

pytestmark = over_socket_mode


def test_an_activity_is_added_and_what_came_of_it_recorded(slack: Slack) -> None:
    empty = slack.answer(GRACE, "/g2o programme next year")
    slack.workspace.click(GRACE, empty, "add_activity")
    slack.form(GRACE, "add_activity")
    slack.submit(
        GRACE, kind="Consultation with children and families", theme="Care <leavers>", month="all year"
    )
    assert "Added to the programme 2025-26: Consultation with" in slack.page(GRACE)
    slack.workspace.close(GRACE)
    programme = slack.answer(GRACE, "/g2o programme 2025")
    assert "Care &lt;leavers&gt;" in shown(programme)
    slack.workspace.click(GRACE, programme, "programme_menu", "change 1")
    slack.form(GRACE, "change_activity")
    slack.submit(GRACE, month="2025-04-01")
    assert "April 2025" in slack.page(GRACE)
    slack.workspace.close(GRACE)
    slack.workspace.click(GRACE, programme, "programme_menu", "record 1")
    slack.form(GRACE, "record_activity")
    slack.fill(GRACE, "strength", "Young people feel heard.")
    form = slack.grow(GRACE, "add_to_activity", "strength")
    assert "strength_2" in {block["block_id"] for block in form["blocks"]}
    refused = slack.submit(GRACE, done_on="2025-03-14", recommendation="Ring 07700 900123")
    assert "before the programme year 2025-26" in refused.errors["done_on"]


def test_a_manager_reads_what_came_of_it_and_a_practitioner_does_not(slack: Slack) -> None:
    slack.workspace.click(GRACE, slack.answer(GRACE, "/g2o programme last year"), "add_activity")
    slack.form(GRACE, "add_activity")
    slack.submit(GRACE, kind="Dip sample", month="2023-06-01")
    slack.page(GRACE)
    slack.workspace.click(GRACE, slack.workspace.view(GRACE), "record_activity")
    slack.form(GRACE, "record_activity")
    slack.submit(
        GRACE,
        done_on="2023-06-12",
        area="Notes are late.",
        recommendation="Train the team.",
        action="Book a trainer.",
        owner=PRIYA,
        due="2025-05-01",
    )
    said = slack.page_saying(GRACE, "Recorded.")
    assert "*1* · Train the team.\n_Audit_ · Actions: A1" in said
    listed = slack.answer(PRIYA, "/g2o programme dip samples last year")
    assert "done Monday 12 June 2023\n1 area for development · 1 recommendation" in shown(listed)
    assert "• Notes are late." in slack.click(PRIYA, listed, "show_activity")
    assert "The programme of the year is for managers" in slack.ask(TOMAS, "/g2o programme")


def test_an_activity_is_removed_and_put_back_and_a_past_year_marked(slack: Slack) -> None:
    slack.workspace.click(GRACE, slack.answer(GRACE, "/g2o programme 2015-16"), "add_activity")
    slack.form(GRACE, "add_activity")
    slack.submit(GRACE, kind="Thematic audit", theme="pathway plans", month="2015-06-01")
    slack.page(GRACE)
    slack.workspace.close(GRACE)
    programme = slack.answer(GRACE, "/g2o programme 2015-16")
    assert "1 activity. Whether the activities were carried out is not recorded." in shown(programme)
    removed = slack.clicked(GRACE, programme, "programme_menu", "remove 1")
    assert "Removed from the programme 2015-16: Thematic audit, pathway plans." in shown(removed)
    assert "Put back on the programme 2015-16" in slack.click(GRACE, removed, "put_activity_back")
    marked = slack.click(GRACE, slack.answer(GRACE, "/g2o programme 2015-16"), "carried_out")
    assert "Marked as carried out: 1 activity of 2015-16." in marked
    assert "All activities were carried out; the days are not recorded." in marked
