# SPDX-License-Identifier: EUPL-1.2
"""The settings about signing in: safe by themselves, wrong ones named at once, and counting over processes."""

import multiprocessing
import os
import subprocess
import sys

import pytest
from django.core.cache import caches
from django.test import Client, override_settings

from schakel.web.accounts.counting import CountingCache
from schakel.web.environment import WrongSettings, read_environment
from schakel.web.security import MOST_BYTES
from schakel.web.sign_in_settings import sign_in_settings


@pytest.fixture
def environment(monkeypatch):
    for name in list(os.environ):
        if name.startswith("SCHAKEL_"):
            monkeypatch.delenv(name)
    return monkeypatch


def run_django(*arguments, **environment):
    command = [sys.executable, "-m", "django", *arguments, "--settings", "schakel.web.settings"]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True)


def test_a_served_site_has_no_warning(tmp_path):
    result = run_django(
        "check", "--deploy", "--fail-level", "WARNING", SCHAKEL_HOME=str(tmp_path), SCHAKEL_HTTPS="1"
    )
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_the_second_factor_is_on_unless_it_is_switched_off_in_so_many_words(environment):
    assert sign_in_settings(read_environment())["SCHAKEL_SECOND_FACTOR"] is True
    environment.setenv("SCHAKEL_SECOND_FACTOR", "off")
    assert sign_in_settings(read_environment())["SCHAKEL_SECOND_FACTOR"] is False
    environment.setenv("SCHAKEL_SECOND_FACTOR", "no")
    with pytest.raises(WrongSettings, match="SCHAKEL_SECOND_FACTOR"):
        read_environment()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://u:p%40ss@mail.voorbeeld.invalid", ("mail.voorbeeld.invalid", 587, "p@ss", True, False)),
        ("smtps://mail.voorbeeld.invalid", ("mail.voorbeeld.invalid", 465, "", False, True)),
        ("smtp://localhost:25", ("localhost", 25, "", False, False)),
    ],
)
def test_a_mail_server_is_taken_apart_and_encrypted_unless_it_is_this_machine(environment, url, expected):
    environment.setenv("SCHAKEL_MAIL_URL", url)
    environment.setenv("SCHAKEL_MAIL_FROM", "schakel@voorbeeld.invalid")
    found = sign_in_settings(read_environment())
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
    assert tuple(found[name] for name in names) == expected


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"SCHAKEL_MAIL_URL": "http://mail"}, "SCHAKEL_MAIL_URL"),
        ({"SCHAKEL_MAIL_URL": "smtp://mail"}, "SCHAKEL_MAIL_FROM"),
        ({"SCHAKEL_SECURITY_CONTACT": "iemand@voorbeeld.invalid"}, "SCHAKEL_SECURITY_CONTACT"),
    ],
)
def test_a_wrong_setting_is_named(environment, given, named):
    for name, value in given.items():
        environment.setenv(name, value)
    with pytest.raises(WrongSettings, match=named):
        read_environment()


def test_the_contact_for_weaknesses_can_be_found(anybody):
    assert anybody.get("/.well-known/security.txt").status_code == 404
    with override_settings(SCHAKEL_SECURITY_CONTACT="mailto:veilig@voorbeeld.invalid"):
        answer = anybody.get("/.well-known/security.txt")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/plain")
    assert "Contact: mailto:veilig@voorbeeld.invalid\n" in text
    assert "Expires: 2" in text


def test_a_request_that_no_form_makes_is_not_read(anybody):
    answer = anybody.generic("POST", "/account/login/", b"", CONTENT_LENGTH=str(MOST_BYTES + 1))
    assert answer.status_code == 413
    assert "10 MB" in answer.content.decode()


def test_a_form_without_the_sign_of_this_site_is_refused(make_account):
    strict = Client(enforce_csrf_checks=True)
    assert (
        strict.post("/account/login/", {"login": "x@voorbeeld.invalid", "password": "x"}).status_code == 403
    )


@pytest.mark.parametrize("page", ["/account/login/", "/rechten/", "/account/password/reset/"])
def test_the_pages_keep_to_their_own_scripts(anybody, page):
    policy = anybody.get(page)["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "unsafe" not in policy


def _try(folder, results):
    results.put(CountingCache(str(folder), {}).add("lock", 1, 60))


def test_of_several_processes_one_gets_the_lock(tmp_path):
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    tries = [context.Process(target=_try, args=(tmp_path, results)) for _ in range(8)]
    for each in tries:
        each.start()
    for each in tries:
        each.join()
    assert sorted(results.get() for _ in tries) == [False] * 7 + [True]


def test_the_count_is_in_a_file_that_every_process_reads(tmp_path):
    place = {"default": {"BACKEND": "schakel.web.accounts.counting.CountingCache", "LOCATION": str(tmp_path)}}
    with override_settings(CACHES=place):
        one, other = caches.create_connection("default"), caches.create_connection("default")
        assert one.add("n", 1, 60) and not other.add("n", 2, 60)
        assert other.get("n") == 1
        other.delete("n")
        assert one.add("n", 3, 60)
