# SPDX-License-Identifier: EUPL-1.2
"""The yearly report: one content, written as PDF (Typst), HTML and XLSX in Dutch or English."""
