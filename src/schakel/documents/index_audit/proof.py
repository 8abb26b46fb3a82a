# SPDX-License-Identifier: EUPL-1.2
"""Where each number in the text comes from: reference, table, row and column."""

from collections.abc import Sequence

from schakel.composite.audit.findings import FIGURES, AuditFinding
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.formats import plain_number
from schakel.documents.index_audit.audit_names import AuditNames
from schakel.documents.index_audit.finding_sentences import References
from schakel.documents.report.blocks import Table


def proof_table(findings: Sequence[AuditFinding], references: References, names: AuditNames) -> list[Table]:
    """Return the places that prove these findings, those that the text refers to only."""
    say = names.say
    told = sorted(
        (f for f in findings if any(f is known for known in references.told)), key=references.number_of
    )
    if not told:
        return []
    columns = (
        Column(say("No."), "number"),
        Column(say("Table (CSV)")),
        Column(say("Row")),
        Column(say("Column")),
        Column(say("Value"), "number"),
    )
    rows = tuple((str(references.number_of(f)), *_cells(f, names)) for f in told)
    return [Table(say("Where the numbers come from"), ChartTable(columns, rows), (0.5, 2, 3, 2, 1.2))]


def _cells(finding: AuditFinding, names: AuditNames) -> tuple[str, str, str, str]:
    place = finding.place
    row = ", ".join(f"{key} {value}" for key, value in place.where.items())
    return (
        f"{place.table}.csv",
        row or names.say("all rows"),
        place.column or names.say("all columns"),
        _value(finding, names),
    )


def _value(finding: AuditFinding, names: AuditNames) -> str:
    place = finding.place
    key = str(place.where.get("figure")) if place.table == FIGURES else place.column
    value = finding.values.get(key)
    if isinstance(value, bool) or value is None:
        return "–"
    return value if isinstance(value, str) else plain_number(float(value), names.language)
