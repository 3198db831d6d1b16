"""Files that people drop: some that can be brought in, and those that are malformed or made to do harm."""

from collections.abc import Callable
from pathlib import Path

from tests.hostile import texts
from tests.intake.malformed import MALFORMED

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def _csv(*rows: tuple[str, ...]) -> Callable[[], bytes]:
    quoted = ("\n".join(",".join(f'"{cell}"' for cell in map(_cell, row)) for row in rows)).encode("utf-8")
    return lambda: quoted


def _cell(text: str) -> str:
    return text.replace('"', '""').encode("utf-8", "replace").decode()


DROPPED: tuple[tuple[str, Callable[[], bytes]], ...] = (
    *((one.name, one.make) for one in MALFORMED if "bomb" not in one.name and "zeros" not in one.name),
    ("audits.csv", (EXAMPLES / "audits.csv").read_bytes),
    ("people.csv", (EXAMPLES / "people.csv").read_bytes),
    ("../../etc/passwd", lambda: b"root:x:0:0"),
    *(
        (f"{name}.csv", _csv(("case", "text", "theme", "source"), ("K7Q2M", text, "", "audit")))
        for name, text in texts.ALL.items()
    ),
    *(
        (text[:60], _csv(("name", "role", "team"), (text[:80], "practitioner", "")))
        for text in texts.MARKUP.values()
    ),
)
