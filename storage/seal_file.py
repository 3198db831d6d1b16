"""The file that seals are added to, a line at a time, by whichever process is first."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# A year of seals is 33,000 bytes.
TAIL = 65_536
# What shares say that know no locks.
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.EINVAL, errno.ENOSYS})


class SealFile:
    """The file while no other process adds to it. `tail` is what its last lines say."""

    def __init__(self, opened: int) -> None:
        self._opened = opened
        size = os.fstat(opened).st_size
        os.lseek(opened, max(0, size - TAIL), os.SEEK_SET)
        self._tail = os.read(opened, TAIL)

    @property
    def tail(self) -> str:
        return self._tail.decode("utf-8", "replace")

    def add(self, line: str) -> None:
        """Adds a line, and has it on the disk before this ends. Raises OSError."""
        # Whoever was killed in the middle of a line has left it without its end.
        is_cut_short = bool(self._tail) and not self._tail.endswith(b"\n")
        text = b"\n" * is_cut_short + f"{line}\n".encode()
        if os.write(self._opened, text) < len(text):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(self._opened)


@contextmanager
def opened(file: Path, *, is_new: bool) -> Iterator[SealFile]:
    """The file, which is made only where it `is_new`: one that is gone is missed.

    Raises BlockingIOError while another process is at it, and OSError where it is out of reach.
    """
    made = os.open(file, os.O_RDWR | os.O_APPEND | (os.O_CREAT if is_new else 0), 0o600)
    try:
        _lock(made)
        yield SealFile(made)
    finally:
        os.close(made)


def _lock(made: int) -> None:
    try:
        fcntl.flock(made, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise


def read(file: Path) -> str:
    """What its last lines say. Raises OSError."""
    with file.open("rb") as content:
        content.seek(max(0, file.stat().st_size - TAIL))
        return content.read(TAIL).decode("utf-8", "replace")
