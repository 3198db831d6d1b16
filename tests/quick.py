"""Where tests keep their files: the record is synced to its disk at every commit, and some disks are slow."""

import shutil
from pathlib import Path

PLENTY = 2_000_000_000  # bytes


def quick_folder() -> Path | None:
    """Memory, where there is plenty; None for the ordinary place."""
    memory = Path("/dev/shm")  # noqa: S108 - folders of one's own are made in it
    is_plenty = memory.is_dir() and shutil.disk_usage(memory).free > PLENTY
    return memory if is_plenty else None
