"""`python -m bot`: the command line, where settings, database, Slack and clock meet."""

from bot.cli.app import app

if __name__ == "__main__":
    app(prog_name="python -m bot")
