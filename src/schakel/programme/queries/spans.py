# SPDX-License-Identifier: EUPL-1.2
"""The length of a time in months, as people count them."""

from datetime import date, timedelta


def whole_months(first: date, last: date) -> int:
    """Return the whole months from ``first`` up to and including ``last``: a calendar year has twelve."""
    after = last + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    return months - 1 if after.day < first.day else months
