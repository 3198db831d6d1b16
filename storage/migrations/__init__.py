"""The schema's history, by Alembic. Each step only adds, so that what was stored stays readable."""

HEAD = "0006"
