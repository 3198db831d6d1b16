"""Every entrance as Slack would deliver it, through the real Bolt app, with a Slack that only listens."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers import entrance, routes
from handlers.dispatch import dispatch
from handlers.office import Office
from handlers.origins import Workspace
from storage.database import Database
from tests.conftest import NOW

OURS, THEIRS, BOT = "T0COUNCIL1", "T0OTHERS02", "U0BOT00001"

Payload = dict[str, Any]


class ListeningSlack(WebClient):
    """Takes every call and keeps what was to be shown."""

    def __init__(self) -> None:
        super().__init__(token="xoxb-listening")
        self.heard: list[tuple[str, Any]] = []

    def api_call(self, api_method: str, **given: Any) -> Any:
        self.heard.append((api_method, given.get("json") or given.get("params") or given.get("data")))
        if api_method in ("files.info", "files.getUploadURLExternal"):
            answer: Any = {"ok": False, "error": "file_not_found"}
            raise SlackApiError("file_not_found", answer)
        user = {"id": "U0NADIA09", "team_id": OURS, "profile": {"real_name": "Nadia Cole"}}
        return {
            "ok": True,
            "view": {"id": "V1", "hash": "1"},
            "channel": {"id": "D1", "is_private": True},
            "ts": "1.0",
            "user": user,
            "team_id": OURS,
            "members": [],
        }


class AtOnce(Executor):
    """Does the work before anything else."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


@dataclass
class House:
    """The bot with all its doors. `knock` gives everything that was shown, as one text."""

    office: Office
    app: App
    slack: ListeningSlack = field(default_factory=ListeningSlack)

    def knock(self, payload: Payload) -> str:
        self.slack.heard.clear()
        done = dispatch(self.app, payload)
        if done.after:
            done.after()
        shown = [what for method, what in self.slack.heard if method.startswith(("chat.", "views."))]
        return json.dumps([json.loads(done.response.body or "{}"), *shown], ensure_ascii=False)


def house(db: Database, terms: Any) -> House:
    slack = ListeningSlack()
    office = Office(db, terms, slack, clock=lambda: NOW)
    who = AuthorizeResult(enterprise_id=None, team_id=OURS, bot_id="B1", bot_user_id=BOT, bot_token="xoxb-1")
    app = App(
        client=slack,
        authorize=lambda **_: who,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        listener_executor=AtOnce(),
    )
    entrance.open_doors(app, office, Workspace(OURS), AtOnce())  # type: ignore[arg-type]  # as any executor
    return House(office, app, slack)


def every_door(slack_id: str, team_id: str = OURS) -> Iterator[tuple[str, Payload]]:
    """The name of each entrance and what is delivered there, by that person of that workspace."""
    yield from _typed(slack_id, team_id)
    yield from _clicked(slack_id, team_id)
    for callback_id in routes.FORMS:
        body = _interaction("view_submission", slack_id, team_id)
        yield f"form {callback_id}", body | {"view": _view(callback_id, CARRIED.get(callback_id, '[1, ""]'))}
    for action_id in routes.CHOICES:
        body = _interaction("block_suggestion", slack_id, team_id)
        yield f"list {action_id}", body | {"action_id": action_id, "block_id": "case", "value": "K7Q2M"}
    for callback_id, shortcut in routes.SHORTCUTS.items():
        body = _interaction("message_action" if shortcut.is_of_message else "shortcut", slack_id, team_id)
        message = {"message": {"text": "Ring the school."}, "channel": {"id": "C1"}, "message_ts": "1.0"}
        yield f"shortcut {callback_id}", body | {"callback_id": callback_id} | message


def _typed(slack_id: str, team_id: str) -> Iterator[tuple[str, Payload]]:
    """Commands, and what is written to the bot or dropped there."""
    for name, command in routes.COMMANDS.items():
        if command.word:
            yield name, _command(slack_id, team_id, name, WORDS[command.word])
    for word in (*routes.WORDS, "help"):
        yield f"/g2o {word}", _command(slack_id, team_id, "/g2o", f"{word} {WORDS.get(word, '')}")
    for event in ("app_home_opened", "app_mention", "message"):
        yield f"event {event}", _event(slack_id, team_id, event, {"text": "what is overdue?"})
    dropped = {"subtype": "file_share", "files": [{"id": "F0DROPPED1"}], "text": ""}
    yield "a dropped file", _event(slack_id, team_id, "message", dropped)


