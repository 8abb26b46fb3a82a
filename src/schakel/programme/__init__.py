# SPDX-License-Identifier: EUPL-1.2
"""The programme: who does what, with what, for which weak link, and what came of it.

In: what people record (``actions``), public facts of the course folder (``loading``), spreadsheets.
Out: ``queries`` that pages and documents read. Models hold no logic; ``transitions`` holds the life
cycles as data; every change goes through ``recording`` and leaves a line in the audit chain.
"""
