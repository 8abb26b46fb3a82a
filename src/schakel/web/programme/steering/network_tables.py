# SPDX-License-Identifier: EUPL-1.2
"""Every assumption of the goals-efforts network as a table and as sentences."""

from django.utils.translation import gettext as _

from schakel.documents.sentences.names import lower_first
from schakel.programme.queries.goals_efforts import Assumption, GoalsEfforts
from schakel.web.programme.activities.words import cause_status_words
from schakel.web.programme.steering.diagnosis import Aim, element_name
from schakel.web.programme.steering.gap_tables import effort_cell
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


def assumption_table(reading: Reading, aim: Aim, network: GoalsEfforts) -> Table:
    """Return one row for each link from what is done to an element."""
    columns = (
        Column("effort", _("What is done")),
        Column("cause", _("Cause that it removes")),
        Column("known", _("How well known")),
        Column("element", _("Element")),
        Column("firm", _("How firmly")),
        Column("how", _("How it works")),
        Column("goals", _("Goals that it serves")),
    )
    rows = tuple(
        Row(
            (
                effort_cell(reading, a.effort),
                text_cell(a.cause) if a.cause else Cell(_("not named"), None, tone="bad"),
                text_cell(cause_status_words(a.cause_status)) if a.cause_status else Cell("–", None),
                text_cell(element_name(reading, a.element), reading.url("element", a.element)),
                text_cell(_("possibly") if a.strength == "possibly" else _("yes")),
                text_cell(a.mechanism) if a.mechanism else Cell(_("not said"), None, tone="unknown"),
                _goals_cell(aim, a),
            ),
            "target" if a.element in aim.weak else "",
        )
        for a in network.assumptions
    )
    return Table("assumptions", _("All assumptions, one a row"), columns, rows)


def _goals_cell(aim: Aim, a: Assumption) -> Cell:
    if not a.goals:
        return Cell(_("not named"), None, tone="unknown")
    return text_cell("; ".join(aim.names.goals.get(g, g) for g in a.goals))


def assumptions_by_element(
    reading: Reading, aim: Aim, network: GoalsEfforts, *, most: int
) -> list[dict[str, object]]:
    """Return the sentences of each element that has any, ``most`` of each; possible weakest links first."""
    found = []
    for element in sorted(network.elements, key=lambda e: e not in aim.weak):
        about = [a for a in network.assumptions if a.element == element]
        if about:
            found.append(
                {
                    "element": element,
                    "name": element_name(reading, element),
                    "is_weak": element in aim.weak,
                    "n": len(about),
                    "is_cut": len(about) > most,
                    "sentences": [
                        {
                            "name": a.effort.name,
                            "url": reading.url(a.effort.kind, a.effort.code),
                            "rest": _sentence(reading, a),
                            "mechanism": a.mechanism,
                            "is_external": a.effort.is_external,
                            "invented": a.effort.invented,
                        }
                        for a in about[:most]
                    ],
                }
            )
    return found


def _sentence(reading: Reading, a: Assumption) -> str:
    element = lower_first(element_name(reading, a.element))
    if a.cause_id is None:
        text = (
            _("would possibly strengthen %(element)s; the cause that it removes is not named.")
            if a.strength == "possibly"
            else _("would strengthen %(element)s; the cause that it removes is not named.")
        )
        return text % {"element": element}
    text = (
        _("would possibly strengthen %(element)s by removing this cause: “%(cause)s” (%(status)s).")
        if a.strength == "possibly"
        else _("would strengthen %(element)s by removing this cause: “%(cause)s” (%(status)s).")
    )
    return text % {
        "element": element,
        "cause": a.cause,
        "status": cause_status_words(a.cause_status),
    }
