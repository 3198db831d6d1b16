"""Thousands of verbs by several processes at once: every one stored, in one unbroken chain."""

import subprocess
import sys

import sqlalchemy as sa

from storage import chain, integrity, journal
from storage.database import Database
from storage.models import Audit
from tests.council import Council

VERBS = 2000
PEOPLE = 8


def test_the_chain_is_unbroken_after_two_thousand_verbs_at_once(
    db: Database, db_url: str, council: Council
) -> None:
    processes = 1 if db.is_embedded else 2
    share, people = VERBS // processes, PEOPLE // processes
    at_work = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.verbs.busy", db_url, str(people), str(number * share), str(share)]
        )
        for number in range(processes)
    ]
    assert [process.wait(timeout=120) for process in at_work] == [0] * processes
    with db.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Audit)) == VERBS
        assert journal.length(session) == VERBS
        assert [*integrity.faults(session), *chain.faults(session)] == []
