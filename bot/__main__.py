"""`python -m bot`: the command line, where settings, database, Slack and clock meet."""

import os

from bot.cli.app import app

if __name__ == "__main__":
    # The record, its backups and its exports are for the bot's own user alone.
    os.umask(0o077)
    app(prog_name="python -m bot")
