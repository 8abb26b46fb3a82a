# SPDX-License-Identifier: EUPL-1.2
"""Layers in an order with few crossings: never worse, nothing lost, always the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.documents.programme_pictures.layering import count_crossings, order_layers

LEFT, RIGHT, LAST = ("a", "b", "c", "d"), ("p", "q", "r", "s"), ("x", "y", "z")
LINKS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(LEFT), st.sampled_from(RIGHT)),
        st.tuples(st.sampled_from(RIGHT), st.sampled_from(LAST)),
    ),
    max_size=14,
)


def test_crossings_by_hand():
    assert count_crossings((("a", "b"), ("p", "q")), [("a", "q"), ("b", "p")]) == 1
    assert count_crossings((("a", "b"), ("p", "q")), [("a", "p"), ("b", "q")]) == 0
    assert count_crossings((("a", "b"), ("p", "q")), [("a", "p"), ("b", "p")]) == 0


def test_a_crossing_that_can_go_goes():
    layers = (("a", "b"), ("p", "q"))
    links = [("a", "q"), ("b", "p")]
    assert count_crossings(order_layers(layers, links), links) == 0


def test_a_node_without_a_link_keeps_its_place():
    ordered = order_layers((("a", "b"), ("p", "alone", "q")), [("a", "q"), ("b", "p")])
    assert ordered[1].index("alone") == 1


@given(LINKS)
@settings(max_examples=150, deadline=None)
def test_never_more_crossings_nothing_lost_and_the_same_every_time(links):
    layers = (LEFT, RIGHT, LAST)
    ordered = order_layers(layers, links)
    assert [sorted(layer) for layer in ordered] == [sorted(layer) for layer in layers]
    assert count_crossings(ordered, links) <= count_crossings(layers, links)
    assert ordered == order_layers(layers, links)
