"""Settings: what is read, what is refused and how, and that every variable is explained where people look."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest

from bot import settings
from bot.settings import WrongSettings, read

ROOT = Path(__file__).parent.parent
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


class Asked(Mapping[str, str]):
    """An environment without variables that remembers which were asked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def problems(environment: Mapping[str, str], *, needs_slack: bool = False) -> list[str]:
    with pytest.raises(WrongSettings) as caught:
        read(environment, needs_slack=needs_slack)
    return caught.value.problems


# --- every variable is explained


def variables() -> set[str]:
    """The variables that the settings are read from."""
    asked = Asked()
    read(asked, needs_slack=False)
    return asked.names


def examples() -> list[tuple[str, str]]:
    """Every variable of .env.example with its value, whether it is commented out or not."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return re.findall(r"^(?:# )?([A-Z][A-Z0-9_]*)=(.*)$", text, re.MULTILINE)


def test_the_example_has_every_variable_once_and_no_other() -> None:
    names = [name for name, _ in examples()]
    assert sorted(names) == sorted(variables())


def test_the_readme_has_every_variable_once_and_no_other() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `([A-Z][A-Z0-9_]*)` \|", text, re.MULTILINE)) == sorted(variables())


def test_the_examples_are_the_defaults() -> None:
    assert read(dict(examples()), needs_slack=False) == read({}, needs_slack=False)


def test_the_readme_tells_the_defaults() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([A-Z][A-Z0-9_]*)` \| ?(.*?) ?\|", text, re.MULTILINE))
    # The sentence is too long for a table.
    told["DUTY_SENTENCE"] = settings.DUTY_SENTENCE
    assert told == dict(examples())


# --- what is read


def test_nothing_but_the_tokens_needs_to_be_set() -> None:
    chosen = read(TOKENS, needs_slack=True)
    assert (chosen.slack_bot_token, chosen.slack_app_token) == ("xoxb-1", "xapp-1")
    assert (chosen.slack_api_url, chosen.database_url) == ("https://slack.com/api/", "sqlite:///g2o.db")


def test_the_terms_are_the_trades_starting_values() -> None:
    terms = read({}, needs_slack=False).terms
    assert (terms.due_inadequate, terms.due_case, terms.follow_up_months) == (5, 20, 3)
    assert (terms.zone.key, terms.admins) == ("Europe/London", ())
    assert (terms.calendar.country, terms.calendar.part) == ("GB", "ENG")
    assert terms.duty_sentence == (
        "If a child may be at risk now, phone the duty manager. Do not use this bot."
    )


@pytest.mark.parametrize("written", ["U01,U02", "U01, U02", "U01 U02", " U01 ,\tU02 "])
def test_several_words_stand_with_commas_or_spaces_between(written: str) -> None:
    assert read({"ADMINS": written}, needs_slack=False).terms.admins == ("U01", "U02")


def test_closure_days_are_no_working_days() -> None:
    calendar = read({"CLOSURES": "2026-12-29, 2026-12-30"}, needs_slack=False).terms.calendar
    assert calendar.after(date(2026, 12, 24), 1) == date(2026, 12, 31)


def test_a_ladder_is_read_in_the_order_of_its_days() -> None:
    chosen = read({"LADDER": "4 manager, 0 owner"}, needs_slack=False)
    assert [str(rung) for rung in chosen.terms.ladder.rungs] == ["0 owner", "4 manager"]


def test_a_ladder_that_tells_a_manager_before_the_owner_is_refused_with_the_reason() -> None:
    (problem,) = problems({"LADDER": "-5 owner, 5 manager"})
    assert problem == ("LADDER does not tell the owner on the due date or after it, before others are told")


@pytest.mark.parametrize("blank", ["", "  "])
def test_an_empty_variable_is_one_that_is_not_set(blank: str) -> None:
    environment = dict.fromkeys(variables(), blank)
    assert read(environment, needs_slack=False) == read({}, needs_slack=False)


@pytest.mark.parametrize(
    ("name", "written", "field", "value"),
    [
        ("SLACK_API_URL", "https://slack.example/api", "slack_api_url", "https://slack.example/api/"),
        ("SLACK_API_URL", "http://127.0.0.1:8080/api/", "slack_api_url", "http://127.0.0.1:8080/api/"),
        ("SLACK_API_URL", "http://localhost:8080/api/", "slack_api_url", "http://localhost:8080/api/"),
        ("DATABASE_URL", "sqlite:////srv/g2o.db", "database_url", "sqlite:////srv/g2o.db"),
        ("DATABASE_URL", "postgresql+psycopg://a@db/g2o", "database_url", "postgresql+psycopg://a@db/g2o"),
        ("DATABASE_URL", "postgresql://a@db/g2o", "database_url", "postgresql+psycopg://a@db/g2o"),
        ("DATABASE_URL", "postgres://db/g2o?ssl=1", "database_url", "postgresql+psycopg://db/g2o?ssl=1"),
        ("SLACK_SIGNING_SECRET", "0123456789abcdef", "slack_signing_secret", "0123456789abcdef"),
        ("PORT", "0", "port", 0),
        ("HOST", "0.0.0.0", "host", "0.0.0.0"),  # noqa: S104 - what somebody may write
        ("LOG_LEVEL", "debug", "log_level", "DEBUG"),
        ("LOG_FORMAT", "JSON", "log_format", "json"),
        ("TEAM_CHANNEL", " C0QUALITY1 ", "team_channel", "C0QUALITY1"),
        ("SEAL_CHANNEL", "C0GOVERN01", "seal_channel", "C0GOVERN01"),
        ("SEAL_FILE", "/mnt/governance/seals.txt", "seal_file", Path("/mnt/governance/seals.txt")),
    ],
)
def test_a_variable_is_taken_as_it_is_meant(name: str, written: str, field: str, value: str) -> None:
    assert getattr(read({name: written}, needs_slack=False), field) == value


@pytest.mark.parametrize(
    ("environment", "problem"),
    [
        ({"SEAL_FILE": "seals.txt"}, "SEAL_FILE give the whole path of a file, such as"),
        (
            {"SEAL_FILE": "/srv/g2o/seals.txt", "DATABASE_URL": "sqlite:////srv/g2o/g2o.db"},
            "SEAL_FILE lies beside the record: whoever can change the one can change the other",
        ),
        (
            {"SEAL_CHANNEL": "C0QUALITY1", "TEAM_CHANNEL": "C0QUALITY1"},
            "SEAL_CHANNEL is the team's own channel: choose one of people who do not keep the record",
        ),
    ],
)
def test_seals_are_kept_apart_from_what_they_seal(environment: dict[str, str], problem: str) -> None:
    assert problems(environment)[0].startswith(problem)


def test_settings_never_change() -> None:
    chosen = read({}, needs_slack=False)
    with pytest.raises(FrozenInstanceError):
        chosen.log_level = "DEBUG"  # type: ignore[misc]  # that is what is held here


# --- what is refused


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("SLACK_BOT_TOKEN", "xapp-1"),
        ("SLACK_APP_TOKEN", "xoxb-1"),
        ("SLACK_API_URL", "slack.com/api"),
        ("SLACK_API_URL", "https://"),
        ("SLACK_API_URL", "http://slack.example/api/"),
        ("SLACK_API_URL", "http://localhost.example/api/"),
        ("SLACK_API_URL", "http://127.0.0.1@slack.example/api/"),
        ("DATABASE_URL", "g2o.db"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite://g2o.db"),
        ("DATABASE_URL", "postgresql://db"),
        ("DATABASE_URL", "postgresql://db/"),
        ("DATABASE_URL", "postgresql://db?dbname=/"),
        ("SLACK_SIGNING_SECRET", "short"),
        ("SLACK_SIGNING_SECRET", "xapp-0123456789abcdef"),
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("TIMEZONE", "Mars/Olympus"),
        ("TIMEZONE", "../../etc/passwd"),
        ("TIMEZONE", "Europe"),
        ("BANK_HOLIDAYS", "Narnia"),
        ("BANK_HOLIDAYS", "GB-XYZ"),
        ("CLOSURES", "29 December"),
        ("CLOSURES", "2026-12-29, 2026-02-30"),
        ("DUE_INADEQUATE", "five"),
        ("DUE_INADEQUATE", "0"),
        ("DUE_CASE", "-1"),
        ("DUE_CASE", "367"),
        ("DUE_CASE", "20.5"),
        ("FOLLOW_UP_MONTHS", "three"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
        ("LETTERS", "later"),
        ("NUDGE_AT", "nine"),
        ("NUDGE_AT", "08:30"),
        ("NUDGE_AT", "16:30"),
        ("DIGEST_AT", "09:30"),
        ("DIGEST_AT", "sun 09:30"),
        ("LADDER", "tomorrow"),
        ("LADDER", "0 owner, 0 owner"),
        ("LADDER", "2 child"),
    ],
)
def test_a_wrong_variable_is_named_with_what_is_wrong(name: str, written: str) -> None:
    (problem,) = problems({name: written})
    assert re.match(rf"{name} (is|is not|is none of|begins|holds) ", problem)


@pytest.mark.parametrize("name", TOKENS)
def test_a_missing_token_is_said_to_be_missing_where_slack_is_needed(name: str) -> None:
    (problem,) = problems({other: TOKENS[other] for other in TOKENS if other != name}, needs_slack=True)
    assert problem.startswith(f"{name} is missing: it is the token that begins with {TOKENS[name][:5]}")


def test_a_signing_secret_stands_in_for_the_app_token_in_http_mode() -> None:
    chosen = read({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "0123456789abcdef"}, needs_slack=True)
    assert not chosen.is_socket_mode


def test_with_an_app_token_it_is_socket_mode_whatever_else_is_set() -> None:
    assert read({**TOKENS, "SLACK_SIGNING_SECRET": "0123456789abcdef"}, needs_slack=True).is_socket_mode


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("SLACK_BOT_TOKEN", "secret-1234"),
        ("SLACK_SIGNING_SECRET", "xapp-secret-1234"),
        ("DATABASE_URL", "mysql://g2o:secret@db.example/g2o"),
        ("DATABASE_URL", "postgresql://g2o:secret@db.example"),
    ],
)
def test_a_secret_is_never_repeated(name: str, written: str) -> None:
    (problem,) = problems({name: written})
    assert "secret-1234" not in problem
    assert ":secret@" not in problem


def test_everything_that_is_missing_or_wrong_is_named_at_once() -> None:
    wrong = {
        "SLACK_API_URL": "nowhere",
        "DATABASE_URL": "nowhere",
        "TIMEZONE": "nowhere",
        "BANK_HOLIDAYS": "nowhere",
        "CLOSURES": "never",
        "DUE_INADEQUATE": "soon",
        "DUE_CASE": "later",
        "FOLLOW_UP_MONTHS": "some",
        "LOG_LEVEL": "LOUD",
        "PORT": "front door",
    }
    named = [problem.split()[0] for problem in problems(wrong, needs_slack=True)]
    assert sorted(named) == sorted([*wrong, *TOKENS])


def test_the_message_has_a_line_for_each() -> None:
    with pytest.raises(WrongSettings) as caught:
        read({"DUE_CASE": "later", "LOG_LEVEL": "LOUD"}, needs_slack=False)
    assert str(caught.value).splitlines() == caught.value.problems


# --- where they come from


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("DUE_CASE=15\nDUE_INADEQUATE=4\n# a comment\nADMINS='U01, U02'\n", encoding="utf-8")
    monkeypatch.setenv("DUE_INADEQUATE", "3")
    monkeypatch.delenv("DUE_CASE", raising=False)
    terms = read(settings.environment(file), needs_slack=False).terms
    assert (terms.due_case, terms.due_inadequate, terms.admins) == (15, 3, ("U01", "U02"))


def test_no_file_is_no_trouble(tmp_path: Path) -> None:
    assert isinstance(settings.environment(tmp_path / ".env"), dict)
