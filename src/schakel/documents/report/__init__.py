# SPDX-License-Identifier: EUPL-1.2
"""The yearly report: one content, written as PDF (Typst), HTML and XLSX in Dutch or English."""

from schakel.documents.report.writing import write_report

__all__ = ["write_report"]
