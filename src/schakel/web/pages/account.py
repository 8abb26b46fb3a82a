# SPDX-License-Identifier: EUPL-1.2
"""Verantwoording: may I trust this and reuse it: methods, choices, data age, downloads."""

import io
import json
import tempfile
from dataclasses import asdict
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.documents import formats
from schakel.documents.sentences.answers import answer_accountability
from schakel.documents.sentences.limits import limit_sentences
from schakel.koers.label import Language
from schakel.web.pictures import surroundings
from schakel.web.reading import Reading, home, page, show
from schakel.web.security import FILE_POLICY
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

REPORT_TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def sources_table(reading: Reading) -> Table:
    """Return the files that the diagnosis rests on, the oldest figures first."""
    columns = (
        Column("table", _("Source table")),
        Column("title", _("What it holds")),
        Column("publisher", _("Publisher")),
        Column("newest", _("Newest figure"), True),
        Column("age", _("Age in years"), True),
        Column("figures", _("Figures"), True),
        Column("retrieved", _("Collected on")),
        Column("licence", _("Licence")),
    )
    language = reading.language
    rows = [
        Row(
            (
                text_cell(s.source_table, reading.url("snapshot", s.snapshot_id)),
                text_cell(reading.text(s.title)),
                text_cell(s.publisher),
                Cell(formats.year(s.newest_period, language), s.newest_period),
                Cell(formats.number(s.age_years, language, 0), s.age_years),
                Cell(formats.number(s.n_observations, language, 0), s.n_observations),
                Cell(formats.day(s.retrieved_date, language), s.retrieved_date, tone="date"),
                text_cell(s.licence),
            )
        )
        for s in sorted(
            reading.dossier.provenance.snapshots, key=lambda s: (-(s.age_years or 0), s.source_table)
        )
    ]
    return Table("sources", _("The files that this diagnosis rests on"), columns, tuple(rows))


@require_safe
@page
def show_account(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show how the diagnosis was made and everything that can be downloaded."""
    dossier = reading.dossier
    context = {
        "section": "account",
        "sentences": answer_accountability(dossier, reading.language),
        "provenance": dossier.provenance,
        "comparisons": dossier.comparisons,
        "limits": limit_sentences(dossier, reading.language),
        "table": sources_table(reading),
        "table_names": reading.stored.table_names,
    }
    return show(request, reading, "web/account.html", context)


@require_safe
@page
def send_report(request: HttpRequest, reading: Reading, language: Language, form: str) -> HttpResponse:
    """Send the report; it is made once for each measurement, language and form."""
    if form not in REPORT_TYPES:
        raise Http404
    name = f"{reading.dossier.course_id}-{reading.year}-{language}.{form}"
    response = HttpResponse(_report(reading, language, form), content_type=REPORT_TYPES[form])
    response.headers["Content-Disposition"] = (
        f'{"inline" if form != "xlsx" else "attachment"}; filename="{name}"'
    )
    if form == "html":
        response.headers["Content-Security-Policy"] = FILE_POLICY
    return response


def _report(reading: Reading, language: Language, form: str) -> bytes:
    version = reading.dossier.provenance.code_version
    kept = home() / "reports" / reading.stored.id / f"{version}-{language}.{form}"
    if kept.is_file():
        return kept.read_bytes()
    from schakel.documents.report.writing import write_report

    with tempfile.TemporaryDirectory() as folder:
        write_report(reading.stored, Path(folder), language, formats=(form,), around=surroundings(reading))
        content = next(Path(folder).rglob(f"*.{form}")).read_bytes()
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as temporary:
        temporary.write(content)
    Path(temporary.name).replace(kept)
    return content


@require_safe
@page
def send_table(request: HttpRequest, reading: Reading, name: str, form: str) -> HttpResponse:
    """Send one stored table whole, as CSV or Parquet."""
    if name not in reading.stored.table_names or form not in ("csv", "parquet"):
        raise Http404
    table = reading.table(name)
    out = io.BytesIO()
    if form == "csv":
        table.select(c for c in table.columns if not table.schema[c].is_nested()).write_csv(out)
    else:
        table.write_parquet(out, compression="zstd")
    types = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}
    response = HttpResponse(out.getvalue(), content_type=types[form])
    file_name = f"{reading.dossier.course_id}-{reading.year}-{name}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


@require_safe
@page
def send_provenance(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Send the provenance as JSON: versions, choices, seed and every file with its hash."""
    dossier = reading.dossier
    facts = {"measurement": reading.stored.id, "course": dossier.course_id, "year": dossier.year}
    text = json.dumps(facts | asdict(dossier.provenance), ensure_ascii=False, indent=1) + "\n"
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{dossier.course_id}-{dossier.year}-provenance.json"'
    )
    return response
