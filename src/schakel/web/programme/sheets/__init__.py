# SPDX-License-Identifier: EUPL-1.2
"""Spreadsheets both ways: download filled in, upload, check row by row, apply, undo."""
