# SPDX-License-Identifier: EUPL-1.2
"""The addresses of this topic."""

from django.urls import URLPattern, path

from schakel.web.cycle.measurements.comparison import show_comparison
from schakel.web.cycle.measurements.files import send_archive, send_stored_provenance, send_stored_table
from schakel.web.cycle.measurements.pages import keep_measurement, show_measurement, show_measurements

ROOT = "board/diagnose"
ONE = f"{ROOT}/<slug:identity>"
PAGES: list[URLPattern] = [
    path(f"{ROOT}/", show_measurements, name="measurements"),
    path(f"{ROOT}/vergelijken/", show_comparison, name="measurement-compare"),
    path(f"{ONE}/", show_measurement, name="measurement"),
    path(f"{ONE}/bewaren/", keep_measurement, name="measurement-keep"),
    path(f"{ONE}/meting.zip", send_archive, name="measurement-archive"),
    path(f"{ONE}/herkomst.json", send_stored_provenance, name="measurement-provenance"),
    path(f"{ONE}/tabellen/<slug:name>.csv", send_stored_table, name="measurement-table"),
]
