"""docs/roles.md says what the table of rights says, cell by cell."""

from pathlib import Path

from bot.rules.rights import TABLE, Reach
from storage.words import Role

DOCUMENT = Path(__file__).parents[2] / "docs" / "roles.md"
CELLS = {"–": Reach.NONE, "own": Reach.OWN, "team": Reach.TEAM, "rounds": Reach.ROUNDS, "all": Reach.ALL}


def rows() -> list[list[str]]:
    lines = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_document_has_every_role_and_every_right_once() -> None:
    heading, _, *body = rows()
    assert heading[1:] == [role.value for role in Role]
    named = [row[0].replace("an audit", "audit").replace(" ", "_") for row in body]
    assert named == [right.value for right in TABLE]


def test_every_cell_says_what_the_table_says() -> None:
    for (_, *cells), (right, reaches) in zip(rows()[2:], TABLE.items(), strict=True):
        assert [CELLS[cell] for cell in cells] == [reaches[role] for role in Role], right
