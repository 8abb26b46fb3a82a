# SPDX-License-Identifier: EUPL-1.2
"""Two browsers that send the same link at the same moment give one answer, on both databases."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.programme.test_kill_during_writes import database as database
from tests.programme.test_kill_during_writes import run

ANSWERER = Path(__file__).with_name("answering_at_once.py")
TOKENS = [f"link{k}" for k in range(12)]
MAKE = f"""
import django; django.setup()
from tests.cycle.factories import SurveyFactory, SurveyInvitationFactory
from schakel.cycle.actions.surveys import fingerprint_of
survey = SurveyFactory()
for token in {TOKENS!r}:
    SurveyInvitationFactory(survey=survey, fingerprint=fingerprint_of(token))
"""
CHECK = """
import django; django.setup()
from schakel.cycle.models import SurveyAnswer, SurveyInvitation
from schakel.programme.auditing import verify_audit_chain
print(verify_audit_chain().n_entries)
print(SurveyInvitation.objects.filter(answered_on__isnull=False).count())
print(*sorted(a.scores["talent"] for a in SurveyAnswer.objects.all()))
"""


@pytest.mark.xdist_group("kill")
def test_of_two_answers_with_one_link_exactly_one_counts(database):
    run(database, "-c", MAKE)
    start = str(time.time() + 6)
    processes = [
        subprocess.Popen(
            [sys.executable, str(ANSWERER), str(score), start, *TOKENS],
            env=database,
            stdout=subprocess.PIPE,
            text=True,
        )
        for score in (3, 8)
    ]
    won = [process.communicate(timeout=90)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(won[0] + won[1]) == sorted(TOKENS), "each link counts once, and no answer is lost"
    n_lines, n_used, scores = run(database, "-c", CHECK)
    assert (int(n_lines), int(n_used)) == (len(TOKENS), len(TOKENS))
    assert scores.split() == ["3"] * len(won[0]) + ["8"] * len(won[1])
