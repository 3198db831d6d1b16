"""A meeting from its plan to its minutes, by those who run it and look on, with a restart in the middle."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from bot import meetings
from bot import settings as reading
from bot.cli.running import Running
from bot.meetings import Plan
from bot.sandbox.client import Workspace
from storage.database import Database
from tests.conversations.conftest import Slack, over_socket_mode, shown
from tests.council import GRACE, HELEN, PRIYA, TOMAS, Council, put_action


@contextmanager
def at_work(
    db: Database, council: Council, environment: dict[str, str], workspace_address: str
) -> Iterator[Slack]:
    """The bot from its start to its end; its clock stands at the council's day."""
    chosen = reading.read(environment, needs_slack=True)
    with Running(chosen, db, clock=lambda: council.manager.at) as bot:
        assert bot.start(threading.Event())
        workspace = Workspace(workspace_address)
        workspace.connected()
        yield Slack(workspace)
        assert workspace.warnings() == []


@over_socket_mode
def test_a_meeting_goes_from_its_plan_to_its_minutes_over_a_restart(
    db: Database, council: Council, environment: dict[str, str], workspace_address: str
) -> None:
    with db.begin() as session:
        first, second = (put_action(session, "K7Q2M", TOMAS, date(2025, 3, 3)).name for _ in range(2))
    with at_work(db, council, environment, workspace_address) as slack:
        none = slack.answer(GRACE, "/g2o meeting")
        assert "No meeting is planned." in shown(none)
        slack.workspace.click(GRACE, none, "plan_meeting")
        slack.form(GRACE, "plan_meeting")
        done = slack.submit(GRACE, day="2025-03-15", chair=HELEN, members=[PRIYA])
        assert "is no working day" in done.errors["day"]
        slack.submit(GRACE, day="2025-03-14")
        assert f"<@{HELEN}> chairs." in slack.page(GRACE)
        slack.workspace.close(GRACE)
        assert "The next meeting is today" in slack.ask(TOMAS, "/g2o meeting")
        assert "Late by the first date agreed: 2" in slack.ask(PRIYA, "/g2o meeting pack")
        assert "are for the members of the meeting" in slack.ask(TOMAS, "/g2o meeting pack")
        plan = slack.answer(HELEN, "/g2o meeting")
        item = slack.clicked(HELEN, plan, "begin_meeting")
        assert f"Item 1 of 2 · Late by the first date agreed*\n*{first}*" in shown(item)
        also = slack.answer(GRACE, "/g2o meeting")
        slack.workspace.click(HELEN, item, "meeting_date")
        slack.form(HELEN, "meeting_date")
        slack.submit(HELEN, day="2025-03-28", note="The plan is nearly there.")
        assert "New date agreed: Friday 28 March 2025. The plan is nearly there." in slack.page(HELEN)
        slack.workspace.close(HELEN)
        slack.workspace.click(GRACE, also, "meeting_note")
        assert "Somebody was quicker" in slack.page_saying(GRACE, "quicker")
        slack.workspace.close(GRACE)
        assert f"Item 2 of 2 · Late by the first date agreed*\n*{second}*" in slack.click(
            HELEN, item, "meeting_next"
        )
        assert "Somebody has gone on meanwhile." in slack.click(GRACE, also, "meeting_next")
    with at_work(db, council, environment, workspace_address) as slack:
        assert "Item 2 of 2" in slack.ask(PRIYA, "/g2o meeting")
        item = slack.answer(HELEN, "/g2o meeting")
        slack.workspace.click(HELEN, item, "meeting_give")
        slack.form(HELEN, "meeting_give")
        slack.submit(HELEN, owner=PRIYA)
        assert "Given to Priya Shah." in slack.page(HELEN)
        slack.workspace.close(HELEN)
        slack.workspace.click(HELEN, item, "who_came")
        slack.form(HELEN, "who_came")
        slack.submit(HELEN, came_0=[str(council.leader.actor.person_id)])
        assert "Who came is noted." in slack.page(HELEN)
        slack.workspace.close(HELEN)
        minutes = slack.click(HELEN, item, "end_meeting")
        for part in (
            "The meeting of Friday 14 March 2025 is ended.",
            "Present: Helen Marsh. Not present: Priya Shah.",
            f"{first} · K7Q2M",
            "New date agreed: Friday 28 March 2025.",
        ):
            assert part in minutes
        assert "2 decisions on 2 items." in slack.ask(PRIYA, "/g2o meeting minutes 14 March")
        assert "There was no meeting on" in slack.ask(PRIYA, "/g2o meeting minutes 7 March")
        assert "minutes 14 March" in slack.ask(PRIYA, "/g2o meeting minits")


def before_it(slack: Slack, position: str) -> dict[str, Any]:
    """The page of that item, as the chair has it in front of them."""
    slack.page_saying(HELEN, position)
    return slack.workspace.view(HELEN)


@over_socket_mode
def test_a_meeting_of_many_decisions_is_run_in_the_page_that_home_opens(
    db: Database, council: Council, environment: dict[str, str], workspace_address: str
) -> None:
    """Slack lays three pages on each other and no more, so each form goes back to the item's page."""
    with db.begin() as session:
        for _ in range(4):
            put_action(session, "K7Q2M", TOMAS, date(2025, 3, 3))
        meetings.plan(session, council.quality, Plan(council.quality.today, HELEN, [PRIYA]))
    with at_work(db, council, environment, workspace_address) as slack:
        slack.workspace.open_home(HELEN)
        slack.workspace.click(HELEN, slack.workspace.home(HELEN), "begin_meeting")
        for position in range(1, 5):
            item = before_it(slack, f"Item {position} of 4")
            slack.workspace.click(HELEN, item, "meeting_note")
            slack.form(HELEN, "meeting_note")
            slack.submit(HELEN, note=f"Priya takes number {position} to supervision.")
            item = before_it(slack, f"number {position} to supervision")
            slack.workspace.click(HELEN, item, "open_case")
            slack.page_saying(HELEN, "Case K7Q2M")
            slack.workspace.close(HELEN)
            if position < 4:
                slack.workspace.click(HELEN, item, "meeting_next")
        slack.workspace.click(HELEN, item, "end_meeting")
        assert "4 decisions on 4 items." in slack.page_saying(HELEN, "is ended")
        slack.workspace.close(HELEN)
        assert slack.workspace.screen(HELEN)["view"] is None
