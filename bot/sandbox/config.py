"""What a sandbox workspace starts with: its people, its channels and the one app installed in it."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Json: TypeAlias = dict[str, Any]
ChannelKind: TypeAlias = Literal["public", "private", "shared"]


@dataclass(frozen=True)
class User:
    """A member of the workspace. `is_restricted` is a guest, `is_ultra_restricted` a single-channel guest.

    With a `team_id` it is another workspace's member, who comes by a shared channel; `is_stranger` is one who
    is in none that the app sees.
    """

    id: str
    name: str
    real_name: str = ""
    email: str = ""
    tz: str = "Europe/London"
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    team_id: str = ""


@dataclass(frozen=True)
class Channel:
    """A channel and the user ids in it. `shared` is a public channel shared with another organisation."""

    id: str
    name: str
    kind: ChannelKind = "public"
    members: tuple[str, ...] = ()
    is_archived: bool = False


@dataclass(frozen=True)
class App:
    """The installed app: its manifest in Slack's JSON form, its secrets and its ids."""

    manifest: Json
    bot_token: str = "xoxb-sandbox"  # noqa: S105 - a token of the sandbox opens nothing else
    app_token: str = "xapp-sandbox"  # noqa: S105 - (the same)
    signing_secret: str = "sandbox-signing-secret"  # noqa: S105 - (the same)
    bot_user_id: str = "U0BOT00001"
    bot_id: str = "B0BOT00001"
    app_id: str = "A0APP00001"

    @property
    def scopes(self) -> frozenset[str]:
        """The bot scopes the manifest asks for."""
        return frozenset(self.manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))

    @property
    def bot_events(self) -> frozenset[str]:
        """The event types the manifest subscribes to, such as `message.im`."""
        subscriptions: Json = self.manifest.get("settings", {}).get("event_subscriptions", {})
        return frozenset(subscriptions.get("bot_events", []))

    @property
    def bot_name(self) -> str:
        """The bot user's display name."""
        return str(self.manifest.get("features", {}).get("bot_user", {}).get("display_name", "bot"))

    def command(self, name: str) -> Json | None:
        """The manifest's entry of a slash command, `/` included in its name."""
        commands: list[Json] = self.manifest.get("features", {}).get("slash_commands", [])
        return next((each for each in commands if each["command"] == name), None)

    def shortcut(self, callback_id: str, kind: Literal["global", "message"]) -> Json | None:
        """The manifest's entry of a shortcut."""
        shortcuts: list[Json] = self.manifest.get("features", {}).get("shortcuts", [])
        wanted = (callback_id, kind)
        return next((each for each in shortcuts if (each["callback_id"], each["type"]) == wanted), None)


@dataclass(frozen=True)
class Config:
    """A workspace at its start. Times are seconds; Slack's own values are the defaults.

    With an `enterprise_id` it is one of an organisation's on Enterprise Grid.
    `retry_after` holds the pause before each repeated delivery of an event that was not acknowledged;
    `history_lag` is how old a message must be before the app's reading of history shows it.
    """

    app: App
    users: tuple[User, ...] = ()
    channels: tuple[Channel, ...] = ()
    team_name: str = "Sandbox"
    team_id: str = "T0SANDBOX1"
    enterprise_id: str = ""
    acknowledge_within: float = 3.0
    retry_after: tuple[float, ...] = (0.0, 60.0, 300.0)
    trigger_lifetime: float = 3.0
    ping_every: float = 10.0
    history_lag: float = 0.0
