"""The files that a machine is set up with: what they name is there."""

import json
import os
import re
from pathlib import Path

import pytest
from slack_sdk import WebClient
from typer.testing import CliRunner

from bot import settings
from bot.cli.app import app
from bot.settings import Terms
from handlers import clock, http_mode
from handlers.manifest import manifest
from handlers.metrics import Metrics
from handlers.office import Office
from handlers.website import Request
from storage.database import Database
from storage.words import LetterState
from tests.conftest import on_sqlite
from tests.handlers.test_metrics import fill
from tests.test_settings import variables

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
UNITS = ("g2o.service", "g2o-backup.service")
PYTHON = "/opt/g2o/.venv/bin/python -m bot"
# What compose and the unit set for others than the bot.
OTHERS = {
    "G2O_PASSWORD",
    "MPLCONFIGDIR",
    "OWNER_PASSWORD",
    "PGPASSWORD",
    "POSTGRES_PASSWORD",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONPATH",
    "PYTHONUNBUFFERED",
}


def text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def commands(name: str) -> list[str]:
    """What a file has the bot do: "serve", "db backup"."""
    return re.findall(rf"{re.escape(PYTHON)} (.+)$", text(name), re.MULTILINE)


@pytest.mark.parametrize("command", ["serve", "db backup", "db upgrade"])
def test_every_command_that_is_started_exists(command: str) -> None:
    assert CliRunner().invoke(app, [*command.split(), "--help"]).exit_code == 0


def test_the_units_start_these_commands() -> None:
    assert [commands(name) for name in UNITS] == [["serve"], ["db backup"]]


@pytest.mark.parametrize("name", UNITS)
@pytest.mark.parametrize(
    "line",
    [
        "User=g2o",
        "EnvironmentFile=/etc/g2o/g2o.env",
        "UMask=0077",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "MemoryDenyWriteExecute=yes",
        "CapabilityBoundingSet=",
        "SystemCallFilter=@system-service",
        "StateDirectoryMode=0700",
    ],
)
def test_the_units_give_no_more_than_is_needed(name: str, line: str) -> None:
    assert line in text(name).splitlines()


def test_a_backup_that_the_timer_makes_is_found_and_cleared_away() -> None:
    from bot.cli.backups import PATTERN

    assert f'-name "{PATTERN}"' in text("g2o-backup.service")
    assert "BACKUPS=/var/backups/g2o" in text("g2o-backup.service")
    assert "ReadWritePaths=/var/backups/g2o" in text("g2o-backup.service")


@pytest.mark.parametrize("name", [*UNITS, "compose.yaml", "Dockerfile", "g2o"])
def test_every_variable_is_one_of_the_settings(name: str) -> None:
    named = set(re.findall(r"\b([A-Z][A-Z0-9_]+)(?:=|: )", text(name)))
    assert named - variables() - OTHERS - {"CMD"} == set()


def test_the_variables_of_compose_are_settings_that_the_bot_takes() -> None:
    url = re.findall(r"DATABASE_URL: (\S+)", text("compose.yaml"))
    assert set(url) == {settings.database_address(url[0])}


@pytest.mark.parametrize("name", re.findall(r"^COPY (?!--)(\S+)", text("Dockerfile"), re.MULTILINE))
def test_what_the_image_is_made_of_is_there_and_not_ignored(name: str) -> None:
    assert (ROOT / name).exists()
    assert f"!{name}" in text("Dockerfile.dockerignore").splitlines()


def test_the_image_has_all_that_serving_imports() -> None:
    copied = set(re.findall(r"^COPY (?!--)(\S+)", text("Dockerfile"), re.MULTILINE))
    assert {"bot", "handlers", "storage", "requirements.lock"} <= copied


def test_the_image_installs_what_the_lock_file_says_and_is_run_by_nobody_special() -> None:
    assert "--require-hashes -r /opt/g2o/requirements.lock" in text("Dockerfile")
    assert re.search(r"^USER g2o$", text("Dockerfile"), re.MULTILINE)
    assert "/readyz" in text("Dockerfile")


@pytest.mark.parametrize("name", ["g2o", "database.sh"])
def test_scripts_can_be_run(name: str) -> None:
    assert os.access(DEPLOY / name, os.X_OK)


def test_the_proxy_passes_on_what_slack_posts_and_nothing_else() -> None:
    assert re.findall(r"location (?:= )?(\S+) \{", text("nginx.conf")) == ["/", http_mode.PATH]
    assert text("nginx.conf").count("server 127.0.0.1:") == 2


@on_sqlite
def test_the_rules_of_alarm_name_what_is_measured(db: Database, terms: Terms) -> None:
    office = Office(db, terms, WebClient())
    fill(office.measures)
    told = Metrics(office, "socket", lambda: True).tell(Request({}, b"")).body
    measured = set(re.findall(r"^(g2o_\w+)", told, re.MULTILINE))
    assert set(re.findall(r"\bg2o_\w+", text("alerts.yaml"))) - measured == set()
    labels = set(re.findall(r"(\w+)=", "".join(re.findall(r"\{([^}]*)\}", told))))
    for label, value in re.findall(r'\{(\w+)="(\w+)"\}', text("alerts.yaml")):
        assert label in labels | {"job"}
        assert value in {*clock.JOBS, *LetterState, "failed", "g2o"}


def test_every_rule_of_alarm_says_what_it_means_and_what_to_do() -> None:
    rules = text("alerts.yaml").split("- alert: ")[1:]
    assert len(rules) > 8
    for rule in rules:
        for part in ("expr: ", "severity: ", "summary: ", "do: "):
            assert part in rule, rule


def test_the_slack_cli_is_given_this_versions_manifest() -> None:
    assert json.loads(text("slack-cli/manifest.json")) == manifest()


def test_the_slack_cli_runs_the_bots_own_commands() -> None:
    hooks = json.loads(text("slack-cli/hooks.json"))["hooks"]
    for command in (hooks["get-manifest"], hooks["start"]):
        python, *words = command.split()
        assert (python, words[:2]) == (".venv/bin/python", ["-m", "bot"])
        assert CliRunner().invoke(app, [*words[2:], "--help"]).exit_code == 0
