"""What the doctor finds of a PostgreSQL server."""

from collections.abc import Iterator

from bot.cli.findings import Finding, note
from storage import engines, server_facts
from storage.database import Database
from storage.server_facts import Facts

OLDEST = 14
HERE = {None, "", "localhost", "127.0.0.1", "::1"}
POOLER = "In PgBouncer set pool_mode = session, and take `options` out of ignore_startup_parameters."


def look(database: Database) -> Iterator[Finding]:
    """Its version and letters, the bot's role, a pooler in between, and whether the network is private."""
    facts = server_facts.look(database)
    yield from faults(facts)
    yield _encrypted(facts, database.engine.url.host)


def faults(facts: Facts) -> Iterator[Finding]:
    """What is not well, by what the server said; a line that all is well where nothing is."""
    found = [*_of_server(facts), *_of_role(facts), *_of_pooler(facts)]
    if not any(one.is_fault for one in found):
        yield Finding(
            f"Database server: PostgreSQL {facts.version}, {facts.encoding}, and the role may write"
        )
    yield from found


def _of_server(facts: Facts) -> Iterator[Finding]:
    if facts.version < OLDEST:
        found = f"Database server: PostgreSQL {facts.version}, where {OLDEST} or newer is needed"
        yield Finding(found, "Have the server upgraded.")
    if facts.encoding != "UTF8" or not facts.letters:
        mend = "Make the database anew: see SQLite or PostgreSQL in docs/running.md."
        yield Finding(f"Database: made for some letters alone ({facts.encoding}): É is not é there", mend)
    if facts.is_standby:
        mend = "Let DATABASE_URL lead to the primary."
        yield Finding("Database server: a standby, which takes nothing new", mend)
    if facts.free_connections < engines.CONNECTIONS:
        found = f"Database server: {facts.free_connections} connections are free of the "
        mend = "Raise max_connections, or run fewer replicas."
        yield note(f"{found}{engines.CONNECTIONS} that a bot may open", mend)


def _of_role(facts: Facts) -> Iterator[Finding]:
    if not facts.can_write:
        mend = "Let it own the database: ALTER DATABASE g2o OWNER TO g2o, and its tables likewise."
        yield Finding("Database role: it may not write to every table", mend)
    if facts.is_superuser:
        mend = "Give the bot a role of its own: see SQLite or PostgreSQL in docs/running.md."
        yield note("Database role: a superuser, which may do anything on the whole server", mend)


def _of_pooler(facts: Facts) -> Iterator[Finding]:
    if not facts.is_same:
        yield Finding("Database pooler: it gives each transaction another connection", POOLER)
    if not facts.keeps_settings:
        yield Finding("Database pooler: it drops what the bot sets at the start of a connection", POOLER)


def _encrypted(facts: Facts, host: str | None) -> Finding:
    if facts.is_encrypted or host in HERE:
        return Finding("Database server: what is sent to it stays private")
    return Finding(
        "Database server: what is sent to it over the network is not encrypted",
        "Add ?sslmode=verify-full to DATABASE_URL.",
    )
