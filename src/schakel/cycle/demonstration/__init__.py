# SPDX-License-Identifier: EUPL-1.2
"""The demonstration of the cycle: a year that was closed and one that runs, all of it invented."""

from schakel.cycle.demonstration.adding import CycleReport, LeftOut, add_demonstration_cycle
from schakel.cycle.demonstration.removing import let_go_of_real_rows

__all__ = ["CycleReport", "LeftOut", "add_demonstration_cycle", "let_go_of_real_rows"]
