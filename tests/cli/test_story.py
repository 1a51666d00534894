"""`comity play --story`: the game as a chronicle on stdout."""

from tests.cli.asking import comity


def test_a_story_is_printed_instead_of_the_table() -> None:
    done = comity("play", "crash-course", "--seed", "7", "--story")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("# The Year After\n")
    assert all(f"\n## {label}\n" in done.stdout for label in ("Spring", "Summer", "Autumn", "Winter"))
    assert "digest" not in done.stdout


def test_same_seed_same_bytes_whatever_python_hashes() -> None:
    runs = {comity("play", "crash-course", "--story", "--seed", "7", hash_seed=seed).stdout for seed in "015"}
    assert len(runs) == 1


def test_another_seed_is_another_story() -> None:
    assert len({comity("play", "crash-course", "--story", "--seed", seed).stdout for seed in "12"}) == 2


def test_one_states_thread_is_told_alone() -> None:
    done = comity("play", "crash-course", "--story", "--state", "HAN")
    assert done.returncode == 0
    assert done.stdout.startswith("# The Year After: Hansa\n")


def test_an_unknown_state_is_answered_with_those_that_there_are() -> None:
    done = comity("play", "crash-course", "--story", "--state", "hansa")
    assert (done.returncode, done.stdout) == (1, "")
    assert all(key in done.stderr for key in ("COL", "SER", "HAN", "ARC", "LEM", "RUR"))


def test_a_story_as_json_is_wrong_usage() -> None:
    done = comity("play", "crash-course", "--story", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "plain text" in done.stderr


def test_a_state_without_a_story_is_wrong_usage() -> None:
    done = comity("play", "crash-course", "--state", "HAN")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--story" in done.stderr
