# SPDX-License-Identifier: EUPL-1.2
"""A measurement as files: the whole of it as a ZIP, its provenance, and each of its tables."""

import io
import json
from dataclasses import asdict
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from schakel.cycle.archive import zip_measurement
from schakel.cycle.models import Measurement
from schakel.cycle.queries.measured import opened_anew
from schakel.koers.failures import Failure
from schakel.web.cycle.measurements.known import Known, find_known, known_measurements, open_known
from schakel.web.pages.errors import failure_page
from schakel.web.reading import Reading, page


def _send(content: bytes, one: Known, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{one.year}-{one.identity}{name}"'
    return response


@require_safe
@page
def send_archive(request: HttpRequest, reading: Reading, identity: str) -> HttpResponse:
    """Send the measurement whole, proved first: the kept file, or one made of the folder."""
    one = find_known(known_measurements(reading), identity)
    try:
        content = _archive(one)
    except Failure as failure:
        return failure_page(request, failure, HTTPStatus.CONFLICT)
    return _send(content, one, ".zip", "application/zip")


def _archive(one: Known) -> bytes:
    if one.kept is not None:
        opened_anew(one.kept)
        return bytes(Measurement.objects.values_list("archive", flat=True).get(pk=one.kept.pk))
    if one.stored is None:
        raise Http404
    return zip_measurement(one.stored)


@require_safe
@page
def send_stored_provenance(request: HttpRequest, reading: Reading, identity: str) -> HttpResponse:
    """Send the provenance of a measurement as JSON."""
    one = find_known(known_measurements(reading), identity)
    try:
        dossier = open_known(one).dossier
    except Failure as failure:
        return failure_page(request, failure, HTTPStatus.CONFLICT)
    facts = {"measurement": one.identity, "course": dossier.course_id, "year": dossier.year}
    text = json.dumps(facts | asdict(dossier.provenance), ensure_ascii=False, indent=1) + "\n"
    return _send(text.encode(), one, "-provenance.json", "application/json; charset=utf-8")


@require_safe
@page
def send_stored_table(request: HttpRequest, reading: Reading, identity: str, name: str) -> HttpResponse:
    """Send a table of a measurement whole, as CSV."""
    one = find_known(known_measurements(reading), identity)
    try:
        opened = open_known(one)
        if name not in opened.table_names:
            raise Http404
        table = opened.table(name)
    except Failure as failure:
        return failure_page(request, failure, HTTPStatus.CONFLICT)
    out = io.BytesIO()
    table.select(c for c in table.columns if not table.schema[c].is_nested()).write_csv(out)
    return _send(out.getvalue(), one, f"-{name}.csv", "text/csv; charset=utf-8")
