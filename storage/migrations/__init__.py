"""The schema's history, by Alembic. Each step adds; an older version of the bot keeps working beside it."""

HEAD = "0001"
