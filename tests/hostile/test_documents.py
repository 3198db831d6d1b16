"""No document of a hostile record does more than show it: no formula, link, field or odd file name."""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from bot import case_file, documents, people
from bot import settings as reading
from bot.documents import Document, Paper, Wanted
from bot.visit import Visit
from storage.words import Door
from tests.backends import SQLite
from tests.hostile.conftest import POISONED, opened
from tests.hostile.scene import START
from tests.hostile.texts import PINGED

# What Word fills in by itself: the page, and how many there are.
OWN_FIELDS = {"PAGE", "NUMPAGES"}
ACTIVE = re.compile(r"<f[ >]|<(?:w:)?hyperlink|TargetMode=\"External\"|<!ENTITY|<!DOCTYPE")


@pytest.fixture(scope="module")
def made(records: SQLite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Document]]:
    """Every document that there is, and a case's file, of the hostile record."""
    terms = reading.read({}, needs_slack=False).terms
    folder = tmp_path_factory.mktemp("poisoned")
    with opened(records, POISONED, folder) as database, database.begin() as session:
        actor = people.recognise(session, "U0HELEN04", terms)
        visit = Visit(actor, Door.COMMAND, START + timedelta(days=1), START.date() + timedelta(days=1), terms)
        wanted = [Wanted(paper, meeting_id=1) for paper in Paper if paper is not Paper.MINUTES]
        yield [
            *(documents.make(session, visit, one) for one in wanted),
            case_file.make(session, visit, "7X56F"),
        ]
        session.rollback()


def _parts(document: Document) -> dict[str, str]:
    with ZipFile(BytesIO(document.content)) as file:
        read = [name for name in file.namelist() if name.endswith((".xml", ".rels"))]
        return {name: file.read(name).decode() for name in read}


def test_they_do_show_what_was_typed(made: list[Document]) -> None:
    assert sum(PINGED in "".join(_parts(document).values()) for document in made) >= 6


def test_nothing_in_them_is_reckoned_or_leads_elsewhere(made: list[Document]) -> None:
    for document in made:
        for name, part in _parts(document).items():
            assert not ACTIVE.search(part), name
            fields = re.findall(r"w:instr=\"\s*(\w+)|<w:instrText[^>]*>\s*(\w+)", part)
            assert {one or other for one, other in fields} <= OWN_FIELDS, name


def test_their_names_tell_nothing_and_lead_nowhere(made: list[Document]) -> None:
    for document in made:
        assert re.fullmatch(r"[A-Za-z0-9 -]{1,60}\.(docx|xlsx)", document.file_name), document.file_name
        assert PINGED not in document.file_name


def test_what_their_charts_say_is_escaped(made: list[Document]) -> None:
    alts = [
        alt
        for document in made
        for part in _parts(document).values()
        for alt in re.findall(r"descr=\"([^\"]*)\"", part)
    ]
    assert alts
    assert not [alt for alt in alts if "<" in alt]
