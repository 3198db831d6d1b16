"""Files that are there whole or not at all."""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from storage.contents import NotDone

SIDES = ("-wal", "-shm", "-journal")  # SQLite's own files beside a database


@contextmanager
def written_whole(file: Path) -> Iterator[Path]:
    """Gives a name beside the file to write under. The file gets its own name once all of it is on the disk.

    Nobody else may read it. Where the block fails nothing is left behind. Raises NotDone, also where the file
    is there already.
    """
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        _require_free(file)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield draft
        sync(draft)
        # A link would refuse to replace a file by itself, and there are shares that know no links.
        _require_free(file)
        draft.rename(file)
        sync(file.parent)
    except (OSError, sqlite3.Error) as error:
        raise NotDone(f"{file} could not be written: {reason(error)}.") from error
    finally:
        for name in ("", *SIDES):
            draft.with_name(f"{draft.name}{name}").unlink(missing_ok=True)


def _require_free(file: Path) -> None:
    if file.exists() or file.is_symlink():
        raise NotDone(f"{file} is already there. Choose another name, so that nothing is overwritten.")


def reason(error: OSError | sqlite3.Error) -> str:
    """Why the disk or SQLite refused, as a sentence goes on."""
    text = error.strerror if isinstance(error, OSError) else str(error)
    return (text or type(error).__name__).rstrip(".")


def sync(path: Path) -> None:
    """Brings a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def set_aside_name(live: Path, at: datetime) -> Path:
    """A free name beside the file for what it held until this moment."""
    first = live.with_name(f"{live.name}.before-restore-{at:%Y%m%d-%H%M%S}")
    name, count = first, 1
    while name.exists():
        count += 1
        name = first.with_name(f"{first.name}-{count}")
    return name


def set_aside(live: Path, name: Path) -> None:
    """Renames a database with what SQLite keeps beside it."""
    # The database goes last: without its name SQLite would take what lies beside it for rubbish.
    for side in (*SIDES, ""):
        part = live.with_name(f"{live.name}{side}")
        if part.exists():
            part.rename(name.with_name(f"{name.name}{side}"))
    sync(live.parent)
