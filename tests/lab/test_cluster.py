"""The same call plays its games on the machines of a Dask cluster."""

from collections.abc import Iterator

import numpy as np
import pytest
from distributed import Client, LocalCluster
from joblib import parallel_config

from comity.lab import sampling
from comity.scenarios.load import load


@pytest.fixture
def cluster() -> Iterator[LocalCluster]:
    """A scheduler and two workers, each a process of its own, that speak over loopback."""
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as started,
        Client(started),
    ):
        yield started


def test_games_are_played_by_the_clusters_workers_and_are_the_same(cluster: LocalCluster) -> None:
    # Given games in several chunks, dealt by lot
    scenario, count = load("crash-course"), 3 * sampling.CAST
    here = sampling.games(scenario, count, mixed=True, jobs=1)
    before = _steps(cluster)
    # When the call is wrapped as for a cluster
    with parallel_config(backend="dask"):
        there = sampling.games(scenario, count, mixed=True)
    # Then the cluster's scheduler had tasks, and no figure differs
    assert _steps(cluster) > before
    assert np.array_equal(sampling.joined(here, "scores"), sampling.joined(there, "scores"))
    assert [part.temperaments for part in here] == [part.temperaments for part in there]


def _steps(cluster: LocalCluster) -> int:
    """How often a task has gone from one state to another, as the scheduler counts."""
    assert cluster.scheduler is not None
    return int(cluster.scheduler.transition_counter)
