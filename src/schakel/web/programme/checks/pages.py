# SPDX-License-Identifier: EUPL-1.2
"""Controles: what is not right in the register, how bad it is and what to do about it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from schakel.documents.formats import enumeration
from schakel.programme.integrity.checks import (
    SEVERITIES,
    Check,
    CheckCount,
    Finding,
    UnknownCheck,
    count_findings,
    find_check,
    findings_of,
)
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

MOST_FINDINGS = 1_000
TONES = {"critical": "bad", "severe": "bad", "warning": "mild", "info": ""}
PAGES_OF = {
    "initiative": "initiative",
    "partner": "partner",
    "claim": "result",
    "activity": "activity",
    "source": "money-source",
    "indicator": "indicator",
}


def severity_words(severity: str) -> str:
    """Return how bad a finding is, in words."""
    words = {
        "critical": _("wrong"),
        "severe": _("serious"),
        "warning": _("needs attention"),
        "info": _("to know"),
    }
    return words[severity]


@require_safe
@page
def show_checks(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show every check with its number of findings, the worst first."""
    counts = count_findings(timezone.localdate())
    finding = [c for c in counts if c.n_findings]
    clean = [c for c in counts if not c.n_findings]
    tables = [
        _checks_table(reading, finding, "checks", _("The checks that find something, the worst first")),
        _checks_table(reading, clean, "clean-checks", _("The checks that find nothing")),
    ]
    context = {
        "programme_page": "checks",
        "answer": _answer(reading, counts),
        "n_checks": len(counts),
        "n_clean": len(clean),
        "first": [
            {"count": c, "label": reading.text(c.check.label), "what": reading.text(c.check.do)}
            for c in counts
            if c.n_findings and c.check.severity in ("critical", "severe")
        ][:5],
    }
    return show_programme(request, reading, "web/programme/checks.html", context, tables=tables)


@require_safe
@page
def show_check(request: HttpRequest, reading: Reading, check: str) -> HttpResponse:
    """Show the findings of one check."""
    try:
        found = find_check(check)
    except UnknownCheck as unknown:
        raise Http404 from unknown
    findings = findings_of(found, timezone.localdate(), MOST_FINDINGS)
    context = {
        "programme_page": "checks",
        "check": found,
        "severity": severity_words(found.severity),
        "tone": TONES[found.severity],
        "n": len(findings),
        "cut_off": len(findings) == MOST_FINDINGS,
    }
    tables = [_findings_table(reading, found, findings)]
    return show_programme(request, reading, "web/programme/check.html", context, tables=tables)


def _answer(reading: Reading, counts: tuple[CheckCount, ...]) -> str:
    totals = {s: sum(c.n_findings for c in counts if c.check.severity == s) for s in SEVERITIES}
    total = sum(totals.values())
    if not total:
        return _("All checks pass: nothing in the register contradicts itself or is overdue.")
    parts = [f"{n} {severity_words(s)}" for s, n in totals.items() if n]
    n_clean = sum(not c.n_findings for c in counts)
    return ngettext(
        "There is %(n)s finding: %(parts)s. %(clean)s of the %(all)s checks find nothing.",
        "There are %(n)s findings: %(parts)s. %(clean)s of the %(all)s checks find nothing.",
        total,
    ) % {"n": total, "parts": enumeration(parts, reading.language), "clean": n_clean, "all": len(counts)}


def _checks_table(reading: Reading, counts: list[CheckCount], name: str, caption: str) -> Table:
    columns = (
        Column("check", _("Check")),
        Column("findings", _("Findings"), True),
        Column("severity", _("How bad")),
        Column("why", _("Why it matters")),
        Column("do", _("What to do")),
    )
    ordered = sorted(counts, key=lambda c: SEVERITIES.index(c.check.severity))
    rows = tuple(
        Row(
            (
                text_cell(reading.text(c.check.label), reading.url("check", c.check.id)),
                Cell(str(c.n_findings), c.n_findings, tone=TONES[c.check.severity] if c.n_findings else ""),
                Cell(severity_words(c.check.severity), SEVERITIES.index(c.check.severity)),
                text_cell(reading.text(c.check.why)),
                text_cell(reading.text(c.check.do)),
            )
        )
        for c in ordered
    )
    return Table(name, caption, columns, rows)


def _findings_table(reading: Reading, check: Check, findings: tuple[Finding, ...]) -> Table:
    columns = (Column("name", _("What")), Column("detail", _("Detail")), Column("code", _("Code")))
    page_name = PAGES_OF.get(check.about)
    rows = tuple(
        Row(
            (
                text_cell(f.name, reading.url(page_name, f.code) if page_name else ""),
                text_cell(f.detail),
                text_cell(f.code),
            )
        )
        for f in findings
    )
    return Table("findings", reading.text(check.label), columns, rows)
