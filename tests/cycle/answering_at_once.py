# SPDX-License-Identifier: EUPL-1.2
"""A process that answers the same links as another one at the same time, and says which it won."""

import sys
import time
from datetime import UTC, datetime

import django

django.setup()

from schakel.cycle.actions.answering import InvitationUnusable, give_answer, open_invitation  # noqa: E402


def main() -> None:
    score, start = int(sys.argv[1]), float(sys.argv[2])
    at = datetime(2031, 4, 10, 9, tzinfo=UTC)
    for token in sys.argv[3:]:
        open_invitation(token, at.date())
    time.sleep(max(0.0, start - time.time()))
    for token in sys.argv[3:]:
        try:
            give_answer(token=token, scores={"talent": score}, remarks={}, at=at)
        except InvitationUnusable:
            continue
        sys.stdout.write(f"{token}\n")


main()
