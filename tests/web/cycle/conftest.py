# SPDX-License-Identifier: EUPL-1.2
"""The site with the invented measurement, a database, and a browser for each role."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from tests.web.site import site_settings

from schakel.web.models import Account, RoleGrant

NOW = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def reader(traced_home, db):
    """Somebody who is not signed in; the course is the made-up one, with its measurement."""
    with site_settings(traced_home):
        yield Client()


@pytest.fixture
def sign_in(reader):
    """Return a function that gives a browser with a role: ``sign_in("lead", initiative=initiative)``."""

    def signed_in(role, partner=None, initiative=None):
        account = Account.objects.create_user(f"{role}{Account.objects.count()}@voorbeeld.invalid")
        RoleGrant.objects.create(
            account=account,
            role=role,
            partner=partner,
            initiative=initiative,
            sponsor="system",
            starts_on=date(2020, 1, 1),
            ends_on=date(2999, 1, 1),
            created_at=NOW,
            changed_at=NOW,
            created_by="system",
            changed_by="system",
        )
        client = Client()
        client.force_login(account)
        return client

    return signed_in


@pytest.fixture
def bureau(sign_in):
    return sign_in("bureau")
