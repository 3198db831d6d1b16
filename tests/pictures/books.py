"""The pictures of workbooks in docs/pictures, of the demo's record on a Friday in March: `make pictures`.

They need LibreOffice and Poppler; the tests do not.
"""

import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from bot import documents, people, settings
from bot.cli import demo_data
from bot.documents import Paper, Wanted
from bot.visit import COMMAND_LINE, Visit
from storage import people as stored_people
from storage.database import Database
from storage.words import Cohort, Door

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
AT = datetime(2025, 3, 14, 10, 0, tzinfo=UTC)
WIDE = 1200  # dots
# What is shown, and how many dots of its first page from the top.
PICTURES = {
    "plan": (Wanted(Paper.PLAN), 360),
    "tracker": (Wanted(Paper.ACTIONS), 560),
    "grades": (Wanted(Paper.GRADES, cohort=Cohort.CARE_LEAVER), 660),
}


def main() -> None:
    """Take every picture."""
    office, painter = shutil.which("soffice"), shutil.which("pdftoppm")
    if office is None or painter is None:
        wanted = "apt-get install libreoffice-calc poppler-utils"
        sys.exit(f"The pictures need LibreOffice and Poppler. On Debian: {wanted}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for picture, content in _contents(folder).items():
            book = folder / f"{picture}.xlsx"
            book.write_bytes(content)
            profile = f"-env:UserInstallation=file://{folder}/office"
            _run(office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(book))
            pages = str(folder / f"{picture}.pdf")
            top = ("-x", "0", "-y", "0", "-W", str(WIDE), "-H", str(PICTURES[picture][1]))
            first = ("-singlefile", "-png", "-scale-to", str(WIDE), *top)
            _run(painter, *first, pages, str(FOLDER / picture))


def _contents(folder: Path) -> dict[str, bytes]:
    """The workbooks as Grace Obi, of the quality team, makes them."""
    database = Database(f"sqlite:///{folder}/demo.db")
    database.upgrade()
    with database.begin() as session:
        visit = _visit(session)
        made = {
            name: documents.make(session, visit, wanted).content for name, (wanted, _) in PICTURES.items()
        }
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
