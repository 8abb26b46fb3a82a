# SPDX-License-Identifier: EUPL-1.2
"""Every address of the cycle."""

from django.urls import URLPattern

from schakel.web.cycle.decisions.addresses import PAGES as DECISIONS
from schakel.web.cycle.dialogue.addresses import PAGES as DIALOGUE
from schakel.web.cycle.evaluation.addresses import PAGES as EVALUATION
from schakel.web.cycle.following.addresses import PAGES as FOLLOWING
from schakel.web.cycle.measurements.addresses import PAGES as MEASUREMENTS
from schakel.web.cycle.meetings.addresses import PAGES as MEETINGS
from schakel.web.cycle.recalibration.addresses import PAGES as RECALIBRATION
from schakel.web.cycle.week.addresses import PAGES as WEEK
from schakel.web.cycle.year.addresses import PAGES as YEAR

PAGES: list[URLPattern] = [
    *DECISIONS,
    *DIALOGUE,
    *EVALUATION,
    *FOLLOWING,
    *MEASUREMENTS,
    *MEETINGS,
    *RECALIBRATION,
    *WEEK,
    *YEAR,
]
