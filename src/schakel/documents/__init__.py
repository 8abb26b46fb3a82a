# SPDX-License-Identifier: EUPL-1.2
"""Documents: a stored dossier as sentences, numbers, charts and the report, in Dutch and English.

In: a stored measurement (dossier and tables). Out: text, SVG charts with text alternative and
table, and the report as PDF, HTML and XLSX. Public: ``formats``, ``sentences.*``,
``failures_in_words.explain_failure``, ``charts.drawing.make_chart`` / ``prerender`` and
``report.writing.write_report``.
"""
