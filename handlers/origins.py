"""Where a delivery comes from: our own workspace, or somebody else's by way of a shared channel.

Ids of people are not enough: another organisation's member may be in the record by a slip.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from handlers.calls import Body


@dataclass(frozen=True)
class Workspace:
    """The one that the bot is installed in, and the organisation that it belongs to on Enterprise Grid."""

    team_id: str
    enterprise_id: str = ""


def ours(who: AuthorizeResult) -> Workspace:
    """As Slack told at the start."""
    return Workspace(who.team_id or "", who.enterprise_id or "")


def ask(slack: WebClient) -> Workspace:
    """As Slack tells now."""
    answer = slack.auth_test()
    return Workspace(str(answer["team_id"]), str(answer.get("enterprise_id") or ""))


def is_foreign(body: Body, workspace: Workspace) -> bool:
    """Whether it is another workspace's member who typed, clicked or wrote."""
    event = body.get("event") or {}
    if isinstance(event.get("user"), dict):
        return False  # that somebody has changed is told of everybody, and by nobody
    marks = set(_event_marks(event) if event else _marks(body))
    if event and not marks and body.get("is_ext_shared_channel"):
        return True  # whose it is, nothing tells
    if event and not marks and body.get("team_id"):
        marks = {body["team_id"]}  # where it happened, as when somebody opens Home
    others = marks - {workspace.team_id, workspace.enterprise_id}
    return bool(others) and not _is_of_our_organisation(body, workspace)


def _event_marks(event: Body) -> Iterator[str]:
    """The workspaces that an event names: its author's, and that in which it was written."""
    for name in ("user_team", "team", "source_team"):
        if isinstance(event.get(name), str):
            yield event[name]


def _marks(body: Body) -> Iterator[str]:
    """Those that a command, a click or a form names."""
    if isinstance(body.get("user"), dict) and body["user"].get("team_id"):
        yield body["user"]["team_id"]
    if isinstance(body.get("team"), dict) and body["team"].get("id"):
        yield body["team"]["id"]
    if body.get("team_id"):
        yield body["team_id"]


def _is_of_our_organisation(body: Body, workspace: Workspace) -> bool:
    """On Enterprise Grid people may belong to another workspace of the same organisation."""
    if not workspace.enterprise_id:
        return False
    if "event" in body:
        return not body.get("is_ext_shared_channel")
    team = body.get("team") if isinstance(body.get("team"), dict) else {}
    return workspace.enterprise_id in {(team or {}).get("enterprise_id"), body.get("enterprise_id")}
