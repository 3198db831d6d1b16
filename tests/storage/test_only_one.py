"""The lock of a SQLite file: one process at a time, and never a stale one."""

import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.only_one import AlreadyRunning, only_one
from storage.unavailable import Unavailable, Why

HOLD = """
import sys
from pathlib import Path
from storage.only_one import only_one
with only_one(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process(file: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process that holds the lock until it is ended."""
    command = [sys.executable, "-c", HOLD, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def enter(file: Path) -> None:
    with only_one(file):
        pass


def test_a_second_process_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "g2o.db"
    with another_process(file), pytest.raises(AlreadyRunning) as caught:
        enter(file)
    assert caught.value.file == file


def test_a_process_that_is_killed_leaves_no_lock(tmp_path: Path) -> None:
    file = tmp_path / "g2o.db"
    with another_process(file) as process:
        process.kill()
        process.wait()
        enter(file)


def test_the_lock_is_free_again_after_the_block_whatever_happened(tmp_path: Path) -> None:
    file = tmp_path / "g2o.db"
    with pytest.raises(ValueError, match="refused"), only_one(file):
        raise ValueError("refused")
    enter(file)


def test_the_same_file_by_another_name_is_the_same(tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "g2o.db")
    with only_one(tmp_path / "g2o.db"), pytest.raises(AlreadyRunning):
        enter(link)


def test_two_files_do_not_keep_each_other_out(tmp_path: Path) -> None:
    with only_one(tmp_path / "g2o.db"):
        enter(tmp_path / "other.db")


def test_the_lock_stays_for_the_next_and_is_for_this_user_alone(tmp_path: Path) -> None:
    enter(tmp_path / "g2o.db")
    lock = tmp_path / "g2o.db.lock"
    assert stat.S_IMODE(lock.stat().st_mode) == 0o600
    assert not (tmp_path / "g2o.db").exists()


def test_a_folder_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as caught:
        enter(tmp_path / "nowhere" / "g2o.db")
    assert (caught.value.why, caught.value.code) == (Why.AWAY, "ENOENT")
