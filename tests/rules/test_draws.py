"""Chance is the published generator, and each address draws alone."""

import hmac

import numpy as np
import pytest

from comity.rules.draws import Draws, commitment, philox

# Known answers of philox4x32-10 from the Random123 library's test vectors (Salmon et al. 2011).
KNOWN = [
    ([0, 0, 0, 0], [0, 0], [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
    ([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
    (
        [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
        [0xA4093822, 0x299F31D0],
        [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1],
    ),
]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_the_generator_gives_the_published_answers(
    counter: list[int], key: list[int], answer: list[int]
) -> None:
    out = philox(np.array(counter, dtype=np.uint64)[:, None], np.array(key, dtype=np.uint64)[:, None])
    assert out[:, 0].tolist() == answer


def test_one_rules_draws_do_not_shift_anothers() -> None:
    draws = Draws.for_turn([b"s" * 32], 3)
    entities = np.array([5, 7, 11])
    alone = draws.uniform("event:flood", entities)
    among = draws.table(("event:a", "event:flood", "event:b"), entities)[:, 1]
    assert alone.tolist() == among.tolist()


def test_an_entitys_draw_does_not_depend_on_who_stands_beside_it() -> None:
    draws = Draws.for_turn([b"s" * 32], 1)
    assert draws.uniform("r", np.array([9]))[0, 0] == draws.uniform("r", np.array([1, 9, 4]))[0, 1]


def test_a_single_place_draws_what_it_does_in_the_whole_table() -> None:
    draws, entities = Draws.for_turn([b"a" * 32, b"b" * 32, b"c" * 32], 2), np.array([5, 7, 1 << 40])
    rules = ("event:a", "event:b")
    whole = draws.table(rules, entities)
    rule, game, entity = np.array([1, 0, 1, 0]), np.array([2, 0, 1, 2]), np.array([0, 2, 2, 1])
    assert draws.at(rules, rule, game, entities[entity]).tolist() == whole[game, rule, entity].tolist()


def test_turns_purposes_and_seeds_draw_differently() -> None:
    keys = {
        key
        for turn in (1, 2)
        for purpose in ("rules", "bots")
        for key in Draws.for_turn([b"a" * 32, b"b" * 32], turn, purpose).keys.tolist()
    }
    assert len(keys) == 8


def test_each_game_of_a_batch_has_the_key_of_its_own_seed() -> None:
    seeds = [b"a" * 32, b"b" * 32]
    digests = [hmac.digest(seed, b"turn/3/bots", "sha256") for seed in seeds]
    assert Draws.for_turn(seeds, 3, "bots").keys.tolist() == [
        int.from_bytes(digest[:8], "little") for digest in digests
    ]


def test_draws_fill_the_unit_interval_evenly() -> None:
    lots = Draws.for_turn([b"x" * 32], 1).uniform("even", np.arange(4000))[0]
    counts = np.histogram(lots, bins=10, range=(0, 1))[0]
    assert lots.min() >= 0
    assert lots.max() < 1
    assert abs(counts - 400).max() < 100


def test_a_commitment_binds_game_and_seed() -> None:
    assert commitment("g1", b"s" * 32) != commitment("g2", b"s" * 32)
    assert commitment("g1", b"s" * 32) != commitment("g1", b"t" * 32)
