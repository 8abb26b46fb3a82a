# SPDX-License-Identifier: EUPL-1.2
"""What the sheet of an initiative shows of this subject."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from schakel.programme.queries.claim_sums import overview
from schakel.programme.queries.claims import STEPS, ClaimState
from schakel.programme.queries.evidence_level import level_of
from schakel.programme.queries.initiative_sheet import InitiativeSheet
from schakel.web.programme.results.amounts import step_cell
from schakel.web.programme.results.sentences import overview_sentences
from schakel.web.programme.results.tables import kind_cell, name_cell, reason_cell
from schakel.web.programme.results.words import evidence_level_words, step_words
from schakel.web.reading import Reading
from schakel.web.rights.asking import visitor_of
from schakel.web.tables.table import Column, Row, Table

MOST_CLAIMS = 100


def initiative_part(request: HttpRequest, reading: Reading, sheet: InitiativeSheet) -> dict[str, Any]:
    """Return what ``results_initiative.html`` shows; its tables stand under "tables"."""
    states = sheet.claims[:MOST_CLAIMS]
    level = evidence_level_words(level_of(sheet.said))
    found = overview(states, sheet.today)
    told = overview_sentences(found) if found.n_results or not states else []
    told.append(_("Evidence: %(level)s.") % {"level": level})
    return {
        "sentence": " ".join(told),
        "tables": [initiative_table(states, reading)] if states else [],
        "add": _address_to_add(request, reading, sheet.initiative.code),
    }


def initiative_table(states: tuple[ClaimState, ...], reading: Reading) -> Table:
    """Return the results of one initiative."""
    columns = (
        Column("result", _("Result")),
        Column("kind", _("Kind")),
        *(Column(step, step_words(step).capitalize(), numeric=True) for step in STEPS),
        Column("verdict", _("Contribution")),
    )
    rows = tuple(
        Row(
            (
                name_cell(s, reading),
                kind_cell(s),
                *(step_cell(s, step, reading.language) for step in STEPS),
                reason_cell(s),
            )
        )
        for s in states
    )
    return Table("results", _("Results: from promise to proof"), columns, rows)


def _address_to_add(request: HttpRequest, reading: Reading, code: str) -> str:
    visitor, about = visitor_of(request), {"initiative": code}
    if not visitor.may("initiative-result-new", "write", about):
        return ""
    return reading.url("initiative-result-new", initiative=code)
