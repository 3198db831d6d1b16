"""Turns: first come, first served, one at a time, and nobody for ever."""

import threading

import pytest

from storage.turns import TookTooLong, Turns

PATIENCE = 10.0  # seconds: what takes longer hangs


def test_who_came_first_goes_first() -> None:
    turns, order = Turns(), list[int]()

    def come(number: int) -> None:
        with turns.turn(PATIENCE):
            order.append(number)

    with turns.turn(PATIENCE):
        people = []
        for number in range(8):
            people.append(threading.Thread(target=come, args=[number]))
            people[-1].start()
            while len(turns._waiting) <= number:
                pass
    for person in people:
        person.join(PATIENCE)
    assert order == list(range(8))


def test_one_is_at_it_at_a_time() -> None:
    turns, at_it, most = Turns(), list[int](), list[int]()

    def come(number: int) -> None:
        for _ in range(200):
            with turns.turn(PATIENCE):
                at_it.append(number)
                most.append(len(at_it))
                at_it.remove(number)

    people = [threading.Thread(target=come, args=[number]) for number in range(6)]
    for person in people:
        person.start()
    for person in people:
        person.join(PATIENCE)
    assert most == [1] * 1200


def test_who_waited_too_long_leaves_the_queue_to_the_others() -> None:
    turns = Turns()
    with turns.turn(PATIENCE), pytest.raises(TookTooLong), turns.turn(0.01):
        pass
    with turns.turn(0.0):
        pass


def test_whoever_fails_in_their_turn_gives_it_back() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="failed"), turns.turn(PATIENCE):
        raise ValueError("failed")
    with turns.turn(0.0):
        pass
