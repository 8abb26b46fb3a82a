# SPDX-License-Identifier: EUPL-1.2
"""What moved adds up exactly, and unknown parts stay unknown."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.made_up_dossier import make_dossier

from schakel.diagnosis.changing import Retellings, changes_since, is_beyond_noise, quantities_of, split_change
from schakel.diagnosis.dossier import Interval

VALUES = st.floats(-1e6, 1e6)


@given(VALUES, VALUES, VALUES, VALUES)
def test_the_parts_add_up(stated, remade, revised, now):
    split = split_change(stated, remade, revised, now)
    assert split.real + split.revision + split.method == pytest.approx(split.total, abs=1e-6)


@given(VALUES, VALUES)
def test_with_equal_figures_and_method_all_of_it_is_real(stated, now):
    split = split_change(stated, stated, stated, now)
    assert (split.revision, split.method) == (0.0, 0.0)
    assert split.real == split.total


def test_by_hand():
    # stated 9.6; the method of now on the figures of then 9.7; on revised figures 9.5; this year 9.3
    split = split_change(9.6, 9.7, 9.5, 9.3)
    assert split.method == pytest.approx(0.1)
    assert split.revision == pytest.approx(-0.2)
    assert split.real == pytest.approx(-0.2)
    assert split.total == pytest.approx(-0.3)


@pytest.mark.parametrize(
    ("values", "known"),
    [
        ((None, 1.0, 1.0, 2.0), {"real", "revision"}),
        ((1.0, None, 1.5, 2.0), {"total", "real"}),
        ((1.0, 1.0, 1.0, None), {"revision", "method"}),
        ((None, None, None, None), set()),
    ],
)
def test_what_is_not_known_is_not_made_up(values, known):
    split = split_change(*values)
    found = {name for name in ("total", "real", "revision", "method") if getattr(split, name) is not None}
    assert found == known


def test_noise_is_when_either_lies_in_the_others_interval():
    assert is_beyond_noise(Interval(1.0, 0.9, 1.1), Interval(1.3, 1.2, 1.4)) is True
    assert is_beyond_noise(Interval(1.0, 0.8, 1.2), Interval(1.1, 1.05, 1.15)) is False
    assert is_beyond_noise(Interval(1.0), Interval(2.0, 1.9, 2.1)) is None


def test_every_followed_value_of_a_dossier_is_compared_with_the_year_before():
    now = make_dossier()
    before = replace(now, year=now.year - 1)
    changes = changes_since(now, Retellings(before, before, before), {"jobs": 0.1})
    assert {(c.subject_kind, c.subject) for c in changes} == {
        (kind, subject) for (kind, subject, _), q in quantities_of(now).items() if q.spread.value is not None
    }
    assert all(c.total == 0.0 for c in changes)
    jobs = next(c for c in changes if c.subject == "jobs")
    assert jobs.is_beyond_noise is False
    assert [n.code for n in jobs.notes] == ["no_newer_figure"]


def test_without_the_figures_of_then_only_the_real_part_is_known():
    now = make_dossier()
    changes = changes_since(now, Retellings(now, None, now), {})
    assert all(c.real == 0.0 and c.revision is None and c.method is None for c in changes)
    assert all("parts_unknown" in {n.code for n in c.notes} for c in changes)
