"""The draw: the right size, of each stratum its share, and the same again for the same seed."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.rules import sampling
from bot.rules.sampling import Candidate, Stratum
from storage.words import Cohort

CASES = st.dictionaries(
    st.integers(0, 9999).map(str),
    st.builds(Stratum, st.sampled_from(Cohort), st.sampled_from(("North", "South", ""))),
    max_size=80,
).map(lambda strata: [Candidate(*entry) for entry in strata.items()])
SEEDS = st.text(max_size=8)
# Cases with the auditors who may have them: of three, each in a team of their own, or anybody.
BARRED = st.dictionaries(st.integers(0, 999).map(str), st.sampled_from([0, 1, 2, None]), max_size=40)
MANY = [Candidate(f"C{number}", Stratum(list(Cohort)[number % 5], "North")) for number in range(100)]


def references(cases: list[Candidate]) -> list[str]:
    return [case.reference for case in cases]


@given(CASES, st.integers(0, 100), SEEDS)
def test_as_many_are_drawn_as_asked_for_or_there_are_and_none_twice(
    cases: list[Candidate], size: int, seed: str
) -> None:
    (drawn,) = sampling.draw([cases], size, seed)
    assert len(drawn) == len(set(references(drawn))) == min(size, len(cases))
    assert set(drawn) <= set(cases)


@given(CASES.filter(bool), st.integers(0, 80), SEEDS)
def test_of_every_stratum_there_are_within_one_of_its_share(
    cases: list[Candidate], size: int, seed: str
) -> None:
    size = min(size, len(cases))
    drawn = Counter(case.stratum for case in sampling.sample(cases, size, seed))
    for stratum, many in Counter(case.stratum for case in cases).items():
        assert abs(drawn[stratum] * len(cases) - size * many) < len(cases)


@given(CASES, st.integers(0, 80), SEEDS, st.randoms())
def test_the_same_seed_and_cases_give_the_same_sample_in_whichever_order(
    cases: list[Candidate], size: int, seed: str, chance: Random
) -> None:
    shuffled = list(cases)
    chance.shuffle(shuffled)
    assert sampling.draw([cases], size, seed) == sampling.draw([shuffled], size, seed)


def test_another_seed_gives_another_sample() -> None:
    samples = {tuple(references(sampling.sample(MANY, 20, str(seed)))) for seed in range(50)}
    assert len(samples) == 50


def test_in_the_long_run_every_case_is_drawn_as_often_as_any_other() -> None:
    drawn = Counter(case for seed in range(1000) for case in sampling.sample(MANY, 50, str(seed)))
    assert all(400 < drawn[case] < 600 for case in MANY)


@given(CASES, st.sampled_from(Cohort), st.integers(0, 100), SEEDS)
def test_the_first_tier_is_drawn_wholly_if_it_fits_and_alone_if_it_does_not(
    cases: list[Candidate], first: Cohort, size: int, seed: str
) -> None:
    chosen = [case for case in cases if case.stratum.cohort is first]
    others = [case for case in cases if case.stratum.cohort is not first]
    from_first, from_others = sampling.draw([chosen, others], size, seed)
    if len(chosen) <= size:
        assert set(from_first) == set(chosen)
    else:
        assert (len(from_first), from_others) == (size, [])
    assert len(from_first) + len(from_others) == min(size, len(cases))


def test_the_next_of_a_stratum_is_known_before_anybody_asks() -> None:
    ten, eleven = (sampling.sample(MANY[::5], size, "seed") for size in (10, 11))
    assert eleven[:10] == ten


@given(BARRED, SEEDS)
def test_cases_are_shared_as_evenly_as_can_be_and_never_to_whom_they_are_barred(
    barred: dict[str, int | None], seed: str
) -> None:
    cases = {name: {0, 1, 2} - {whose} for name, whose in barred.items()}
    shared = sampling.share_out(cases, 3, seed)
    assert set(shared) == set(cases)
    assert all(auditor in cases[name] for name, auditor in shared.items())
    has = Counter(shared.values())
    for name, auditor in shared.items():
        assert all(has[auditor] <= has[other] + 1 for other in cases[name])


@given(st.dictionaries(st.integers(0, 999).map(str), st.sets(st.integers(0, 4)), max_size=40), SEEDS)
def test_whatever_the_teams_bar_nobody_could_have_less_by_giving_up_one(
    cases: dict[str, set[int]], seed: str
) -> None:
    shared = sampling.share_out(cases, 5, seed)
    assert set(shared) == {name for name, may in cases.items() if may}
    has = Counter(shared.values())
    for name, auditor in shared.items():
        assert auditor in cases[name]
        assert all(has[auditor] <= has[other] + 1 for other in cases[name])


@given(BARRED, SEEDS, st.randoms())
def test_cases_are_shared_in_the_same_way_again(
    barred: dict[str, int | None], seed: str, chance: Random
) -> None:
    cases = {name: {0, 1, 2} - {whose} for name, whose in barred.items()}
    names = list(cases)
    chance.shuffle(names)
    again = sampling.share_out({name: cases[name] for name in names}, 3, seed)
    assert again == sampling.share_out(cases, 3, seed)


def test_a_case_that_nobody_may_audit_is_left_out() -> None:
    assert sampling.share_out({"1": {0}, "2": set()}, 1, "seed") == {"1": 0}
