"""Malformed files: each is understood or refused with the right sentence, and then nothing is stored."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.errors import Refusal
from bot.intake import read_file, report, take_in
from bot.visit import Visit
from storage.models import Base
from tests.conftest import on_sqlite
from tests.intake.malformed import MALFORMED, SECRET, Malformed


def said_of(session: Session, visit: Visit, file: Path, malformed: Malformed) -> str:
    """The report, or the sentence that refuses the whole file."""
    file.write_bytes(malformed.make())
    try:
        sheet = read_file(file, malformed.kind)
        return report.text(take_in(session, visit, malformed.kind, sheet.rows, skip_bad=False))
    except Refusal as refusal:
        return refusal.message


def stored(session: Session) -> dict[str, int]:
    """How many rows each table has."""
    tables = Base.metadata.sorted_tables
    return {
        table.name: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in tables
    }


def test_there_are_thirty_of_them_and_more() -> None:
    assert len([malformed for malformed in MALFORMED if not malformed.is_understood]) >= 30


@on_sqlite
@pytest.mark.parametrize("malformed", MALFORMED, ids=lambda malformed: malformed.name)
def test_a_malformed_file_is_refused_whole_or_understood(
    session: Session, visit: Visit, tmp_path: Path, malformed: Malformed
) -> None:
    before = stored(session)
    said = said_of(session, visit, tmp_path / malformed.name, malformed)
    assert malformed.said in said
    assert said.endswith((".", "?"))
    assert SECRET not in said
    assert (stored(session) != before) == malformed.is_understood
