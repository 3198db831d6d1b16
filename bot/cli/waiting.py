"""Waiting at the start for what is not there yet."""

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, wait_exponential
from tenacity.nap import sleep_using_event
from tenacity.stop import stop_when_event_set

log = logging.getLogger("g2o")

There = TypeVar("There")
LONGEST_PAUSE = 30.0  # seconds


def until_there(
    attempt: Callable[[], There],
    is_passing: Callable[[BaseException], bool],
    stop: threading.Event,
    what: str,
) -> There | None:
    """Tries until it succeeds, with longer and longer pauses; None where told to stop meanwhile.

    Raises what `attempt` raised where that is not passing. `what` is said once, in the log.
    """

    def say(state: RetryCallState) -> None:
        if state.attempt_number == 1:
            log.warning("%s: trying again until it can be", what)

    retrying = Retrying(
        retry=retry_if_exception(is_passing),
        wait=wait_exponential(multiplier=0.5, max=LONGEST_PAUSE),
        sleep=sleep_using_event(stop),
        stop=stop_when_event_set(stop),
        before_sleep=say,
        reraise=True,
    )
    try:
        return retrying(attempt)
    except BaseException as error:
        if stop.is_set() and is_passing(error):
            return None
        raise
