# SPDX-License-Identifier: EUPL-1.2
"""The site without a measurement, with a database, accounts in a role and their browsers."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from tests.web.site import site_settings

from schakel.web.models import Account, RoleGrant

PASSWORD = "een lange zin als wachtwoord"


@pytest.fixture
def place(tmp_path, db):
    """The home folder of a site on which nothing was computed."""
    with site_settings(tmp_path):
        yield tmp_path


@pytest.fixture
def make_account(place):
    """Return a function that makes an account, with a role that counts today unless told otherwise."""

    def made(role="", *, email="", starts_on=date(2020, 1, 1), ends_on=date(2999, 1, 1), **about):
        email = email or f"{role or 'niemand'}{Account.objects.count()}@voorbeeld.invalid"
        account = Account.objects.create_user(email, PASSWORD)
        EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
        if role:
            RoleGrant.objects.create(
                account=account,
                role=role,
                sponsor="system",
                starts_on=starts_on,
                ends_on=ends_on,
                created_at=timezone.now(),
                changed_at=timezone.now(),
                created_by="system",
                changed_by="system",
                **about,
            )
        return account

    return made


@pytest.fixture
def browser(make_account):
    """Return a function that gives a signed-in browser: ``browser("bureau")``; ``.account`` is its account."""

    def signed_in(role="", **about):
        client = Client()
        client.account = make_account(role, **about)
        client.force_login(client.account)
        return client

    return signed_in


@pytest.fixture
def anybody(place):
    return Client()


@pytest.fixture
def next_month():
    return timezone.localdate() + timedelta(days=30)
