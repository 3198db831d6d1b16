"""The pictures of documents in docs/pictures, of the demo's record on a Friday in March: `make pictures`.

They need LibreOffice and Poppler; the tests do not.
"""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from bot import documents, people, settings
from bot.cli import demo_data
from bot.documents import Document, Paper, Wanted
from bot.visit import COMMAND_LINE, Visit
from storage import people as stored_people
from storage.database import Database
from storage.words import Cohort, Door

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
AT = datetime(2025, 3, 14, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Picture:
    """A page of a document, so many dots wide, and of it so many from the top; 0 shows the whole page."""

    wanted: Wanted
    wide: int = 1200
    high: int = 0
    page: int = 1


REPORT = Wanted(Paper.REPORT, year=2018)
PICTURES = {
    "plan": Picture(Wanted(Paper.PLAN), high=360),
    "tracker": Picture(Wanted(Paper.ACTIONS), high=560),
    "grades": Picture(Wanted(Paper.GRADES, cohort=Cohort.CARE_LEAVER), high=660),
    "report": Picture(REPORT, wide=800),
    "report-position": Picture(REPORT, wide=800, page=2),
    "report-small-numbers": Picture(replace(REPORT, withhold_under=5), wide=800, page=2),
    "meeting-pack": Picture(Wanted(Paper.PACK), wide=800),
    "board-pack": Picture(Wanted(Paper.BOARD), wide=800),
}


def main() -> None:
    """Take every picture."""
    office, painter = shutil.which("soffice"), shutil.which("pdftoppm")
    if office is None or painter is None:
        wanted = "apt-get install libreoffice-calc poppler-utils"
        sys.exit(f"The pictures need LibreOffice and Poppler. On Debian: {wanted}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name, document in _documents(folder).items():
            file = folder / f"{name}{Path(document.file_name).suffix}"
            file.write_bytes(document.content)
            profile = f"-env:UserInstallation=file://{folder}/office"
            _run(office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(file))
            shown, pages = PICTURES[name], str(folder / f"{name}.pdf")
            top = ("-x", "0", "-y", "0", "-W", str(shown.wide), "-H", str(shown.high)) if shown.high else ()
            which = ("-f", str(shown.page), "-l", str(shown.page), "-singlefile")
            scale = ("-scale-to-x", str(shown.wide), "-scale-to-y", "-1")
            _run(painter, "-png", *which, *scale, *top, pages, str(FOLDER / name))


def _documents(folder: Path) -> dict[str, Document]:
    """The documents as Grace Obi, of the quality team, makes them."""
    database = Database(f"sqlite:///{folder}/demo.db")
    database.upgrade()
    with database.begin() as session:
        visit = _visit(session)
        made = {name: documents.make(session, visit, shown.wanted) for name, shown in PICTURES.items()}
    database.close()
    return made


def _visit(session: Session) -> Visit:
    terms = settings.read({}, needs_slack=False).terms
    demo_data.load(session, Visit(COMMAND_LINE, Door.IMPORT, AT, AT.date(), terms))
    (grace,) = stored_people.by_name(session, "Grace Obi")
    return Visit(people.actor(grace), Door.COMMAND, AT, AT.date(), terms)


def _run(*words: str) -> None:
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)


if __name__ == "__main__":
    main()
