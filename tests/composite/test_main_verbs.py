# SPDX-License-Identifier: EUPL-1.2
"""The main verbs can be had from the room itself, and each is the function it is named after."""

import subprocess
import sys

import pytest

import schakel.composite as room

MAIN = sorted(room._HOME)


@pytest.mark.parametrize("name", MAIN)
def test_a_main_verb_is_found_under_its_own_name(name):
    assert getattr(room, name).__name__ == name
    assert name in dir(room)


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'build_castle'"):
        room.build_castle  # noqa: B018


def test_the_room_itself_loads_nothing_heavy():
    code = "import sys, schakel.composite; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_an_index_from_three_imports():
    from schakel.composite import Aggregate, Branch, Indicator, Normalise, build_index, grow_tree, hold_data

    tree = grow_tree([Indicator("a", "all"), Indicator("b", "all", direction=-1)], [Branch("all")])
    data = hold_data([[1, 9], [2, 5], [3, 1]], units=["X", "Y", "Z"], columns=["a", "b"])
    assert build_index(data, tree, (Normalise(), Aggregate())).scores()[0].tolist() == [0, 50, 100]
