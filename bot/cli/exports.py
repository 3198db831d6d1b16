"""`manifest`, `export references` and `export case`."""

import csv
import json
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from bot.cli import common
from storage import cases


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
        rows = [tuple(_safe(cell or "") for cell in row) for row in cases.every_reference(session)]
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
    from bot.documents import EXCEL
    from bot.errors import Refusal
    from storage.files import written_whole

    if file.suffix.lower() != EXCEL:
        common.refuse("The file is an Excel workbook. Please give a name that ends in .xlsx.")
    chosen = common.settings(needs_slack=False)
    visit = common.command_line_visit(chosen)
    # Unless the file is written the journal does not say that it was.
    with common.open_database(chosen) as database, database.begin() as session:
        try:
            made = case_file.make(session, visit, reference)
        except Refusal as refusal:
            common.refuse(refusal.message)
        with written_whole(file) as draft:
            draft.write_bytes(made.content)
    typer.echo(
        f"Everything held on the case is written to {file}. It holds the case system's number and what was "
        "written about the child: keep it safe, and see docs/records.md before it is handed over."
    )


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
