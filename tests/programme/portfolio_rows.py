# SPDX-License-Identifier: EUPL-1.2
"""Rows of a portfolio for tests: everything is well, unless a test says otherwise."""

from datetime import date
from decimal import Decimal

from schakel.programme.queries.portfolio import PortfolioRow, Running

TODAY = date(2031, 6, 15)


def paid_until(day, first=date(2027, 1, 1)):
    return Running(True, day, first, False)


UNKNOWN_MONEY = Running(False, None, None, False)
LASTING = Running(True, None, date(2027, 1, 1), True)
WELL = {
    "id": 1,
    "code": "one",
    "name": "Een",
    "kind": "project",
    "relation": "own",
    "stage": "growing",
    "invented": False,
    "place": "GM9901",
    "lines": ("1",),
    "target_groups": ("sme",),
    "owner": "Voorbeeldbedrijf",
    "has_accountable": False,
    "started_on": date(2027, 1, 1),
    "started_year": None,
    "ended_year": None,
    "exit_on": None,
    "continuity": "arranged",
    "stage_since": date(2030, 1, 1),
    "n_partners": 5,
    "helix": (("business", 5),),
    "granted_eur": Decimal(200_000),
    "spent_eur": None,
    "money": paid_until(date(2034, 12, 31)),
    "embedding": (3, 0, 0, 0),
    "evidence": "counted",
    "last_lights": ((date(2031, 5, 1), ()), (date(2031, 1, 1), ())),
    "ties": (("talent", True),),
    "has_lesson": False,
    "shares_target_group_with": (),
}


def row(code="one", **fields):
    return PortfolioRow(**(WELL | {"code": code, "name": code.title()} | fields))
