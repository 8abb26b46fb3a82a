# SPDX-License-Identifier: EUPL-1.2
"""A stored source file: its receipt, its hash, and the bytes themselves."""

from http import HTTPStatus

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from schakel.dataroom.snapshots import Snapshot, UnknownSnapshot, open_snapshot
from schakel.documents import formats
from schakel.koers.failures import Failure
from schakel.web.ledger import open_ledger
from schakel.web.pages.errors import failure_page
from schakel.web.reading import Reading, home, page, show


def _open(snapshot_id: str) -> Snapshot:
    try:
        return open_snapshot(home(), snapshot_id)
    except UnknownSnapshot as error:
        raise Http404 from error


@require_safe
@page
def show_snapshot(request: HttpRequest, reading: Reading, snapshot_id: str) -> HttpResponse:
    """Show the receipt of a source file and what was read from it."""
    used = next((s for s in reading.dossier.provenance.snapshots if s.snapshot_id == snapshot_id), None)
    try:
        snapshot = _open(snapshot_id)
        ledger = open_ledger()
    except Failure as failure:
        return failure_page(request, failure, HTTPStatus.CONFLICT)
    rows = ledger.observations.filter(pl.col("snapshot_id") == snapshot_id)
    context = {
        "section": "figures",
        "snapshot": snapshot,
        "receipt": snapshot.receipt,
        "retrieved": formats.day(snapshot.receipt.retrieved_date, reading.language),
        "used": used,
        "source": ledger.tables.get(snapshot.receipt.source_table),
        "origin_is_address": snapshot.receipt.origin.startswith(("https://", "http://")),
        "n_rows": rows.height,
        "first": rows["period"].min() if rows.height else None,
        "last": rows["period"].max() if rows.height else None,
    }
    return show(request, reading, "web/snapshot.html", context)


@require_safe
@page
def send_snapshot(request: HttpRequest, reading: Reading, snapshot_id: str) -> HttpResponse:
    """Send the bytes as they were stored, after checking their hash."""
    try:
        snapshot = _open(snapshot_id)
        content = snapshot.read_bytes()
    except Failure as failure:
        return failure_page(request, failure, HTTPStatus.CONFLICT)
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{snapshot.receipt.file_name}"'
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
