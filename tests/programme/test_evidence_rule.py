# SPDX-License-Identifier: EUPL-1.2
"""One rule says what is evidence: the gate, the level, the sheet, the portfolio and the check agree."""

from datetime import date, timedelta

import pytest
from tests.programme.factories import (
    ClaimFactory,
    ClaimStatementFactory,
    IndicatorFactory,
    InitiativeFactory,
    ReportingPeriodFactory,
)

from schakel.programme import portfolio_rules
from schakel.programme.integrity.checks import find_check, findings_of
from schakel.programme.models import IndicatorValue, Lineage
from schakel.programme.queries.evidence_level import SHOWN_LEVELS, evidence_level, has_evidence
from schakel.programme.queries.initiative_sheet import initiative_sheet, open_initiative
from schakel.programme.queries.portfolio import read_portfolio
from schakel.programme.queries.stage_evidence import best_evidence

TODAY = date(2031, 5, 6)
STAMP = {
    "created_at": "2031-01-01T00:00Z",
    "changed_at": "2031-01-01T00:00Z",
    "created_by": "x",
    "changed_by": "x",
}


def say(initiative, step="realised", amount="5", **fields):
    claim = ClaimFactory(initiative=initiative, invented=fields.pop("claim_invented", False))
    return ClaimStatementFactory(claim=claim, step=step, amount=amount, **fields)


def corrected(initiative, amount):
    wrong = say(initiative)
    ClaimStatementFactory(claim=wrong.claim, step="realised", amount=amount, corrects=wrong)


def measure(initiative, state="adopted", value=3, **fields):
    period = ReportingPeriodFactory(starts_on=date(2030, 1, 1), ends_on=date(2030, 12, 31))
    indicator = fields.pop("indicator", None) or IndicatorFactory()
    return IndicatorValue.objects.create(
        indicator=indicator,
        period=period,
        initiative=initiative,
        value=value,
        state=state,
        definition_version=1,
        author="account:1",
        **STAMP,
        **fields,
    )


def superseded(initiative, state):
    first = measure(initiative)
    measure(initiative, state, None, indicator=first.indicator, supersedes=first)


def earlier(initiative, kind):
    before = InitiativeFactory(stage="merged")
    Lineage.objects.create(initiative=before, other=initiative, kind=kind, **STAMP)
    say(before)


CASES = {
    "nothing": (lambda i: None, False),
    "promised": (lambda i: say(i, "promised"), False),
    "expected": (lambda i: say(i, "expected"), False),
    "realised": (say, True),
    "realised as the claimant states": (lambda i: say(i, method="stated"), True),
    "realised and counted": (lambda i: say(i, method="counted"), True),
    "realised, amount not known": (lambda i: say(i, amount=None), False),
    "realised, nothing": (lambda i: say(i, amount="0"), False),
    "verified": (lambda i: say(i, "verified", method="register"), True),
    "verified, nothing": (lambda i: say(i, "verified", "0", method="register"), False),
    "withdrawn": (lambda i: corrected(i, None), False),
    "corrected to nothing": (lambda i: corrected(i, "0"), False),
    "corrected to another amount": (lambda i: corrected(i, "4"), True),
    "adopted value": (measure, True),
    "draft value": (lambda i: measure(i, "concept"), False),
    "adopted parts of a ratio": (lambda i: measure(i, value=None, numerator=1, denominator=2), True),
    "adopted without a number": (lambda i: measure(i, value=None), False),
    "superseded by a draft": (lambda i: superseded(i, "concept"), True),
    "superseded by an adopted one without a number": (lambda i: superseded(i, "adopted"), False),
    "under its earlier name": (lambda i: earlier(i, "renamed_to"), True),
    "of what merged into it": (lambda i: earlier(i, "merged_into"), False),
    "an invented statement": (lambda i: say(i, invented=True), False),
    "an invented result": (lambda i: say(i, claim_invented=True), False),
    "an invented value": (lambda i: measure(i, invented=True), False),
}


@pytest.mark.parametrize("case", CASES)
def test_gate_level_sheet_portfolio_and_check_agree(case):
    make, is_evidence = CASES[case]
    initiative = InitiativeFactory(code="hub", stage="growing")
    make(initiative)
    best = best_evidence([initiative.pk], TODAY).get(initiative.pk)
    sheet = initiative_sheet(open_initiative("hub"), TODAY)
    row = next(r for r in read_portfolio(today=TODAY) if r.code == "hub")
    found = findings_of(find_check("growing_without_evidence"), TODAY)
    assert {
        "gate": best is not None and best.is_enough,
        "has_evidence": has_evidence(initiative),
        "level": evidence_level(initiative) in SHOWN_LEVELS,
        "sheet": sheet.evidence is not None and sheet.evidence.is_enough,
        "portfolio": row.evidence in portfolio_rules.SHOWN,
        "check": "hub" not in [f.code for f in found],
    } == dict.fromkeys(("gate", "has_evidence", "level", "sheet", "portfolio", "check"), is_evidence)
    assert sheet.evidence == best


@pytest.mark.parametrize("case", ["an invented statement", "an invented result", "an invented value"])
def test_what_was_invented_is_evidence_of_what_was_invented(case):
    initiative = InitiativeFactory(code="hub", stage="growing", invented=True)
    CASES[case][0](initiative)
    assert has_evidence(initiative)
    assert not findings_of(find_check("growing_without_evidence"), TODAY)
    assert initiative_sheet(open_initiative("hub"), TODAY).evidence is not None


def test_evidence_of_a_later_day_is_none_yet():
    initiative = InitiativeFactory(code="hub")
    say(initiative, on=TODAY + timedelta(days=1))
    assert best_evidence([initiative.pk], TODAY) == {}
    assert initiative_sheet(open_initiative("hub"), TODAY).evidence is None


def test_both_sets_of_levels_that_are_evidence_are_the_same():
    assert SHOWN_LEVELS == portfolio_rules.SHOWN
