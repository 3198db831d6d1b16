"""One process at a time at work on a SQLite file."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.unavailable import Unavailable, Why


class AlreadyRunning(Exception):  # noqa: N818 - a state of the database, not a mistake in the code
    """Another process is at work on the file."""

    def __init__(self, file: Path) -> None:
        super().__init__(str(file))
        self.file = file


@contextmanager
def only_one(file: Path) -> Iterator[None]:
    """Holds that no other process enters this block for the same SQLite file.

    The kernel drops the lock with the process, however it ends, so the lock file is never stale; it is never
    deleted either, or two processes could each hold one of that name. Raises AlreadyRunning or Unavailable.
    """
    lock = _opened(_beside(file))
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(file) from None
        yield
    finally:
        os.close(lock)


def _beside(file: Path) -> Path:
    """The lock of the file itself, by whatever link it is reached."""
    real = file.resolve()
    return real.with_name(f"{real.name}.lock")


def _opened(lock: Path) -> int:
    try:
        return os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        why = _BY_ERROR.get(error.errno or 0, Why.AWAY)
        raise Unavailable(why, errno.errorcode.get(error.errno or 0, "OSError")) from error


_BY_ERROR = {errno.EROFS: Why.READ_ONLY, errno.EACCES: Why.READ_ONLY, errno.ENOSPC: Why.FULL}
