"""Where a delivery comes from, by the marks that Slack puts in each kind."""

from typing import Any

import pytest

from handlers import origins
from handlers.origins import Workspace

PLAIN, GRID = Workspace("T0OURS"), Workspace("T0OURS", "E0OURS")


def event(is_shared: bool = False, outer: str = "T0OURS", **marks: Any) -> dict[str, Any]:  # noqa: FBT001, FBT002
    inner = {"type": "message", "user": "U1", **marks}
    return {"event": inner, "is_ext_shared_channel": is_shared, "team_id": outer}


def click(team: str, user: str | None = None, **of_team: str) -> dict[str, Any]:
    return {"user": {"id": "U1", "team_id": user or team}, "team": {"id": team, **of_team}}


@pytest.mark.parametrize(
    ("body", "workspace", "is_foreign"),
    [
        ({"command": "/g2o", "team_id": "T0OURS"}, PLAIN, False),
        ({"command": "/g2o", "team_id": "T0OTHER"}, PLAIN, True),
        ({"command": "/g2o", "team_id": "T0OTHER", "enterprise_id": "E0OURS"}, GRID, False),
        ({"command": "/g2o", "team_id": "T0OTHER", "enterprise_id": "E0OTHER"}, GRID, True),
        ({"command": "/g2o", "team_id": "T0OTHER", "enterprise_id": "E0OURS"}, PLAIN, True),
        (click("T0OURS"), PLAIN, False),
        (click("T0OTHER"), PLAIN, True),
        (click("T0OURS", user="T0OTHER"), PLAIN, True),
        (click("T0OURS", user="E0OURS"), GRID, False),
        (click("T0OTHER", enterprise_id="E0OURS"), GRID, False),
        (click("T0OTHER", enterprise_id="E0OTHER"), GRID, True),
        (event(), PLAIN, False),
        (event(team="T0OURS"), PLAIN, False),
        (event(team="T0OTHER"), PLAIN, True),
        (event(team="T0OURS", user_team="T0OTHER"), PLAIN, True),
        (event(is_shared=True, team="T0OURS"), PLAIN, False),
        (event(is_shared=True), PLAIN, True),
        (event(is_shared=True, user_team="E0OTHER"), GRID, True),
        (event(is_shared=True, user_team="E0OURS"), GRID, False),
        (event(team="T0OTHER"), GRID, False),
        (event(outer="T0OTHER", type="app_home_opened"), PLAIN, True),
        (event(type="user_change", user={"id": "U1", "team_id": "T0OTHER"}), PLAIN, False),
    ],
)
def test_a_delivery_is_ours_by_its_marks(
    body: dict[str, Any],
    workspace: Workspace,
    is_foreign: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    assert origins.is_foreign(body, workspace) is is_foreign
