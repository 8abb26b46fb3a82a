# SPDX-License-Identifier: EUPL-1.2
"""The pages: what the Program Board, an analyst and a councillor read, in Dutch and English.

In: stored measurements (``diagnosis``), the ledger (``dataroom``), sentences and pictures
(``documents``). Out: HTML, SVG, CSV and XLSX over HTTP. No number is made here: a page shows
what a measurement holds, and the what-if page says that it computes again.
Start it with ``schakel.web.serve.serve``; its settings come from the environment.
"""
