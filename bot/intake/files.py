"""Reading a file of any format that is taken in: what it holds decides, not how it is called."""

from pathlib import Path

from bot.errors import Refusal
from bot.intake import csv_files, headings, packages, workbooks
from bot.intake.guides import NO_GUIDE, Guide
from bot.intake.kinds import Kind
from bot.intake.rows import Sheet

MOST_BYTES = 50_000_000


def read_file(path: Path, kind: Kind, *, sheet: str | None = None, guide: Guide = NO_GUIDE) -> Sheet:
    """The rows of the kind in a CSV file or a workbook; `sheet` names one of its sheets.

    Raises Refusal where the file cannot be read, or does not hold that kind.
    """
    return read(read_bytes(path), kind, sheet=sheet, guide=guide)


def read(content: bytes, kind: Kind, *, sheet: str | None = None, guide: Guide = NO_GUIDE) -> Sheet:
    """The same of a file's bytes."""
    packages.refuse_old_format(content)
    read = (
        workbooks.read(content, kind, sheet, guide)
        if content.startswith(packages.ZIP)
        else _csv(content, kind, sheet, guide)
    )
    if not read.rows:
        raise Refusal(headings.NO_ROWS)
    return read


def _csv(content: bytes, kind: Kind, sheet: str | None, guide: Guide) -> Sheet:
    if sheet is not None:
        raise Refusal("A CSV file has no sheets to choose from. Please leave out --sheet.")
    tried = [(headings.find(kind, table, guide), table) for table in csv_files.read(content)]
    # Of equals the first is taken, whose delimiter is the likeliest.
    found, table = max(tried, key=lambda each: (each[0].refusal is None, max(0, each[0].nearness)))
    if found.refusal is not None:
        raise found.refusal
    return headings.below(table, found)


def read_bytes(path: Path) -> bytes:
    """What the file holds. Raises Refusal where it cannot be read, or is far too large."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refusal("The file is far larger than any of the seven kinds would be. Is it the right one?")
        return path.read_bytes()
    except FileNotFoundError:
        raise Refusal(f"There is no file {path}. Please check its name and folder.") from None
    except IsADirectoryError:
        raise Refusal(f"{path} is a folder. Please name the file in it.") from None
    except OSError as error:
        raise Refusal(f"{path} could not be read: {error.strerror}.") from None
