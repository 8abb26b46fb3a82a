# SPDX-License-Identifier: EUPL-1.2
"""The pictures of claimed results: every row told in words, versions as several marks, unknown as unknown."""

import pytest

from schakel.documents.messages import words
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
    outcome,
)
from schakel.documents.programme_pictures.step_marks import short_amount

ENGLISH = words("en")
JOBS = ClaimMarks("Jobs", "jobs", ((400.0, 490.0), None, (300.0,), (280.0,)))
ROWS = (
    JOBS,
    ClaimMarks("Firms", "firms", ((12.0,), None, None, None), never_back=True),
    ClaimMarks("People", "people", ((), None, None, None)),
    ClaimMarks("Money", "EUR", (None, (2_500_000.0,), (0.0,), None)),
    ClaimMarks("Empty", "jobs", (None, None, None, None)),
)


def _points(drawn, shape):
    return sum(
        len(rows)
        for (mark, style), rows in drawn.canvas.layers.items()
        if mark == "point" and dict(style)["shape"] == shape
    )


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("width", [360, 620, 720])
def test_every_claim_is_in_the_text_alternative_and_in_the_table(language, width):
    drawn = draw_promise_to_proof(PromiseToProof(ROWS, 3), width, words(language))
    for row in ROWS:
        assert row.name in drawn.alt
    assert [row[0] for row in drawn.table.rows] == [row.name for row in ROWS]
    assert drawn.canvas.to_svg().startswith("<svg")


def test_two_versions_are_two_marks():
    alone = draw_promise_to_proof(PromiseToProof((JOBS,)), 720, ENGLISH)
    assert _points(alone, "diamond") == 2 + 1
    assert _points(alone, "square") == 1 + 1


@pytest.mark.parametrize(
    ("row", "told"),
    list(
        zip(
            ROWS,
            (
                "verified: 280 of 400 to 490 jobs",
                "promised: 12 firms; never came back",
                "promised: amount not known",
                "realised, not verified: €0 of €2.5 million",
                "nothing said yet",
            ),
            strict=True,
        )
    ),
)
def test_how_far_a_claim_came_is_told_in_few_words(row, told):
    assert outcome(row, ENGLISH) == told


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (None, "EUR", "not known"),
        (999_999.0, "EUR", "€999,999"),
        (71e6, "EUR", "€71 million"),
        (7.5, "x", "7.5"),
    ],
)
def test_amounts_are_short_and_unknown_is_never_zero(value, unit, told):
    assert short_amount(value, unit, ENGLISH) == told


@pytest.mark.parametrize("width", [360, 720])
def test_without_own_money_there_is_no_mark_but_a_reason(width):
    rows = (
        LeverageBar("Scheme", 12e6, (RatioMark("private", "promised", 5.9, 7.5),)),
        LeverageBar("Deal", None),
        LeverageBar("Nothing", 0.0),
        LeverageBar("Unknown", 5.0),
    )
    drawn = draw_leverage(LeveragePicture(rows), width, ENGLISH)
    assert _points(drawn, "diamond") == 2 + 1
    for told in ("5.90 to 7.50", "own money not known", "no own money", "elicited amounts not known"):
        assert told in drawn.alt
    assert len(drawn.table.rows) == 2 * len(rows)
