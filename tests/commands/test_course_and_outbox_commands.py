# SPDX-License-Identifier: EUPL-1.2
"""Commands for versions of the course and for the outbox."""

from datetime import date

import pytest
from django.test import override_settings
from django.utils import timezone
from tests.web.site import MADE_UP
from typer.testing import CliRunner

from schakel.__main__ import app
from schakel.commands import database
from schakel.commands.course import FileIsThere, NoSuchDraft, keep_running_version
from schakel.cycle.actions import drafts
from schakel.cycle.actions.course_versions import keep_course_version
from schakel.cycle.actions.outbox import put_in_outbox
from schakel.cycle.models import CourseVersion
from schakel.koers.check import check_course
from schakel.programme.recording import Actor

BY = {"by": Actor("account:1"), "at": timezone.now()}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _database_is_open(monkeypatch, tmp_path):
    monkeypatch.setenv("SCHAKEL_HOME", str(tmp_path / "home"))
    for module in ("course", "outbox"):
        monkeypatch.setattr(f"schakel.commands.{module}.open_database", lambda: None)
    assert database


def run(*arguments):
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def draft():
    version = keep_course_version(folder=MADE_UP, **BY)
    made = drafts.begin_draft(
        code="koers-2034", version_name="2034-2037", based_on=version, valid_from=date(2034, 1, 1), **BY
    )
    drafts.add_change(
        draft=made, kind="reword", item="lines:2", reason="x", label_nl="Vakmensen", label_en="People", **BY
    )
    return made


def test_the_running_version_is_kept_when_the_site_starts_and_only_once():
    keep_running_version(MADE_UP)
    keep_running_version(MADE_UP)
    version = CourseVersion.objects.get()
    assert (version.version_name, version.origin) == ("2030-2033", "course")


def test_a_folder_that_cannot_be_kept_does_not_keep_the_site_from_starting(tmp_path):
    keep_running_version(tmp_path)
    assert not CourseVersion.objects.exists()


def test_versions_and_drafts_are_listed(draft):
    told = run("course", "versions").output
    assert "2030-2033" in told
    assert "koers-2034" in told


def test_a_draft_is_written_as_a_whole_folder_that_is_right(draft, tmp_path):
    folder = tmp_path / "new"
    done = run("course", "draft-write", "koers-2034", str(folder), "--course", str(MADE_UP))
    assert done.exit_code == 0, done.output
    assert check_course(folder) == ()
    assert "Vakmensen" in (folder / "course.yaml").read_text(encoding="utf-8")
    again = run("course", "draft-write", "koers-2034", str(folder), "--course", str(MADE_UP))
    assert isinstance(again.exception, FileIsThere)


def test_what_must_change_in_the_register_is_named_with_exit_code_1(draft, tmp_path):
    drafts.add_change(draft=draft, kind="remove", item="lines:1", reason="x", **BY)
    done = run("course", "draft-write", "koers-2034", str(tmp_path / "new"), "--course", str(MADE_UP))
    assert done.exit_code == 1
    assert "register.yaml" in done.output


def test_a_draft_that_is_not_there_is_named_with_those_that_are(draft, tmp_path):
    done = run("course", "draft-write", "nergens", str(tmp_path / "new"), "--course", str(MADE_UP))
    assert isinstance(done.exception, NoSuchDraft)
    assert "koers-2034" in str(done.exception)


def test_without_a_mail_server_sending_says_how_much_waits():
    put_in_outbox(
        key="a",
        occasion="update",
        to="een@voorbeeld.invalid",
        subject="Vraag",
        text="Hoe staat het?",
        not_before=timezone.now(),
        keep_until=date(2999, 1, 1),
        **BY,
    )
    with override_settings(SCHAKEL_SENDS_MAIL=False):
        assert "SCHAKEL_MAIL_URL" in run("outbox", "send").output
    told = run("outbox", "list").output
    assert "een@voorbeeld.invalid" in told
    assert "Vraag" in told


def test_an_empty_outbox_says_so():
    assert run("outbox", "list").output.strip()
