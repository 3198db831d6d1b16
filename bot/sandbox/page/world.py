"""What the page knows of the sandbox it stands in, shared by every window that shows it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.sandbox.drawing.pen import Reader
from bot.sandbox.filling import Filling
from bot.sandbox.page.guide import Guide
from bot.sandbox.page.journey import Journey
from bot.sandbox.page.mischief import Mischief
from bot.sandbox.page.progress import Progress
from bot.sandbox.people import People
from bot.sandbox.views import Views
from bot.sandbox.workspace import Conversation, Message, Workspace


@dataclass
class World:
    """The sandbox's own objects, and how far each person has read."""

    people: People
    filling: Filling
    guide: Guide
    mischief: Mischief
    journey: Journey | None = None
    progress: Progress | None = None
    _read: defaultdict[tuple[str, str], str] = field(default_factory=lambda: defaultdict(str))

    def __post_init__(self) -> None:
        guide, workspace = self.guide, self.workspace
        if guide.clock:
            self.journey = Journey(guide.clock, workspace.changes)
        if guide.tour:
            self.progress = Progress(guide.tour, workspace, self.views, self.journey)

    @property
    def workspace(self) -> Workspace:
        """Everything that was said."""
        return self.people.workspace

    @property
    def views(self) -> Views:
        """Every form and Home."""
        return self.people.views

    def reader(self, user_id: str) -> Reader:
        """Whose eyes text is for: the names of people and channels, and the person's own time zone."""
        workspace = self.workspace
        names = {user.id: user.real_name or user.name for user in workspace.users.values()}
        channels = {each.id: each.name for each in workspace.conversations.values()}
        return Reader(names | channels, ZoneInfo(workspace.users[user_id].tz))

    def unread(self, user_id: str, conversation: Conversation) -> int:
        """How many messages of others in it a person has not seen."""
        read = self._read[user_id, conversation.id]
        return sum(each.ts > read and each.user != user_id for each in conversation.seen_by(user_id))

    def unread_anywhere(self, user_id: str) -> int:
        """The same in all their conversations."""
        return sum(self.unread(user_id, each) for each in self.workspace.conversations_of(user_id))

    def mark_read(self, user_id: str, conversation: Conversation) -> None:
        """The person has seen all there is."""
        self._read[user_id, conversation.id] = max(conversation.messages, default="")

    def thread(self, user_id: str, conversation: Conversation, thread_ts: str) -> Iterator[Message]:
        """A message and its replies, as the person sees them."""
        return (each for each in conversation.seen_by(user_id) if thread_ts in (each.ts, each.thread_ts))
