"""The demo without a browser: by typing, also through a pipe."""

import subprocess
import sys


def test_the_demo_can_be_talked_to_through_a_pipe() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--terminal"],
        input="/case K7Q2M\ntime next day\nquit\n",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "Case K7Q2M" in said.stdout
    assert "09:30 now." in said.stdout
    assert said.stderr == ""
