"""What Prometheus asks for. No label carries a person, a case or a word that somebody typed."""

import platform
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from itertools import accumulate
from typing import TYPE_CHECKING

from bot import VERSION
from handlers.looking import Look
from handlers.measures import BOUNDS
from handlers.office import Office
from handlers.website import Pages, Reply, Request
from storage import letters
from storage.letters import Standing
from storage.migrations import HEAD
from storage.unavailable import Unavailable

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from prometheus_client.core import Metric

PATH = "/metrics"
# What failed longer ago somebody has seen to.
LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Probe:
    """One look at the database, and what it said of the letters."""

    is_up: bool = False
    seconds: float = 0.0
    letters: Standing = field(default_factory=Standing)


class Metrics:
    """The page. What it is made with is loaded when somebody asks for the first time."""

    def __init__(self, office: Office, mode: str, is_connected: Callable[[], bool]) -> None:
        self._office = office
        self._mode = mode
        self._is_connected = is_connected
        self._probe = Look(self._look, Probe())
        self._making = threading.Lock()
        self._registry: CollectorRegistry | None = None

    @property
    def pages(self) -> Pages:
        return {("GET", PATH): self.tell}

    def tell(self, _: Request) -> Reply:
        """All there is, in Prometheus's text format."""
        from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest  # noqa: PLC0415 - as above

        with self._making:
            self._registry = self._registry or self._made()
        return Reply(HTTPStatus.OK, generate_latest(self._registry).decode(), CONTENT_TYPE_PLAIN_0_0_4)

    def _made(self) -> "CollectorRegistry":
        from prometheus_client import CollectorRegistry, ProcessCollector  # noqa: PLC0415 - as above

        registry = CollectorRegistry()
        registry.register(self)
        ProcessCollector(registry=registry)
        return registry

    def collect(self) -> "Iterator[Metric]":
        """What the registry asks for at each scrape."""
        yield from self._of_the_process()
        yield from self._of_people()
        yield from self._of_slack()
        yield from self._of_jobs()
        yield from self._of_the_record(self._probe())

    def _of_the_process(self) -> "Iterator[Metric]":
        about = {
            "version": VERSION,
            "tables": HEAD,
            "python": platform.python_version(),
            "mode": self._mode,
            "database": "sqlite" if self._office.db.is_embedded else "postgresql",
        }
        yield _gauge("g2o_build_info", "The bot that is at work.", list(about), [(list(about.values()), 1)])

    def _of_people(self) -> "Iterator[Metric]":
        from prometheus_client.core import HistogramMetricFamily  # noqa: PLC0415 - as above

        measures = self._office.measures
        what = "From a delivery of Slack's to its acknowledgement."
        acknowledged = HistogramMetricFamily("g2o_acknowledgement_seconds", what, labels=["kind"])
        bounds = [*map(str, BOUNDS), "+Inf"]
        for kind, spread in list(measures.acknowledged.items()):
            counted = list(zip(bounds, accumulate(spread.counts), strict=True))
            acknowledged.add_metric([kind], counted, spread.seconds)
        yield acknowledged
        answers = [(list(of), count) for of, count in list(measures.answers.items())]
        yield _counter("g2o_answers", "What people asked for, by how it ended.", ["kind", "outcome"], answers)

    def _of_slack(self) -> "Iterator[Metric]":
        measures = self._office.measures
        what = "1 where Slack can deliver, as far as the bot can tell."
        yield _one("g2o_slack_connected", what, self._is_connected())
        errors = [(list(of), count) for of, count in list(measures.slack_errors.items())]
        yield _counter(
            "g2o_slack_errors", "Calls that Slack refused or did not answer.", ["method", "code"], errors
        )
        waits, what = measures.rate_limits, "Times at which Slack wanted to be left alone, and for how long."
        yield _summary("g2o_slack_rate_limit_seconds", what, waits.count, waits.seconds)

    def _of_jobs(self) -> "Iterator[Metric]":
        turns = list(self._office.measures.turns.items())
        for name, what, values in (
            ("last_turn_timestamp_seconds", "When its last turn began.", [turn.began for _, turn in turns]),
            ("last_turn_seconds", "How long its last turn took.", [turn.seconds for _, turn in turns]),
        ):
            rows = [([job], value) for (job, _), value in zip(turns, values, strict=True)]
            yield _gauge(f"g2o_job_{name}", f"By scheduled job. {what}", ["task"], rows)
        failed = [([job], float(turn.failed)) for job, turn in turns]
        yield _counter("g2o_job_failures", "Turns of scheduled jobs that ended early.", ["task"], failed)

    def _of_the_record(self, probe: Probe) -> "Iterator[Metric]":
        yield _one("g2o_database_up", "1 where the database answers.", probe.is_up)
        yield _one("g2o_database_probe_seconds", "How long the look at the database took.", probe.seconds)
        waits, what = self._office.db.waits, "How long writers waited for their turn."
        yield _summary("g2o_write_wait_seconds", what, waits.count, waits.seconds)
        what = "Letters and digests that this process posted."
        yield _counter("g2o_letters_sent", what, [], [((), self._office.measures.letters_sent)])
        if probe.is_up:
            states = list(probe.letters.counts.items())
            what = "Letters that are not sent, by state; of those that failed, the last seven days'."
            yield _gauge("g2o_letters", what, ["state"], [((state,), count) for state, count in states])
            age, what = probe.letters.age(self._office.clock()), "Since the oldest that is not sent was made."
            yield _one("g2o_oldest_letter_seconds", what, age)

    def _look(self) -> Probe:
        office = self._office
        began = time.perf_counter()
        since = office.clock().astimezone(office.terms.zone).date() - LATELY
        try:
            with office.db.reading() as session:
                standing = letters.standing(session, since)
        except Unavailable:
            return Probe(seconds=time.perf_counter() - began)
        return Probe(is_up=True, seconds=time.perf_counter() - began, letters=standing)


Rows = Sequence[tuple[Sequence[str], float]]


def _one(name: str, what: str, value: float) -> "Metric":
    return _gauge(name, what, [], [((), value)])


def _gauge(name: str, what: str, labels: Sequence[str], rows: Rows) -> "Metric":
    from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - as above

    return _filled(GaugeMetricFamily(name, what, labels=labels), rows)


def _counter(name: str, what: str, labels: Sequence[str], rows: Rows) -> "Metric":
    from prometheus_client.core import CounterMetricFamily  # noqa: PLC0415 - as above

    return _filled(CounterMetricFamily(name, what, labels=labels), rows)


def _filled(family: "Metric", rows: Rows) -> "Metric":
    for labels, value in rows:
        family.add_metric(labels, value)  # type: ignore[attr-defined]  # each family has its own
    return family


def _summary(name: str, what: str, count: int, seconds: float) -> "Metric":
    from prometheus_client.core import SummaryMetricFamily  # noqa: PLC0415 - as above

    return SummaryMetricFamily(name, what, count_value=count, sum_value=seconds)
