"""A conversation with all that belongs to it: what was said, where one writes, and a thread."""

from functools import partial

from bot.sandbox.page.composer import Composer
from bot.sandbox.page.messages import Log
from bot.sandbox.page.tags import button, tag
from bot.sandbox.page.visitor import Visitor
from bot.sandbox.workspace import Conversation


def title(conversation: Conversation) -> str:
    """What a conversation is called."""
    return "Messages" if conversation.kind == "im" else f"# {conversation.name}"


def app_name(visitor: Visitor) -> str:
    """What the app is called."""
    return visitor.world.workspace.config.app.bot_name


def kind(visitor: Visitor, conversation: Conversation) -> str:
    """What kind of conversation it is, in a few words."""
    if conversation.kind == "im":
        return f"Between you and {app_name(visitor)}"
    people = len(conversation.members)
    return f"{'Private channel' if conversation.kind == 'private' else 'Channel'} · {people} members"


class Talk:
    """A channel, or the direct messages with the app."""

    def __init__(self, visitor: Visitor, conversation: Conversation) -> None:
        self.visitor = visitor
        self.conversation = conversation
        self._log = Log(visitor, f"Messages in {title(conversation)}")
        self._invitation = tag("div", css="invitation")
        where = app_name(visitor) if conversation.kind == "im" else title(conversation)
        label = f"Write to {where}"
        self._composer = Composer(visitor, "composer", label, self._send)
        self._invite()

    def refresh(self) -> None:
        """Show what is new, and count it as read."""
        me = self.visitor.me
        shown = [each for each in self.conversation.seen_by(me) if each.thread_ts in (None, each.ts)]
        self._log.show(self.conversation, shown)
        self._invitation.set_visibility(not shown)
        self.visitor.world.mark_read(me, self.conversation)

    def _invite(self) -> None:
        with self._invitation:
            tag("p", "Nothing has been said here yet.")
            if tries := self.visitor.world.guide.tries:
                tag("p", "Things to try; choose one, then send it:")
                with tag("ul"):
                    for text, about in tries:
                        with tag("li"):
                            button(text, partial(self._composer.fill, text), css="link")
                            tag("span", f" {about}")

    async def _send(self, text: str) -> None:
        people, me = self.visitor.world.people, self.visitor.me
        if text.startswith("/"):
            name, _, rest = text.partition(" ")
            act = people.command(me, name, rest.strip(), channel=self.conversation.id)
        else:
            act = people.say(me, text, channel=self.conversation.id)
        await self.visitor.attempt(act)


class Thread:
    """A message and its replies, at the side."""

    def __init__(self, visitor: Visitor, conversation: Conversation, thread_ts: str) -> None:
        self.visitor = visitor
        self.conversation = conversation
        self.thread_ts = thread_ts
        with tag("div", css="head"):
            tag("h2", "Thread")
            button("×", lambda: visitor.open_thread(None), css="button sign", aria_label="Close the thread")
        self._log = Log(visitor, "Thread", in_thread=True)
        Composer(visitor, "composer-thread", "Reply in the thread", self._send, takes_commands=False)

    def refresh(self) -> None:
        """Show what is new."""
        said = self.visitor.world.thread(self.visitor.me, self.conversation, self.thread_ts)
        self._log.show(self.conversation, list(said))

    async def _send(self, text: str) -> None:
        if text.startswith("/"):
            self.visitor.say("Commands work in the conversation itself, not in a thread.")
            return
        people = self.visitor.world.people
        await self.visitor.attempt(
            people.say(self.visitor.me, text, channel=self.conversation.id, thread_ts=self.thread_ts)
        )
