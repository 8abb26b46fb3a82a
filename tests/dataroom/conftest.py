# SPDX-License-Identifier: EUPL-1.2
"""The shipped figures, loaded once for all tests of the data room."""

import pytest
from tests.dataroom.figures_at_hand import FIGURES

from schakel.dataroom.observations import read_observations
from schakel.dataroom.store import ingest_figures


@pytest.fixture(scope="session")
def shipped_home(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    ingest_figures(FIGURES, home)
    return home


@pytest.fixture(scope="session")
def shipped(shipped_home):
    return read_observations(shipped_home)
