"""`manifest`, `export references`, `case` and `history`, and the documents that are exported."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer
from sqlalchemy.orm import Session

from bot import documents
from bot.cli import common
from bot.documents import Document, Paper, Wanted
from bot.errors import Refusal
from bot.rules.formulas import plain_cell
from bot.rules.spellings import COHORTS, plain
from bot.settings import MOST_WITHHELD
from bot.visit import Visit
from storage import cases, rounds
from storage.words import Cohort


def manifest(
    url: Annotated[
        str, typer.Option(help="For HTTP mode: the https address at which Slack reaches this bot.")
    ] = "",
) -> None:
    """Print the Slack app's manifest for this version; for Socket Mode unless an address is given."""
    from handlers.http_mode import PATH
    from handlers.manifest import manifest as made

    address = url.rstrip("/").removesuffix(PATH)
    if url and not (address.startswith("https://") and urlsplit(address).hostname):
        common.refuse("Slack posts to https:// addresses only, such as https://g2o.example.org.")
    typer.echo(json.dumps(made(f"{address}{PATH}" if url else ""), indent=2))


def references(file: Path) -> None:
    """Write the key to the references: reference, case-system number, worker. Keep it outside Slack."""
    chosen = common.settings(needs_slack=False)
    if file.exists():
        common.refuse(f"{file} is already there. Choose another name, so that nothing is overwritten.")
    with common.open_database(chosen) as database, database.reading() as session:
        rows = [tuple(plain_cell(cell or "") for cell in row) for row in cases.every_reference(session)]
    try:
        with file.open("x", newline="", encoding="utf-8-sig") as sheet:
            file.chmod(0o600)
            writer = csv.writer(sheet)
            writer.writerow(("reference", "system_number", "worker"))
            writer.writerows(rows)
    except OSError as error:
        common.refuse(f"{file} could not be written: {error.strerror}.")
    typer.echo(f"{len(rows):,} references written to {file}. It tells which child is meant: keep it safe.")


def case(
    reference: Annotated[
        str, typer.Argument(metavar="REF", help="The case's reference, or its case-system number.")
    ],
    file: Annotated[Path, typer.Argument(help="A new file, ending in .xlsx.", show_default=False)],
) -> None:
    """Write everything that is held on a case to a workbook, for its record or for who asks for it."""
    from bot import case_file

    _write_out(file, lambda session, visit: case_file.make(session, visit, reference))
    typer.echo(
        f"Everything held on the case is written to {file}. It holds the case system's number and what was "
        "written about the child: keep it safe, and see docs/records.md before it is handed over."
    )


def history(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Their name, or their Slack user id.")],
    file: Annotated[Path, typer.Argument(help="A new file, ending in .xlsx.", show_default=False)],
) -> None:
    """Write everything that is held on a person who works or worked here, for their request for access."""
    from bot import people, person_file

    _write_out(
        file,
        lambda session, visit: person_file.everything(session, visit, people.anybody(session, person)),
    )
    typer.echo(
        f"Everything held on the person is written to {file}. It tells of children and of other people, too: "
        "keep it safe, and see docs/journal.md before it is handed over."
    )


def _write_out(file: Path, make: Callable[[Session, Visit], Document]) -> None:
    """Writes a workbook, and that it was written; unless the file is there the journal does not say so."""
    from bot.documents import EXCEL
    from storage.files import written_whole

    if file.suffix.lower() != EXCEL:
        common.refuse("The file is an Excel workbook. Please give a name that ends in .xlsx.")
    chosen = common.settings(needs_slack=False)
    with common.open_database(chosen) as database, database.begin() as session:
        made = make(session, common.command_line_visit(chosen))
        with written_whole(file) as draft:
            draft.write_bytes(made.content)


def document(paper: Paper) -> Callable[..., None]:
    """The command that writes this document."""

    def write(
        file: Annotated[
            Path, typer.Argument(help="The file to write, such as plan.xlsx.", show_default=False)
        ],
        year: Annotated[int | None, typer.Option(help="Only of rounds that started in this year.")] = None,
        cohort: Annotated[
            str | None, typer.Option(metavar="COHORT", help='Only of this cohort, such as "care leavers".')
        ] = None,
        round_name: Annotated[
            str | None, typer.Option("--round", metavar="NAME", help="Only of the round of this name.")
        ] = None,
        withhold: Annotated[
            int | None,
            typer.Option(
                min=0,
                max=MOST_WITHHELD,
                help="Leave out counts under this; 0 leaves out none.",
                show_default=False,
            ),
        ] = None,
    ) -> None:
        chosen = common.settings(needs_slack=False)
        visit = common.command_line_visit(chosen)
        fewest = visit.terms.withhold_under if withhold is None else withhold
        with common.open_database(chosen) as database, database.reading() as session:
            wanted = Wanted(paper, year, _round_id(session, round_name), _cohort(cohort), fewest)
            made = documents.make(session, visit, wanted)
        ending = Path(made.file_name).suffix
        if file.suffix.lower() != ending:
            common.refuse(f"Please end the name with {ending}, so that it opens in the right program.")
        common.write_new(file, made.content)
        typer.echo(f"{made.title} written to {file}. It is {visit.terms.marking}: keep it safe.")

    write.__doc__ = f"Write {_THE[paper]}."
    return write


_THE = {
    Paper.REPORT: "the report to Members, as a Word document",
    Paper.PLAN: "the improvement plan, as a workbook",
    Paper.ACTIONS: "the action tracker, a workbook to be filled in and brought back by `import tracker`",
    Paper.GRADES: "the grades by round with a chart, as a workbook",
    Paper.COVERAGE: "what was audited and what is left, as a workbook",
    Paper.MODERATION: "what moderation changed and what waits for it, as a workbook",
    Paper.PACK: "the pack of the meeting to come, as a Word document",
    Paper.BOARD: "the board's pack of this quarter, as a Word document",
    Paper.MINUTES: "the minutes of the last meeting, as a Word document",
}


def _cohort(word: str | None) -> Cohort | None:
    if word is None:
        return None
    if plain(word) not in COHORTS:
        labels = ", ".join(cohort.label for cohort in Cohort)
        raise Refusal(f"There is no cohort of that name. Please write one of: {labels}.")
    return COHORTS[plain(word)]


def _round_id(session: Session, name: str | None) -> int | None:
    if name is None:
        return None
    found = rounds.by_name(session, name)
    if found is None:
        raise Refusal("There is no round of that name. Its name must be written as it is in the record.")
    return found.id