def _clicked(slack_id: str, team_id: str) -> Iterator[tuple[str, Payload]]:
    """Buttons and menus, in messages and in forms."""
    for action_id in routes.BUTTONS:
        yield f"button {action_id}", _click(slack_id, team_id, action_id, BUTTONS.get(action_id, "1"))
    for action_id in routes.IN_FORMS:
        view = _view("a_form", CARRIED_IN_FORMS.get(action_id, "{}"))
        click = _click(slack_id, team_id, action_id, IN_FORMS[action_id])
        yield f"in a form {action_id}", click | {"view": view}


# What stands after a word, in a button, and what a form carries: all of the council's own records.
WORDS = {
    "audit": "K7Q2M good",
    "case": "K7Q2M",
    "recommendations": "K7Q2M",
    "history": "K7Q2M",
    "purge": "K7Q2M",
    "overdue": "all",
    "open": "all",
    "due": "week",
    "action": "A1",
    "count": "overdue",
    "draw": "March 2025",
    "leave": "today to Friday",
    "days": "mon-thu",
    "digest": "all",
    "export": "case K7Q2M",
    "figures": "all",
}
BUTTONS = {
    "action_menu": "show 1",
    "see_all": "mine",
    "see_list": "overdue 0 all",
    "page_before": "overdue 0 all",
    "page_after": "overdue 1 all",
    "plan_theme": "plan 0",
    "see_teams": "teams 0",
    "see_leavers": "people 0 left",
    "say_impact": "yes 1",
    "round_menu": "change 1",
    "open_case": "K7Q2M",
    "case_history": "K7Q2M",
    "log_audit": "K7Q2M",
    "open_line": "R1",
    "review_line": "R1",
    "programme_menu": "show 1",
    "add_activity": "2024",
    "carried_out": "2023",
    "put_activity_back": '[2024, "Dip sample", "", "", ""]',
    "make_document": "plan",
    "bring_in_file": "F0DROPPED1 cases 0 all",
    "leave_file": "F0DROPPED1 cases 0",
    "carry_out_tracker": "F0DROPPED1 0 all",
    "see_minutes": "2025-03-14",
    "meeting_section": "1 late",
    "meeting_impact": "1 1 yes",
}
_ITEM = ("meeting_keep", "meeting_check", "meeting_take_up", "meeting_date", "meeting_give")
BUTTONS |= dict.fromkeys((*_ITEM, "meeting_not_to_do", "meeting_note", "meeting_not_yet"), "1 1")
IN_FORMS = {
    "add_to_form": "strength",
    "add_to_detail": "strength",
    "add_to_activity": "strength",
    "case": "K7Q2M",
    "grade": "good",
    "leave_line": "1",
    "paper": "plan",
}
_DETAIL = '{"subject_id": 1, "version": 1}'
CARRIED_IN_FORMS = {"add_to_detail": _DETAIL, "add_to_activity": _DETAIL}
CARRIED = {
    "purge_case": "K7Q2M",
    "change_person": '[2, 1, "U0TOMAS02"]',
    "change_team": "[1, 1, null]",
    "moderate_audit": '[1, "", 1]',
    "change_meeting": "[1, 1]",
    "plan_round": "",
    "recommend_to_service": "",
}
CARRIED |= dict.fromkeys(("agree_action", "add_recommendation", "challenge_grade", "who_came"), "1")
CARRIED |= dict.fromkeys(("share_out", "swap_case"), "1")
CARRIED |= dict.fromkeys(("meeting_date", "meeting_give", "meeting_not_to_do", "meeting_not_yet"), "1 1")
CARRIED |= {"log_audit": "{}", "amend_audit": _DETAIL, "record_activity": _DETAIL}
CARRIED |= {
    "review_line": '["R1", 0, false]',
    "meeting_note": "1 1",
    "add_activity": "2024",
    "change_activity": "[1, 1, 2024]",
}

