# SPDX-License-Identifier: EUPL-1.2
"""Consistency checks on printed figures and on statistics; see docs/method/consistency-checks.md.

In: observations, printed figures, rules as data. Out: findings as codes and numbers.
Public: ``check_figures``, ``load_rules``, ``Finding``, ``CheckRules``.
"""

from schakel.dataroom.checks.findings import Finding as Finding
from schakel.dataroom.checks.rules import CheckRules as CheckRules
from schakel.dataroom.checks.rules import load_rules as load_rules
from schakel.dataroom.checks.run import check_figures as check_figures
