# SPDX-License-Identifier: EUPL-1.2
"""Who fills the register of the browser's site, and when; days are counted from then."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from schakel.programme.recording import Actor

AT = datetime.now(UTC)
TODAY = timezone.localdate(AT)
BY = {"by": Actor("account:1", "web 127.0.0.1", invented=True), "at": AT}


def days(n: int) -> date:
    """Return the day so many days from today."""
    return TODAY + timedelta(days=n)
