"""People's accounts as Slack shows them: looked up, told of by an event, and compared once a day.

Events get lost, so what one would have told the comparison finds the next morning.
"""

import logging
from collections.abc import Collection, Iterator
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import accounts
from bot.accounts import Account
from bot.errors import Refusal
from bot.visit import Moment
from handlers import home, origins, refusals
from handlers.office import Office
from handlers.origins import Workspace
from handlers.outcomes import UNANSWERED
from storage import remembered, staff

log = logging.getLogger("g2o")

User = dict[str, Any]

USERS_AT_ONCE = 1000
# Up to so many are looked up one by one; Slack allows a hundred a minute.
CROWD = 50
# What Slack says of whom this workspace does not have.
UNKNOWN = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
COMPARED = "accounts compared"
SLACKBOT = "USLACKBOT"

NOT_FIT = {
    Account.SWITCHED_OFF: "That Slack account is switched off. Please choose another, or leave it empty.",
    Account.GUEST: "That is a guest in Slack, and guests see nothing here. Please choose a member.",
    Account.ELSEWHERE: "That account is another workspace's. Please choose a member of yours.",
}
A_BOT = "That is an app and nobody. Please choose a person."
NOT_LOOKED_UP = "I could not look that account up in Slack just now. Please try again in a minute."


def account_of(user: User, workspace: Workspace) -> Account:
    """How the account stands, by Slack's own words for it."""
    if user.get("deleted"):
        return Account.SWITCHED_OFF
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Account.GUEST
    if user.get("is_stranger") or not _is_ours(user, workspace):
        return Account.ELSEWHERE
    return Account.WELL


def _is_ours(user: User, workspace: Workspace) -> bool:
    teams = user.get("enterprise_user") or {}
    ours = {workspace.team_id, workspace.enterprise_id} - {""}
    named = {user.get("team_id"), teams.get("enterprise_id"), *teams.get("teams", ())}
    return bool(named & ours)


def is_app(user: User) -> bool:
    return bool(user["id"] == SLACKBOT or user.get("is_bot") or user.get("is_app_user"))


def name_of(user: User) -> str:
    """The name that Slack knows somebody by."""
    profile = user.get("profile") or {}
    name = profile.get("real_name") or user.get("real_name") or user.get("name") or ""
    return " ".join(str(name).split())


def users(slack: WebClient) -> Iterator[User]:
    """Everybody in the workspace, page by page."""
    for page in slack.users_list(limit=USERS_AT_ONCE):
        yield from page["members"]


def member(slack: WebClient, slack_id: str, *, field: str | None = None) -> User:
    """Somebody who may be set up: a member of the workspace. Raises Refusal."""
    try:
        user: User = slack.users_info(user=slack_id)["user"]
        account = account_of(user, origins.ask(slack))
    except UNANSWERED as error:
        if isinstance(error, SlackApiError) and error.response.get("error") in UNKNOWN:
            raise Refusal(NOT_FIT[Account.ELSEWHERE], field=field) from None
        refusals.logged(error)
        raise Refusal(NOT_LOOKED_UP, field=field) from None
    if account is not Account.WELL:
        raise Refusal(NOT_FIT[account], field=field)
    if is_app(user):
        raise Refusal(A_BOT, field=field)
    return user


def is_news(office: Office, user: User, workspace: Workspace) -> bool:
    """Whether the change is one of somebody's account that counts; most are a new picture or status."""
    with office.db.reading() as session:
        return accounts.concerns(session, str(user["id"]), account_of(user, workspace))


def changed(office: Office, user: User, workspace: Workspace) -> None:
    """Slack tells at once that somebody's account has changed."""
    moment = Moment(office.clock(), office.terms)
    with office.db.begin() as session:
        ended = accounts.heard(session, moment, str(user["id"]), account_of(user, workspace))
    if ended is not None:
        home.empty(office, str(user["id"]))


def compare(office: Office) -> None:
    """Once a day, of everybody in the record. Where Slack is away, the next turn tries again."""
    moment = Moment(office.clock(), office.terms)
    today = moment.today.isoformat()
    with office.db.reading() as session:
        if remembered.get(session, COMPARED) == today:
            return
        ids = {person.slack_id for person in staff.with_accounts(session) if person.slack_id}
    try:
        found = _found(office.slack, ids) if ids else {}
    except UNANSWERED as error:
        log.warning("people's accounts are compared later: Slack did not answer (%s)", type(error).__name__)
        return
    with office.db.begin() as session:
        ended = accounts.compare(session, moment, found)
        remembered.keep(session, COMPARED, today)
        gone = [person.slack_id for person in ended if person.slack_id]
    for slack_id in gone:
        home.empty(office, slack_id)


def _found(slack: WebClient, ids: Collection[str]) -> dict[str, Account]:
    workspace = origins.ask(slack)
    found: dict[str, Account] = {}
    if len(ids) > CROWD:
        found = {user["id"]: account_of(user, workspace) for user in users(slack) if user["id"] in ids}
    left = sorted(set(ids) - set(found))
    # So many who are in no list are nobody's accounts: `accounts.compare` says what that means.
    return found | {
        slack_id: _one(slack, slack_id, workspace) if len(left) <= CROWD else Account.ELSEWHERE
        for slack_id in left
    }


def _one(slack: WebClient, slack_id: str, workspace: Workspace) -> Account:
    try:
        return account_of(slack.users_info(user=slack_id)["user"], workspace)
    except SlackApiError as error:
        if error.response.get("error") in UNKNOWN:
            return Account.ELSEWHERE
        raise
