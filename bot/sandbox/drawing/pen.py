"""What draws one surface: whose eyes it is for, and the numbers it gives to all one can click."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from rich.text import Text

from bot.sandbox.config import Json


@dataclass(frozen=True)
class Reader:
    """Whose eyes a drawing is for: names by Slack id (of people and channels alike) and the time zone.

    No zone means that of this machine.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    zone: tzinfo | None = UTC


@dataclass(frozen=True)
class Target:
    """What a number in brackets stands for.

    `value` is a button's value or an option's; it is None where the person has yet to choose, as in a select.
    """

    surface: Json
    action_id: str
    block_id: str
    value: str | None
    label: str
    element: Json


@dataclass
class Pen:
    """What draws one surface for one reader: it numbers the targets, from `first`, as it meets them."""

    surface: Json
    reader: Reader
    first: int
    targets: list[Target] = field(default_factory=list)

    def target(
        self, label: str, element: Json, block: Json, value: str | None = None, style: str = "bold"
    ) -> Text:
        """The next number with its label in brackets; from now on it stands for this element."""
        number = self.first + len(self.targets)
        action_id, block_id = element.get("action_id", ""), block.get("block_id", "")
        self.targets.append(Target(self.surface, action_id, block_id, value, label, element))
        return Text(f"[{number} {label}]", style)
