# SPDX-License-Identifier: EUPL-1.2
"""A day some months later."""

import calendar
from datetime import date


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
