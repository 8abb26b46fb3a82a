# SPDX-License-Identifier: EUPL-1.2
"""Every address of the programme."""

from schakel.web.programme.activities.addresses import PAGES as ACTIVITIES
from schakel.web.programme.checks.addresses import PAGES as CHECKS
from schakel.web.programme.evidence.addresses import PAGES as EVIDENCE
from schakel.web.programme.indicators.addresses import PAGES as INDICATORS
from schakel.web.programme.initiatives.addresses import PAGES as INITIATIVES
from schakel.web.programme.money.addresses import PAGES as MONEY
from schakel.web.programme.network.addresses import PAGES as NETWORK
from schakel.web.programme.partners.addresses import PAGES as PARTNERS
from schakel.web.programme.registers.addresses import PAGES as REGISTERS
from schakel.web.programme.results.addresses import PAGES as RESULTS
from schakel.web.programme.sheets.addresses import PAGES as SHEETS
from schakel.web.programme.steering.addresses import PAGES as STEERING
from schakel.web.programme.updates.addresses import PAGES as UPDATES

PAGES = [
    *ACTIVITIES,
    *CHECKS,
    *EVIDENCE,
    *INDICATORS,
    *INITIATIVES,
    *MONEY,
    *NETWORK,
    *PARTNERS,
    *REGISTERS,
    *RESULTS,
    *SHEETS,
    *STEERING,
    *UPDATES,
]