# Every field that any form has, filled in.
_TEXTS = {
    "note": "A word with the school.",
    "why": "The plan has changed.",
    "reason": "Illness.",
    "text": "Ring the school.",
    "recommendation": "Ring the school.",
    "action": "Ring the school.",
    "evidence": "Supervision note.",
    "name": "Nadia Cole",
    "again": "K7Q2M",
    "number": "1",
    "seed": "spring",
    "auditor": "A. Auditor",
}
_CHOSEN = {
    "case": "K7Q2M",
    "grade": "good",
    "role": "practitioner",
    "basis": "half",
    "kind": "Dip sample",
    "month": "2024-06-01",
    "way": "no_longer_applies",
    "position": "actioned",
    "paper": "plan",
    "round": "1",
    "many": "number",
    "origin": "audit",
}
_DAYS = ("day", "date", "due", "until", "starts", "review", "held_on", "done_on")
_PEOPLE = ("owner", "asked_by", "chair", "slack")


def _state() -> Payload:
    values: Payload = {
        name: {name: {"type": "plain_text_input", "value": text}} for name, text in _TEXTS.items()
    }
    for name, value in _CHOSEN.items():
        values[name] = {name: {"type": "static_select", "selected_option": {"value": value}}}
    for name in _DAYS:
        day = "2025-03-14" if name in ("date", "done_on") else "2025-03-20"
        values[name] = {name: {"type": "datepicker", "selected_date": day}}
    for name in _PEOPLE:
        values[name] = {name: {"type": "users_select", "selected_user": "U0TOMAS02"}}
    return {"values": values}


def _ticks() -> Payload:
    """This form takes every field that there is for somebody who came."""
    return {"values": {"came": {"came": {"type": "checkboxes", "selected_options": [{"value": "1"}]}}}}


def _view(callback_id: str, carried: str) -> Payload:
    element = {"type": "plain_text_input", "action_id": "note"}
    return {
        "id": "V1",
        "type": "modal",
        "callback_id": callback_id,
        "title": {"type": "plain_text", "text": "A form"},
        "submit": {"type": "plain_text", "text": "Save"},
        "private_metadata": carried,
        "hash": "1",
        "root_view_id": "V1",
        "previous_view_id": None,
        "blocks": [{"type": "input", "block_id": "note", "label": {}, "element": element}],
        "state": _ticks() if callback_id == "who_came" else _state(),
    }


def _command(slack_id: str, team_id: str, name: str, text: str) -> Payload:
    return {
        "command": name,
        "text": text.strip(),
        "user_id": slack_id,
        "team_id": team_id,
        "channel_id": "C1",
        "trigger_id": "1",
        "response_url": "",
    }


def _interaction(kind: str, slack_id: str, team_id: str) -> Payload:
    user = {"id": slack_id, "team_id": team_id}
    return {"type": kind, "user": user, "team": {"id": team_id}, "trigger_id": "1"}


def _click(slack_id: str, team_id: str, action_id: str, value: str) -> Payload:
    clicked = {"type": "button", "action_id": action_id, "block_id": "1|", "value": value}
    container = {"type": "message", "is_ephemeral": True, "message_ts": "1.0", "channel_id": "D1"}
    return _interaction("block_actions", slack_id, team_id) | {"actions": [clicked], "container": container}


_numbers = iter(range(1_000, 1_000_000))


def _event(slack_id: str, team_id: str, kind: str, more: Payload) -> Payload:
    where = {"channel": "D1", "channel_type": "im", "tab": "home", "team": team_id, "ts": "1.0"}
    if kind == "app_home_opened":
        del where["team"]
    event = {"type": kind, "user": slack_id, **where, **more}
    return {
        "type": "event_callback",
        "event_id": f"Ev{next(_numbers)}",
        "team_id": team_id,
        "event": event,
        "authorizations": [{"team_id": OURS, "user_id": BOT}],
    }
