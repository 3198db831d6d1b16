"""`people`: the list, adding, changing, leaving and coming back at the command line."""

import pytest

from storage.database import Database
from storage.people import by_name
from tests.cli.conftest import Run
from tests.conftest import on_sqlite
from tests.council import SAMIR, TOMAS, Council

ADDED = ("people", "add", "Nadia Cole", "--role", "manager", "--team", "Early Help", "--slack", "U0NADIA09")


@pytest.fixture
def url(db: Database, council: Council) -> str:
    return db.engine.url.render_as_string(hide_password=False)


def test_somebody_is_added_changed_leaves_and_is_back(run: Run, url: str) -> None:
    assert run(*ADDED, DATABASE_URL=url).stdout == "Nadia Cole is in the list now, as manager.\n"
    assert run("people", "change", "U0NADIA09", "--role", "quality", DATABASE_URL=url).exit_code == 0
    left = run("people", "left", "Nadia Cole", DATABASE_URL=url)
    assert "Nadia Cole has left. Still theirs: 0 open actions" in left.stdout
    assert "Nadia Cole, quality" in run("people", "list", "--left", DATABASE_URL=url).stdout
    assert run("people", "back", "Nadia Cole", DATABASE_URL=url).stdout == "Nadia Cole is back, as quality.\n"


@on_sqlite
def test_the_list_says_who_is_in_which_role_and_team(run: Run, url: str) -> None:
    listed = run("people", "list", "--role", "manager", DATABASE_URL=url).stdout.splitlines()
    assert listed[0].startswith("Priya Shah, manager  Children and Families  U0PRIYA01")
    assert listed[-1] == "2 people."


@on_sqlite
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("left", "Samir Patel"), "Samir Patel is the last administrator"),
        (("change", SAMIR, "--role", "quality"), "Samir Patel is the last administrator"),
        (("left", "Nobody Known"), "I do not know that person"),
        (("add", "Jude Ellery", "--role", "manager"), "in the list already"),
        (("add", "Nadia Cole", "--role", "auditor"), "The organisation is empty"),
        (("add", "Nadia Cole", "--role", "manager", "--slack", "nadia"), "not a Slack user id"),
        (("add", "Nadia Cole", "--role", "manager", "--team", "Nowhere"), "There is no team of that name"),
        (("back", TOMAS), "is here already"),
        (("list", "--team", "Nowhere"), "There is no team of that name"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    run: Run, url: str, words: tuple[str, ...], sentence: str
) -> None:
    result = run("people", *words, DATABASE_URL=url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert sentence in result.stderr


@on_sqlite
def test_a_role_that_there_is_not_is_wrong_usage(run: Run, url: str) -> None:
    result = run("people", "add", "Nadia Cole", "--role", "boss", DATABASE_URL=url)
    assert result.exit_code == 2
    assert "practitioner" in result.stderr


@on_sqlite
def test_beside_another_administrator_the_first_may_go(run: Run, url: str, db: Database) -> None:
    run("people", "change", "Helen Marsh", "--administrator", DATABASE_URL=url)
    assert run("people", "left", "Samir Patel", DATABASE_URL=url).exit_code == 0
    with db.reading() as session:
        assert not by_name(session, "Samir Patel")[0].active
