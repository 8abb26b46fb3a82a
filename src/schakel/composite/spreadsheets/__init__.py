# SPDX-License-Identifier: EUPL-1.2
"""An index in from a spreadsheet and out to one.

In: a workbook, CSV or frames in one of three layouts: any sheet with units in rows (``guess_structure``),
the two tables of COINr (``coinr_tables``), the Excel COIN Tool of the JRC (``coin_tool``). Out: the same
two layouts, a workbook of tables or a folder of CSV files (``export``). Everything wrong is found at once
and named with table, row and column (``problems``); everything assumed is stated (``guesses``).
"""
