# SPDX-License-Identifier: EUPL-1.2
"""The pictures of activities: what is drawn stands in the text alternative and the table too."""

from datetime import date

import pytest

from schakel.documents.messages import words
from schakel.documents.programme_pictures.activity_roles import (
    RoleCount,
    RolesByYear,
    draw_activity_roles,
)
from schakel.documents.programme_pictures.milestone_slip import (
    MilestoneSpan,
    MilestoneSpans,
    draw_milestone_slip,
)

ROLES = RolesByYear(
    ("connect", "not given"),
    (RoleCount(2031, "connect", 3), RoleCount(2030, "connect", 1), RoleCount(2030, "not given", 2)),
)
SPANS = MilestoneSpans(
    (
        MilestoneSpan("Open", date(2031, 1, 1), date(2031, 6, 1), None, False),
        MilestoneSpan("Late", date(2031, 2, 1), date(2031, 2, 1), None, True),
        MilestoneSpan("Done", date(2031, 1, 1), date(2031, 1, 1), date(2031, 1, 5), False),
    ),
    date(2031, 5, 6),
)


@pytest.mark.parametrize("width", [360, 720])
def test_the_roles_of_each_year(width):
    drawn = draw_activity_roles(ROLES, width, words("en"))
    assert drawn.table.rows == ((2030, 1, 2), (2031, 3, 0))
    assert "2030: connect 1, not given 2; 2031: connect 3" in drawn.alt
    assert drawn.canvas.to_svg().startswith("<svg")


@pytest.mark.parametrize("width", [360, 720])
def test_how_far_milestones_moved(width):
    drawn = draw_milestone_slip(SPANS, width, words("en"))
    assert drawn.alt.startswith("3 milestones on a line of time: 1 were moved, 1 are overdue on 6 May 2031")
    assert drawn.table.rows[2] == ("Done", "2031-01-01", "2031-01-01", "2031-01-05")
    assert drawn.table.rows[0][3] is None
    shapes = {dict(style).get("shape") for mark, style in drawn.canvas.layers if mark == "point"}
    assert {"circle", "square", "diamond"} <= shapes


def test_no_activities_draw_an_empty_picture():
    assert draw_activity_roles(RolesByYear((), ()), 360, words("en")).table.rows == ()
