"""People, teams, cases, rounds, audits, recommendations, actions, the inbox and the guarded journal."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SQLITE_GUARDS = (
    """CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END""",
    """CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END""",
    # INSERT OR REPLACE deletes without firing the trigger for DELETE, so that is refused here.
    """CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
    WHEN EXISTS (SELECT 1 FROM journal WHERE number = NEW.number OR hash = NEW.hash)
    BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END""",
    """CREATE TRIGGER journal_in_order BEFORE INSERT ON journal
    WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM journal)
    BEGIN SELECT RAISE(ABORT, 'the journal is written in order'); END""",
    """CREATE TRIGGER journal_values_no_update BEFORE UPDATE ON journal_values
    BEGIN SELECT RAISE(ABORT, 'the values in the journal never change'); END""",
)
POSTGRESQL_GUARDS = (
    """CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE FUNCTION journal_require_order() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM journal) THEN
            RAISE EXCEPTION 'the journal is written in order'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$""",
    """CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
    EXECUTE FUNCTION journal_refuse('the journal is only ever added to')""",
    """CREATE TRIGGER journal_in_order BEFORE INSERT ON journal
    FOR EACH ROW EXECUTE FUNCTION journal_require_order()""",
    """CREATE TRIGGER journal_values_no_update BEFORE UPDATE ON journal_values
    EXECUTE FUNCTION journal_refuse('the values in the journal never change')""",
    # Without ALWAYS a session that calls itself a replica would pass them.
    "ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_no_change",
    "ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_in_order",
    "ALTER TABLE journal_values ENABLE ALWAYS TRIGGER journal_values_no_update",
)


def word(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_inbox")),
    )
    op.create_index(op.f("ix_inbox_received_at"), "inbox", ["received_at"], unique=False)
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column(
            "basis",
            word("basis", "all", "half", "random", "thematic", "risk"),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("planned", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("name", name=op.f("uq_rounds_name")),
    )
    op.create_index(op.f("ix_rounds_organisation"), "rounds", ["organisation"], unique=False)
    op.create_index(op.f("ix_rounds_starts_on"), "rounds", ["starts_on"], unique=False)
    op.create_table(
        "teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("name", name=op.f("uq_teams_name")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slack_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "role",
            word("role", "practitioner", "manager", "quality", "leader", "auditor", "administrator"),
            nullable=False,
        ),
        sa.Column("administrator", sa.Boolean(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("working_days", sa.Text(), nullable=False),
        sa.Column("cover_id", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cover_id"], ["people.id"], name=op.f("fk_people_cover_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_people_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("slack_id", name=op.f("uq_people_slack_id")),
    )
    op.create_index(op.f("ix_people_name"), "people", ["name"], unique=False)
    op.create_index(op.f("ix_people_role"), "people", ["role"], unique=False)
    op.create_index(op.f("ix_people_team_id"), "people", ["team_id"], unique=False)
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("system_number", sa.Text(), nullable=True),
        sa.Column(
            "cohort",
            word("cohort", "early_help", "child_in_need", "child_protection", "child_in_care", "care_leaver"),
            nullable=False,
        ),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_cases_team_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["people.id"], name=op.f("fk_cases_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("reference", name=op.f("uq_cases_reference")),
        sa.UniqueConstraint("system_number", name=op.f("uq_cases_system_number")),
    )
    op.create_index(op.f("ix_cases_cohort"), "cases", ["cohort"], unique=False)
    op.create_index(op.f("ix_cases_team_id"), "cases", ["team_id"], unique=False)
    op.create_index(op.f("ix_cases_worker_id"), "cases", ["worker_id"], unique=False)
    op.create_table(
        "journal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who_id", sa.Integer(), nullable=True),
        sa.Column(
            "door",
            word("door", "command", "button", "form", "command_line", "import"),
            nullable=False,
        ),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("before_digest", sa.Text(), nullable=True),
        sa.Column("after_digest", sa.Text(), nullable=True),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["who_id"], ["people.id"], name=op.f("fk_journal_who_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_journal")),
        sa.UniqueConstraint("hash", name=op.f("uq_journal_hash")),
    )
    op.create_index("ix_journal_subject", "journal", ["subject", "subject_id"], unique=False)
    op.create_table(
        "posts",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("post IN ('manager', 'service_manager')", name=op.f("ck_posts_post")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_posts_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_posts_team_id")),
        sa.PrimaryKeyConstraint("team_id", "post", name=op.f("pk_posts")),
    )
    op.create_index(op.f("ix_posts_person_id"), "posts", ["person_id"], unique=False)
    op.create_table(
        "audits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("audited_on", sa.Date(), nullable=False),
        sa.Column("auditor_name", sa.Text(), nullable=False),
        sa.Column("auditor_id", sa.Integer(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("from_file", sa.Boolean(), nullable=False),
        sa.Column("from_worker", sa.Boolean(), nullable=False),
        sa.Column("from_manager", sa.Boolean(), nullable=False),
        sa.Column("from_family", sa.Boolean(), nullable=False),
        sa.Column(
            "grade",
            word("grade", "inadequate", "requires_improvement", "good", "outstanding", "not_graded"),
            nullable=False,
        ),
        sa.Column(
            "moderated_grade",
            word(
                "moderated_grade", "inadequate", "requires_improvement", "good", "outstanding", "not_graded"
            ),
            nullable=True,
        ),
        sa.Column("moderator_name", sa.Text(), nullable=True),
        sa.Column("moderated_on", sa.Date(), nullable=True),
        sa.Column("logged_by_id", sa.Integer(), nullable=True),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["auditor_id"], ["people.id"], name=op.f("fk_audits_auditor_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_audits_case_id")),
        sa.ForeignKeyConstraint(["logged_by_id"], ["people.id"], name=op.f("fk_audits_logged_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_audits_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audits")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audits_case_id"), "audits", ["case_id"], unique=False)
    op.create_index(op.f("ix_audits_round_id"), "audits", ["round_id"], unique=False)
    op.create_index(
        "uq_audits_once_alone",
        "audits",
        ["case_id", "audited_on", "auditor_name"],
        unique=True,
        sqlite_where=sa.text("round_id IS NULL"),
        postgresql_where=sa.text("round_id IS NULL"),
    )
    op.create_index(
        "uq_audits_once_in_a_round",
        "audits",
        ["case_id", "round_id", "audited_on", "auditor_name"],
        unique=True,
        sqlite_where=sa.text("round_id IS NOT NULL"),
        postgresql_where=sa.text("round_id IS NOT NULL"),
    )
    op.create_table(
        "journal_values",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_journal_values_case_id")),
        sa.ForeignKeyConstraint(["number"], ["journal.number"], name=op.f("fk_journal_values_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_journal_values")),
    )
    op.create_index(op.f("ix_journal_values_case_id"), "journal_values", ["case_id"], unique=False)
    op.create_table(
        "recommendations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("audit_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column(
            "origin",
            word("origin", "audit", "moderation", "iro", "consultation", "inspection", "multi_agency_audit"),
            nullable=False,
        ),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_recommendations_audit_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_recommendations_case_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_recommendations_made_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_recommendations_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendations")),
        sa.UniqueConstraint("number", name=op.f("uq_recommendations_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_recommendations_audit_id"), "recommendations", ["audit_id"], unique=False)
    op.create_index(op.f("ix_recommendations_case_id"), "recommendations", ["case_id"], unique=False)
    op.create_index(op.f("ix_recommendations_round_id"), "recommendations", ["round_id"], unique=False)
    op.create_table(
        "actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            word("status", "open", "started", "done", "checked", "not_doing", "no_longer_applies"),
            nullable=False,
        ),
        sa.Column("agreed_by_id", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("due_on >= first_due_on", name=op.f("ck_actions_first_date_first")),
        sa.CheckConstraint(
            "recommendation_id IS NOT NULL OR case_id IS NOT NULL", name=op.f("ck_actions_for_something")
        ),
        sa.ForeignKeyConstraint(["agreed_by_id"], ["people.id"], name=op.f("fk_actions_agreed_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_actions_case_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["people.id"], name=op.f("fk_actions_done_by_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_actions_owner_id")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendations.id"], name=op.f("fk_actions_recommendation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_actions_case_id"), "actions", ["case_id"], unique=False)
    op.create_index(op.f("ix_actions_owner_id"), "actions", ["owner_id"], unique=False)
    op.create_index(op.f("ix_actions_recommendation_id"), "actions", ["recommendation_id"], unique=False)
    op.create_index(
        "ix_actions_unfinished",
        "actions",
        ["first_due_on", "id"],
        unique=False,
        sqlite_where=sa.text("status IN ('open', 'started')"),
        postgresql_where=sa.text("status IN ('open', 'started')"),
    )
    is_embedded = op.get_bind().dialect.name == "sqlite"
    for guard in SQLITE_GUARDS if is_embedded else POSTGRESQL_GUARDS:
        op.execute(guard)
