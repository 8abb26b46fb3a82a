# SPDX-License-Identifier: EUPL-1.2
"""An uploaded file is sent as a download that cannot do anything, to who may have it."""

import pytest
from django.test import Client
from django.utils import timezone
from tests.programme.factories import InitiativeFactory

from schakel.programme.recording import Actor
from schakel.programme.uploads import evidence_path, store_evidence


@pytest.fixture
def file(place):
    def stored(**more):
        return store_evidence(
            name="één rapport.pdf",
            content=b"%PDF-1.7 inhoud",
            by=Actor("account:1"),
            at=timezone.now(),
            folder=place,
            **more,
        )

    return stored


def address(file):
    return f"/2031/programma/bewijs/{file.pk}/"


def test_a_public_file_is_a_download_that_runs_nothing(anybody, file):
    answer = anybody.get(address(file(is_public=True)))
    assert answer.content == b"%PDF-1.7 inhoud"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C3%A9%C3%A9n%20rapport.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Type"] == "application/pdf"


def test_another_file_is_for_the_roles_of_the_table(anybody, browser, file):
    place = address(file())
    assert anybody.get(place)["Location"].startswith("/account/login/?next=")
    allowed = {"bureau": 200, "board": 200, "administrator": 200, "council": 403, "acquisition": 403}
    assert {role: browser(role).get(place).status_code for role in allowed} == allowed
    assert browser("lead", initiative=InitiativeFactory()).get(place).status_code == 403


def test_what_is_not_there_or_was_changed_is_told(anybody, place, file):
    assert anybody.get("/2031/programma/bewijs/99/").status_code == 404
    kept = file(is_public=True)
    evidence_path(place, kept.sha256).write_bytes(b"anders")
    answer = Client().get(address(kept))
    assert answer.status_code == 503
    assert b"anders" not in answer.content
