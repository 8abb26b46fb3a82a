# SPDX-License-Identifier: EUPL-1.2
"""Spreadsheets both ways: what each sheet holds, reading one, checking it row by row, applying, undoing.

A sheet is checked by doing everything it asks in a transaction that is rolled back, so that the preview
knows every rule that the real thing knows.
"""
