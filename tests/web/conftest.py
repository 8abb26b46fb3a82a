# SPDX-License-Identifier: EUPL-1.2
"""A home folder with the invented measurement, as the pages read it."""

import pytest
from tests.web.site import build_home, site_settings


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    return build_home(tmp_path_factory.mktemp("schakel-home"))


@pytest.fixture(scope="session")
def traced_home(tmp_path_factory):
    """The measurement of the made-up course, in which every figure is in the ledger."""
    from tests.web.site import MADE_UP

    from schakel.diagnosis.run import make_measurement

    folder = tmp_path_factory.mktemp("traced-home")
    make_measurement(MADE_UP, MADE_UP / "figures", folder, n_runs=50)
    return folder


@pytest.fixture
def site(home):
    """A reader's browser on the invented measurement; a page that touches the database fails."""
    from django.test import Client

    with site_settings(home):
        yield Client()


@pytest.fixture
def traced(traced_home):
    from django.test import Client

    with site_settings(traced_home):
        yield Client()
