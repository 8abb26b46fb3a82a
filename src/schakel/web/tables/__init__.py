# SPDX-License-Identifier: EUPL-1.2
"""The tables of the pages: the same rows on the page, as CSV and as XLSX."""
