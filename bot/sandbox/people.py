"""What people do: type, click, talk, open things; and how it reaches the app and comes back to them."""

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.sandbox import forms, payloads, typed
from bot.sandbox.config import Json, User
from bot.sandbox.delivery import Acknowledgement, Delivery, Envelope, Kind, Outcome
from bot.sandbox.errors import NotOnScreen, SlackError
from bot.sandbox.methods import files, users
from bot.sandbox.responses import Responses
from bot.sandbox.views import View, Views
from bot.sandbox.workspace import SLACKBOT, Conversation, File, Message, Workspace

MESSAGE_EVENTS = {"im": "im", "mpim": "mpim", "private": "groups", "public": "channels", "shared": "channels"}


@dataclass
class Done:
    """What came of an act: `since` is the cursor before it, `errors` what the app said of a form's blocks."""

    since: int
    acknowledged: bool = False
    milliseconds: float = 0.0
    response: Json | None = None
    errors: dict[str, str] = field(default_factory=dict)

    def take(self, outcome: Outcome) -> None:
        """Remember the app's acknowledgement, if there was one."""
        if isinstance(outcome, Acknowledgement):
            self.acknowledged = True
            self.milliseconds = outcome.milliseconds
            self.response = outcome.payload


class People:
    """Everything a person can do that the app hears of."""

    def __init__(self, workspace: Workspace, views: Views, delivery: Delivery, responses: Responses) -> None:
        self.workspace = workspace
        self.views = views
        self.delivery = delivery
        self.responses = responses

    async def command(self, user_id: str, name: str, text: str = "", channel: str | None = None) -> Done:
        """Type a slash command; the person sees Slackbot's words when it fails."""
        user, conversation = self._where(user_id, channel)
        done = self._done()
        if self.workspace.config.app.command(name) is None:
            self._slackbot(conversation, user_id, f"{name} is not a valid command.")
            return done
        outcome = await self.delivery.deliver(self._command(user, conversation, name, text))
        done.take(outcome)
        if isinstance(outcome, Acknowledgement):
            self._reply(done, conversation, user_id)
        else:
            self._slackbot(conversation, user_id, f"{name} failed with the error “{outcome.error}”")
        return done

    def unsent_command(self, user_id: str, name: str, text: str) -> Envelope:
        """A slash command in the direct message with the bot, not yet sent."""
        return self._command(*self._where(user_id, None), name, text)

    async def click(
        self,
        user_id: str,
        place: str,
        action_id: str,
        value: object = None,
        *,
        block_id: str | None = None,
        channel: str | None = None,
    ) -> Done:
        """Press a button or choose in a menu: `place` is a message's timestamp or a view's id.

        What is entered in an input block stays on the screen unless the block has `dispatch_action`.
        """
        user = self.workspace.person(user_id)
        surface = self._surface(user_id, place, channel)
        clicked = forms.find(surface.blocks, action_id, value, block_id)
        chosen = self._chosen(surface, clicked, value)
        done = self._done()
        if clicked.block["type"] == "input" and not clicked.block.get("dispatch_action"):
            return done
        payload = payloads.interaction(
            self.workspace,
            "block_actions",
            user,
            **self._context(user_id, surface),
            actions=[payloads.action(clicked, chosen)],
        )
        done.take(await self.delivery.deliver(Envelope("interactive", payload)))
        return done

    async def say(
        self, user_id: str, text: str, channel: str | None = None, thread_ts: str | None = None
    ) -> Done:
        """Post a message; the app hears of it where its event subscriptions reach."""
        _, conversation = self._where(user_id, channel)
        done = self._done()
        message = self.workspace.post(
            conversation, user_id, typed.in_message(self.workspace, text), thread_ts=thread_ts
        )
        if self.workspace.bot not in conversation.members:
            return done
        events = self.workspace.config.app.bot_events
        if f"message.{MESSAGE_EVENTS[conversation.kind]}" in events:
            await self._send(payloads.message_event(self.workspace, message, "message"), done)
        mentioned = f"<@{self.workspace.bot}>" in message.text
        if mentioned and conversation.kind != "im" and "app_mention" in events:
            await self._send(payloads.message_event(self.workspace, message, "app_mention"), done)
        return done

    async def drop(self, user_id: str, name: str, content: bytes, text: str = "") -> Done:
        """Drop a file into the direct message with the bot, with a few words beside it."""
        _, conversation = self._where(user_id, None)
        done, workspace = self._done(), self.workspace
        file = File(workspace.new_id("F"), name, len(content), user_id, content=content, completed=True)
        workspace.files[file.id] = file
        file.channels.append(conversation.id)
        message = workspace.post(
            conversation,
            user_id,
            typed.in_message(workspace, text),
            files=[files.wire(workspace, file)],
            app_fields={"subtype": "file_share", "upload": False},
        )
        if "message.im" in workspace.config.app.bot_events:
            await self._send(payloads.message_event(workspace, message, "message"), done)
        return done

    async def open_home(self, user_id: str) -> Done:
        """Open the app's Home tab."""
        user, done = self.workspace.person(user_id), self._done()
        if "app_home_opened" in self.workspace.config.app.bot_events:
            await self._send(payloads.home_opened(self.workspace, self.views, user), done)
        return done

    async def shortcut(self, user_id: str, callback_id: str) -> Done:
        """Use a global shortcut of the manifest."""
        return await self._shortcut(user_id, "global", "shortcut", callback_id, {})

    async def message_shortcut(
        self, user_id: str, ts: str, callback_id: str, channel: str | None = None
    ) -> Done:
        """Use a message shortcut of the manifest on a message the person sees."""
        message = self._message(user_id, ts, channel)
        conversation = self.workspace.conversations[message.channel]
        more = {
            "channel": {"id": conversation.id, "name": conversation.name},
            "message_ts": message.ts,
            "message": message.wire(),
            "response_url": self.responses.new_url(conversation, user_id),
        }
        return await self._shortcut(user_id, "message", "message_action", callback_id, more)

    async def change_account(self, user: User) -> Done:
        """Somebody joins, or their account changes; the app hears of changes where it asked for them."""
        done, is_known = self._done(), user.id in self.workspace.users
        self.workspace.users[user.id] = user
        if is_known and "user_change" in self.workspace.config.app.bot_events:
            await self._send(users.changed(self.workspace, user), done)
        return done

    async def send_event(self, payload: Json) -> Done:
        """Send a raw event: a whole event_callback as it is, or the event inside one."""
        done = self._done()
        if payload.get("type") != "event_callback":
            payload = payloads.event(self.workspace, payload)
        done.take(await self.delivery.deliver_event(payload))
        return done

    async def deliver(self, kind: Kind, payload: Json, *, takes_answer: bool = True) -> Done:
        """Send a payload as it is, also one that Slack never would; what is answered changes no screen."""
        done = self._done()
        done.take(await self.delivery.deliver(Envelope(kind, payload, takes_answer)))
        return done

    async def ways_back(self, user_id: str, ts: str | None = None, view_id: str | None = None) -> Json:
        """A trigger id and a response URL, as a payload of the person's would bring them along."""
        user, conversation = self._where(user_id, None)
        clicked = self._message(user_id, ts, None) if ts else None
        if clicked:
            conversation = self.workspace.conversations[clicked.channel]
        return {
            "trigger_id": self.views.new_trigger(user.id, view_id),
            "response_url": self.responses.new_url(conversation, user.id, clicked),
        }

    async def _shortcut(
        self,
        user_id: str,
        kind: Literal["global", "message"],
        payload_type: str,
        callback_id: str,
        more: Json,
    ) -> Done:
        user, done = self.workspace.person(user_id), self._done()
        if self.workspace.config.app.shortcut(callback_id, kind) is None:
            raise NotOnScreen(f"the manifest has no {kind} shortcut {callback_id}")
        payload = payloads.interaction(
            self.workspace,
            payload_type,
            user,
            callback_id=callback_id,
            action_ts=self.workspace.new_ts(),
            trigger_id=self.views.new_trigger(user_id),
            **more,
        )
        done.take(await self.delivery.deliver(Envelope("interactive", payload)))
        return done

    def _command(self, user: User, conversation: Conversation, name: str, text: str) -> Envelope:
        entry = self.workspace.config.app.command(name) or {}
        payload = payloads.command(
            self.workspace,
            user,
            conversation,
            name=name,
            text=typed.in_command(self.workspace, text) if entry.get("should_escape") else text,
            trigger_id=self.views.new_trigger(user.id),
            response_url=self.responses.new_url(conversation, user.id),
        )
        return Envelope("slash_commands", payload, takes_answer=True)

    async def _send(self, event: Json, done: Done) -> None:
        done.take(await self.delivery.deliver_event(payloads.event(self.workspace, event)))

    def _reply(self, done: Done, conversation: Conversation, user_id: str) -> None:
        if done.response is None:
            return
        try:
            self.responses.answer(conversation, user_id, done.response)
        except SlackError as refusal:
            self.workspace.warn(f"the answer to a command was refused: {refusal.error} {refusal.details}")
            self._slackbot(conversation, user_id, f"The app's answer could not be shown: {refusal.error}")

    def _chosen(self, surface: View | Message, clicked: forms.Field, value: object) -> Any:
        """What a click sets; a stateful element keeps it."""
        if clicked.type in forms.STATELESS - {"overflow"}:
            return None
        offered = surface.suggestions if isinstance(surface, View) else []
        chosen = forms.shaped(clicked, value, offered)
        if clicked.type in forms.VALUE_NAMES:
            surface.entered[clicked.key] = chosen
        return chosen

    def _context(self, user_id: str, surface: View | Message) -> Json:
        if isinstance(surface, View):
            trigger = self.views.new_trigger(user_id, surface.id)
            return {"trigger_id": trigger, **payloads.in_view(self.views, surface)}
        conversation = self.workspace.conversations[surface.channel]
        return {
            "trigger_id": self.views.new_trigger(user_id),
            "response_url": self.responses.new_url(conversation, user_id, surface),
            **payloads.in_message(surface, conversation),
        }

    def _surface(self, user_id: str, place: str, channel: str | None) -> View | Message:
        home = self.views.homes.get(user_id)
        if home and place == home.id:
            return home
        top = self.views.top(user_id)
        return top if top and place == top.id else self._message(user_id, place, channel)

    def _message(self, user_id: str, ts: str, channel: str | None) -> Message:
        for each in self.workspace.conversations_of(user_id):
            message = each.message(ts) if channel in (None, each.id) else None
            if message and message.only_for in (None, user_id):
                return message
        raise NotOnScreen(f"{user_id} sees no message or view {ts}")

    def _where(self, user_id: str, channel: str | None) -> tuple[User, Conversation]:
        user = self.workspace.person(user_id)
        if channel is None:
            return user, self.workspace.direct_message(user_id)
        conversation = self.workspace.conversations.get(channel)
        if conversation is None or user_id not in conversation.members:
            raise NotOnScreen(f"{user_id} is not in {channel}")
        return user, conversation

    def _slackbot(self, conversation: Conversation, user_id: str, text: str) -> None:
        self.workspace.post(conversation, SLACKBOT, text, only_for=user_id)

    def _done(self) -> Done:
        return Done(self.workspace.changes.cursor)
