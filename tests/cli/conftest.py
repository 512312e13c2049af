"""A data folder of its own for every test, and a throw-away cluster shared by those that leave it running."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gatepost.cli.cluster import Cluster
from gatepost.cli.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "data folder")
    made.prepare()
    return made


@pytest.fixture(scope="module")
def cluster_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A data folder whose cluster `test` is set up once and removed at the end."""
    made = Home(tmp_path_factory.mktemp("cluster") / "the school's data folder")
    made.prepare()
    yield made
    Cluster(made, "test").site.remove()
