"""The Web API: every method with its arguments and scope, and the road from a request to its answer."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import formatdate
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.call import Call, invalid
from bot.sandbox.config import Json
from bot.sandbox.errors import SlackError
from bot.sandbox.methods import chat, conversations, files, users, views
from bot.sandbox.views import Views
from bot.sandbox.workspace import Workspace


@dataclass(frozen=True)
class Method:
    """A method: what runs, the arguments it knows, the scope it always takes, the kind of token."""

    run: Callable[[Call], Json]
    arguments: str = ""
    scope: str = ""
    token: str = "bot"  # noqa: S105 - a kind of token, not one


# Slack lets it pass on every method, and Bolt sends it on every call
EVERYWHERE = {"team_id"}

_POST = (
    "channel text blocks attachments as_user icon_emoji icon_url link_names markdown_text mrkdwn parse "
    "thread_ts username"
)
_HISTORY = "channel cursor inclusive include_all_metadata latest limit oldest"
_LISTING = "cursor exclude_archived limit types"

METHODS: Mapping[str, Method] = {
    "auth.test": Method(users.auth_test),
    "chat.postMessage": Method(
        chat.post_message,
        f"{_POST} metadata reply_broadcast unfurl_links unfurl_media container_id",
        "chat:write",
    ),
    "chat.postEphemeral": Method(chat.post_ephemeral, f"{_POST} user", "chat:write"),
    "chat.update": Method(
        chat.update,
        "channel ts text blocks attachments as_user file_ids link_names markdown_text metadata parse "
        "reply_broadcast",
        "chat:write",
    ),
    "chat.delete": Method(chat.delete, "channel ts as_user", "chat:write"),
    "conversations.open": Method(conversations.open_, "channel users return_im prevent_creation"),
    "conversations.info": Method(conversations.info, "channel include_locale include_num_members"),
    "conversations.list": Method(conversations.list_, _LISTING),
    "conversations.members": Method(conversations.members, "channel cursor limit"),
    "conversations.history": Method(conversations.history, _HISTORY),
    "conversations.replies": Method(conversations.replies, f"{_HISTORY} ts"),
    "users.conversations": Method(conversations.of_user, f"{_LISTING} user"),
    "users.info": Method(users.info, "user include_locale", "users:read"),
    "users.list": Method(users.list_, "cursor include_locale limit", "users:read"),
    "views.open": Method(views.open_, "trigger_id interactivity_pointer view"),
    "views.push": Method(views.push, "trigger_id interactivity_pointer view"),
    "views.update": Method(views.update, "view view_id external_id hash"),
    "files.getUploadURLExternal": Method(
        files.get_upload_url, "filename length alt_txt snippet_type", "files:write"
    ),
    "files.completeUploadExternal": Method(
        files.complete_upload, "files channel_id channels initial_comment thread_ts blocks", "files:write"
    ),
    "files.info": Method(files.info, "file count cursor limit page", "files:read"),
    "files.delete": Method(files.delete, "file", "files:write"),
    "views.publish": Method(views.publish, "user_id view hash"),
}


class WebApi:
    """Answers `/api/<method>` and keeps a record of every call."""

    def __init__(self, workspace: Workspace, views: Views, open_connection: Callable[[], str]) -> None:
        self.workspace = workspace
        self.views = views
        self._methods = dict(METHODS)
        self._methods["api.test"] = Method(_echo, token="")
        self._methods["apps.connections.open"] = Method(lambda _: {"url": open_connection()}, token="app")  # noqa: S106

    async def answer(self, request: Request) -> Response:
        """The answer to one request: always HTTP 200, `ok` says how it went."""
        name = request.path_params["method"]
        try:
            arguments = await _arguments(request)
        except ValueError:
            arguments = {}
            response: Json = {"ok": False, "error": "invalid_json"}
        else:
            response = self._respond(name, arguments, _token(request, arguments))
        self.workspace.record_call(name, arguments, response)
        return JSONResponse(response, headers=self._headers(response))

    def _headers(self, response: Json) -> dict[str, str]:
        """What Slack says beside an answer: the time, and to a bot that it knows, the scopes it has."""
        headers = {"date": formatdate(self.workspace.now(), usegmt=True)}
        if response["ok"]:
            headers["x-oauth-scopes"] = ",".join(sorted(self.workspace.config.app.scopes))
        return headers

    def _respond(self, name: str, arguments: Json, token: str) -> Json:
        try:
            return {"ok": True, **self._run(name, arguments, token)}
        except SlackError as refusal:
            return {"ok": False, "error": refusal.error, **refusal.details}

    def _run(self, name: str, arguments: Json, token: str) -> Json:
        method = self._methods.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        self._check_token(method, token)
        call = Call(self.workspace, self.views, arguments)
        call.need(*method.scope.split())
        unknown = sorted(set(arguments) - EVERYWHERE - set(method.arguments.split()))
        if unknown and name != "api.test":
            raise invalid(*(f"[ERROR] unknown argument: {each}" for each in unknown))
        return method.run(call)

    def _check_token(self, method: Method, token: str) -> None:
        app = self.workspace.config.app
        kinds = {app.bot_token: "bot", app.app_token: "app"}
        if not method.token:
            return
        if not token:
            raise SlackError("not_authed")
        if token not in kinds:
            raise SlackError("invalid_auth")
        if kinds[token] != method.token:
            raise SlackError("not_allowed_token_type")


def _echo(call: Call) -> Json:
    error = call.maybe("error")
    if error:
        raise SlackError(error, args=call.arguments)
    return {"args": call.arguments}


async def _arguments(request: Request) -> Json:
    """The arguments of a request, from its query and its JSON or form body; raises ValueError."""
    arguments: Json = dict(request.query_params)
    body = (await request.body()).decode()
    if request.headers.get("content-type", "").startswith("application/json"):
        given = json.loads(body or "{}")
        if not isinstance(given, dict):
            raise ValueError("a JSON body must be an object")
        return arguments | given
    return arguments | dict(parse_qsl(body, keep_blank_values=True))


def _token(request: Request, arguments: Json) -> str:
    """The token, which is no argument of the method: from the header, else taken out of the arguments."""
    given = str(arguments.pop("token", ""))
    return request.headers.get("authorization", "").removeprefix("Bearer ").strip() or given
