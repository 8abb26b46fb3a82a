# SPDX-License-Identifier: EUPL-1.2
"""The pictures of these pages, from what the queries return."""

from collections.abc import Iterable, Sequence
from datetime import date
from heapq import nsmallest

from schakel.documents.programme_pictures.leverage import (
    LeverageBar,
    LeveragePicture,
    RatioMark,
    draw_leverage,
)
from schakel.documents.programme_pictures.promise_to_proof import (
    ClaimMarks,
    PromiseToProof,
    draw_promise_to_proof,
)
from schakel.programme.queries.claims import STEPS, ClaimState
from schakel.programme.queries.leverage import INVESTORS, LeverageRow
from schakel.web.programme.showing import Picture

MOST_ROWS = 18


def promise_picture(states: Sequence[ClaimState], today: date) -> Picture:
    """Return the picture of claims; of many, those about which most is said stand in it."""
    told = [s for s in states if s.reached]
    rows = tuple(_marks(s, today) for s in nsmallest(MOST_ROWS, told, key=_interest))
    return Picture("promise", PromiseToProof(rows, len(told) - len(rows)), draw_promise_to_proof)


def _interest(claim: ClaimState) -> tuple[int, bool, str]:
    said = sum(bool(step.amounts) for step in claim.steps)
    return -said, not claim.is_own, claim.code


def _marks(claim: ClaimState, today: date) -> ClaimMarks:
    steps = tuple(tuple(float(a) for a in s.amounts) if s.versions else None for s in claim.steps)
    return ClaimMarks(claim.title, claim.unit, steps, claim.never_came_back(today))


def leverage_picture(rows: Iterable[LeverageRow]) -> Picture:
    """Return the picture of euros elicited for each own euro."""
    bars = []
    for row in rows:
        marks = []
        for investor in INVESTORS:
            for step in STEPS:
                ratio = row.ratio(investor, step)
                if ratio is not None:
                    marks.append(RatioMark(investor, step, float(ratio.low), float(ratio.high)))
        own = row.own.amount_eur
        bars.append(LeverageBar(row.name, None if own is None else float(own), tuple(marks)))
    return Picture("leverage", LeveragePicture(tuple(bars[:MOST_ROWS])), draw_leverage)
