# SPDX-License-Identifier: EUPL-1.2
"""The network: numbers against graphs from books, ties from the register, change, suggestions, gaps."""

import math
from datetime import date
from itertools import pairwise

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.programme.factories import (
    AttendanceFactory,
    ConnectionFactory,
    EventFactory,
    GoalAlignmentFactory,
    InitiativeFactory,
    ParticipationFactory,
    PartnerFactory,
    PartnerGoalFactory,
)

from schakel.programme.models import Strengthening
from schakel.programme.queries.network import network_in
from schakel.programme.queries.network_change import network_changes
from schakel.programme.queries.network_metrics import (
    balance_of,
    cross_helix_expected,
    cross_helix_share,
    density_of,
    measure_network,
)
from schakel.programme.queries.network_records import network_records, pairs_of
from schakel.programme.queries.suggestions import candidate_partners, newcomers, suggest_connections

KITE = tuple((a, b) for a, b in networkx.krackhardt_kite_graph().edges)
"""Krackhardt (1990): node 3 has most ties, node 7 is the bridge, node 9 hangs at the end."""


def take_part(initiative, *partners, **more):
    for partner in partners:
        ParticipationFactory(initiative=initiative, partner=partner, **more)


def names(network, keys):
    return [network.partners[key].name for key in keys]


def pairs_by_name(network):
    return {tuple(sorted(names(network, pair))): tie for pair, tie in network.ties.items()}


def test_the_kite_gives_the_numbers_of_the_book():
    metrics = measure_network(dict.fromkeys(range(10), "business"), KITE)
    assert metrics.degree == {0: 4, 1: 4, 2: 3, 3: 6, 4: 3, 5: 5, 6: 5, 7: 3, 8: 2, 9: 1}
    assert metrics.density == pytest.approx(18 / 45)
    assert {k: round(b, 3) for k, b in metrics.betweenness.items()} == {
        0: 0.023,
        1: 0.023,
        2: 0.0,
        3: 0.102,
        4: 0.0,
        5: 0.231,
        6: 0.231,
        7: 0.389,
        8: 0.222,
        9: 0.0,
    }
    assert metrics.brokers == (7, 5, 6, 8, 3)
    assert metrics.components == (tuple(range(10)),)
    assert (metrics.isolated, metrics.is_sampled) == ((), False)


def test_a_star_has_one_broker_through_whom_every_way_runs():
    metrics = measure_network(dict.fromkeys(range(5), "business"), [(0, n) for n in range(1, 5)])
    assert metrics.betweenness[0] == 1
    assert metrics.brokers == (0,)


def test_pieces_and_isolated_ones_are_told_apart():
    metrics = measure_network(dict.fromkeys(range(6), "business"), [(0, 1), (3, 4), (4, 5)])
    assert metrics.components == ((3, 4, 5), (0, 1), (2,))
    assert metrics.isolated == (2,)


def test_ties_between_strands_are_compared_with_blind_pairing():
    helix = {1: "business", 2: "business", 3: "knowledge", 4: "government"}
    assert cross_helix_share(helix, [(1, 2), (1, 3), (3, 4)]) == pytest.approx(2 / 3)
    assert cross_helix_expected(helix.values()) == pytest.approx(5 / 6)
    assert cross_helix_share(helix, []) is None
    assert cross_helix_expected(["business"]) is None


def test_the_density_of_nobody_and_of_one_is_not_known():
    assert [density_of(n, 0) for n in (0, 1, 2)] == [None, None, 0]
    assert measure_network({}, []).density is None


@pytest.mark.parametrize(
    ("counts", "balance"),
    [
        ({}, None),
        ({"other": 3}, None),
        ({"business": 5}, 0.0),
        ({"business": 1, "knowledge": 1}, math.log(2) / math.log(3)),
        ({"business": 2, "knowledge": 2, "government": 2, "other": 9}, 1.0),
        (
            {"business": 2, "knowledge": 1, "government": 1},
            (0.5 * math.log(2) + 0.5 * math.log(4)) / math.log(3),
        ),
    ],
)
def test_balance_is_the_entropy_of_the_three_strands(counts, balance):
    assert balance_of(counts) == pytest.approx(balance)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(["business", "knowledge", "government"]), st.integers(1, 50)))
def test_balance_lies_between_nothing_and_one_and_does_not_depend_on_size(counts):
    balance = balance_of(counts)
    if not counts:
        assert balance is None
    else:
        assert 0 <= balance <= 1 + 1e-12
        assert balance_of({k: 3 * n for k, n in counts.items()}) == pytest.approx(balance)


@settings(max_examples=30, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] < p[1])), st.randoms())
def test_the_numbers_do_not_depend_on_the_order_in_which_ties_are_read(ties, random):
    helix = {key: ("business", "knowledge", "government")[key % 3] for key in range(8)}
    shuffled = list(ties)
    random.shuffle(shuffled)
    first, second = measure_network(helix, sorted(ties)), measure_network(helix, shuffled)
    assert first == second
    assert sum(first.degree.values()) == 2 * len(ties)
    assert sum(map(len, first.components)) == 8


def test_a_large_network_is_sampled_and_the_same_each_time():
    ties = [(n, n + 1) for n in range(450)]
    helix = dict.fromkeys(range(451), "business")
    first = measure_network(helix, ties)
    assert first.is_sampled
    assert first == measure_network(helix, ties)


@pytest.fixture
def triangle_and_pair():
    """Firm, school and town share two initiatives, firm and bank a third; somebody stands alone."""
    firm = PartnerFactory(name="Bedrijf", helix="business")
    school = PartnerFactory(name="School", helix="knowledge")
    town = PartnerFactory(name="Gemeente", helix="government")
    bank = PartnerFactory(name="Bank", helix="business")
    PartnerFactory(name="Alleen", helix="other")
    lab = InitiativeFactory(name="Lab", started_year=2030)
    take_part(lab, firm, school, town)
    take_part(InitiativeFactory(name="Klas", started_year=2030), firm, school)
    take_part(InitiativeFactory(name="Fonds", started_year=2031), firm, bank)
    return lab


def test_two_partners_have_a_tie_for_each_initiative_together(triangle_and_pair):
    network = network_in(network_records(), 2031)
    ties = {pair: len(tie.initiatives) for pair, tie in pairs_by_name(network).items()}
    assert ties == {
        ("Bedrijf", "School"): 2,
        ("Bedrijf", "Gemeente"): 1,
        ("Gemeente", "School"): 1,
        ("Bank", "Bedrijf"): 1,
    }
    metrics = network.metrics
    assert metrics.density == pytest.approx(4 / 10)
    assert metrics.cross_helix_share == pytest.approx(3 / 4)
    assert names(network, metrics.isolated) == ["Alleen"]
    assert names(network, metrics.brokers) == ["Bedrijf"]
    firm = metrics.brokers[0]
    assert metrics.betweenness[firm] == pytest.approx(2 / 6)
    assert names(network, network.neighbours()[firm]) == ["School", "Bank", "Gemeente"]


def test_somebody_with_two_roles_takes_part_once(triangle_and_pair):
    school = triangle_and_pair.participations.get(partner__name="School").partner
    ParticipationFactory(initiative=triangle_and_pair, partner=school, role="lead")
    network = network_in(network_records(), 2031)
    assert len(network.initiatives_of[school.pk]) == 2
    assert len(network.ties) == 4


def test_the_owner_of_an_initiative_takes_part_in_it():
    owner, other = PartnerFactory(name="Eigenaar"), PartnerFactory(name="Ander")
    take_part(InitiativeFactory(owner=owner), other)
    assert list(pairs_by_name(network_in(network_records(), 2031))) == [("Ander", "Eigenaar")]


@pytest.mark.parametrize(
    ("initiative", "participation", "years"),
    [
        ({"started_year": 2030, "ended_year": 2031}, {}, {2030, 2031}),
        ({"started_year": 2029}, {"starts_on": date(2031, 12, 31)}, {2031, 2032}),
        ({"started_on": date(2029, 1, 1)}, {"ends_on": date(2030, 1, 1)}, {2029, 2030}),
        ({"ended_on": date(2030, 5, 1)}, {"ends_on": date(2032, 1, 1)}, {2028, 2029, 2030}),
        ({}, {}, set(range(2028, 2033))),
    ],
)
def test_a_tie_holds_in_the_years_of_the_participation_within_the_initiative(
    initiative, participation, years
):
    take_part(InitiativeFactory(**initiative), PartnerFactory(), PartnerFactory(), **participation)
    records = network_records()
    assert {year for year in range(2028, 2033) if network_in(records, year).ties} == years


def test_what_counts_only_because_its_first_year_is_not_known_is_told():
    take_part(InitiativeFactory(ended_year=2031), PartnerFactory(), PartnerFactory())
    take_part(InitiativeFactory(started_year=2030), PartnerFactory())
    assert [network_in(network_records(), year).n_undated for year in (2031, 2032)] == [2, 0]


def test_who_left_is_out_of_the_network_the_year_after():
    gone = PartnerFactory(left_on=date(2030, 6, 1))
    take_part(InitiativeFactory(started_year=2029), gone, PartnerFactory())
    records = network_records()
    assert [len(network_in(records, year).ties) for year in (2029, 2030, 2031)] == [1, 1, 0]
    assert [len(network_in(records, year).partners) for year in (2030, 2031)] == [2, 1]


def test_outside_organisations_and_initiatives_are_shown_on_request_only():
    partner, second = PartnerFactory(name="A"), PartnerFactory(name="B")
    outside = PartnerFactory(name="Buiten", relation="external")
    PartnerFactory(name="Buiten zonder band", relation="external")
    take_part(InitiativeFactory(), partner, outside)
    take_part(InitiativeFactory(relation="external"), partner, second)
    records = network_records()
    assert list(pairs_by_name(network_in(records, 2031))) == []
    shown = network_in(records, 2031, with_external=True)
    assert set(pairs_by_name(shown)) == {("A", "B"), ("A", "Buiten")}
    assert len(shown.partners) == 3


def test_meeting_at_an_event_counts_on_request_only():
    event = EventFactory(on=date(2031, 3, 1))
    first, second = PartnerFactory(name="A"), PartnerFactory(name="B", helix="knowledge")
    for partner in (first, second):
        AttendanceFactory(event=event, partner=partner)
    records = network_records()
    assert not network_in(records, 2031).ties
    assert not network_in(records, 2032, with_events=True).ties
    tie = pairs_by_name(network_in(records, 2031, with_events=True))["A", "B"]
    assert (tie.initiatives, tie.n_events, tie.is_cross_helix) == ((), 1, True)


def test_the_mix_of_an_initiative_names_the_strands_that_lack(triangle_and_pair):
    mixes = {m.initiative.name: m for m in network_in(network_records(), 2031).mixes}
    assert list(mixes) == ["Fonds", "Klas", "Lab"]
    assert mixes["Lab"].balance == pytest.approx(1)
    assert mixes["Lab"].missing == ()
    assert mixes["Fonds"].counts == {"business": 2, "knowledge": 0, "government": 0, "other": 0}
    assert mixes["Fonds"].missing == ("knowledge", "government")


def test_the_change_from_year_to_year(triangle_and_pair):
    years = network_changes(network_records(), range(2029, 2032))
    assert [(y.year, y.n_partners, y.n_ties, y.n_isolated) for y in years] == [
        (2029, 5, 0, 5),
        (2030, 5, 3, 2),
        (2031, 5, 4, 1),
    ]
    assert years[0].new_ties is None
    assert [len(y.new_ties) for y in years[1:]] == [3, 1]
    assert [y.lost_ties for y in years[1:]] == [(), ()]
    assert [y.density for y in years] == [0, 0.3, 0.4]
    assert [y.cross_helix_share for y in years] == [None, 1, 0.75]


def test_ties_that_came_less_those_that_went_are_the_difference():
    partners = [PartnerFactory() for _ in range(5)]
    for n in range(6):
        initiative = InitiativeFactory(started_year=2025 + n, ended_year=2026 + n)
        take_part(initiative, *partners[n % 3 : n % 3 + 3])
    years = network_changes(network_records(), range(2024, 2033))
    for before, after in pairwise(years):
        assert after.n_ties == before.n_ties + len(after.new_ties) - len(after.lost_ties)


def test_the_years_run_from_the_first_that_is_known():
    assert list(network_records().years(2031)) == [2031]
    take_part(InitiativeFactory(started_year=2029), PartnerFactory())
    AttendanceFactory(event=EventFactory(on=date(2028, 1, 1)))
    assert list(network_records().years(2031)) == [2028, 2029, 2030, 2031]


def test_reading_the_network_takes_four_queries_however_large(django_assert_num_queries):
    for _ in range(15):
        take_part(InitiativeFactory(), PartnerFactory(), PartnerFactory())
    with django_assert_num_queries(4):
        assert len(network_in(network_records(), 2031).ties) == 15


def test_two_strands_without_a_tie_are_suggested_for_what_they_share():
    firm = PartnerFactory(name="Bedrijf", helix="business")
    school = PartnerFactory(name="School", helix="knowledge")
    rival = PartnerFactory(name="Concurrent", helix="business")
    town = PartnerFactory(name="Gemeente", helix="government")
    one = InitiativeFactory(target_groups=["mkb"], tags=["smart"], place="GM9901")
    two = InitiativeFactory(target_groups=["mkb"], actions=["2a"], place="GM9902")
    three = InitiativeFactory(target_groups=["mkb"])
    take_part(one, firm, town)
    take_part(two, school, town)
    take_part(three, rival)
    for initiative in (one, two):
        Strengthening.objects.create(
            initiative=initiative,
            element="talent",
            created_at="2031-01-01T00:00Z",
            changed_at="2031-01-01T00:00Z",
        )
    found = suggest_connections(network_in(network_records(), 2031))
    by_pair = {(s.first.name, s.second.name): s for s in found}
    assert [(s.first.name, s.second.name) for s in found] == [
        ("Bedrijf", "School"),
        ("Concurrent", "Gemeente"),
        ("School", "Concurrent"),
    ]
    best = by_pair["Bedrijf", "School"]
    assert [(t.kind, t.code, t.n_partners) for t in best.shared] == [
        ("element", "talent", 3),
        ("target_group", "mkb", 4),
    ]
    assert best.score == pytest.approx(1 / math.log(3) + 1 / math.log(4))
    assert [p.name for p in best.introducers] == ["Gemeente"]
    assert by_pair["School", "Concurrent"].introducers == ()


def test_a_pair_that_was_brought_together_is_not_suggested_again():
    first, second = PartnerFactory(), PartnerFactory(helix="knowledge")
    for partner in (first, second):
        take_part(InitiativeFactory(tags=["circular"]), partner)
    assert len(suggest_connections(network_in(network_records(), 2031))) == 1
    ConnectionFactory(first=second, second=first)
    assert suggest_connections(network_in(network_records(), 2031)) == []


def test_goals_beside_the_same_part_of_the_course_bring_even_isolated_partners_together():
    for helix, fit in (("business", "same"), ("knowledge", "partly"), ("government", "conflict")):
        goal = PartnerGoalFactory(partner=PartnerFactory(name=helix, helix=helix))
        GoalAlignmentFactory(goal=goal, course_code="jobs", fit=fit)
    (found,) = suggest_connections(network_in(network_records(), 2031))
    assert {found.first.name, found.second.name} == {"business", "knowledge"}
    assert [(t.kind, t.code) for t in found.shared] == [("goal", "jobs")]


def test_outside_organisations_and_candidates_are_not_introduced():
    for relation in ("partner", "candidate", "external"):
        partner = PartnerFactory(
            relation=relation, helix="business" if relation == "partner" else "knowledge"
        )
        take_part(InitiativeFactory(tags=["smart"]), partner)
    network = network_in(network_records(), 2031, with_external=True)
    assert len(network.partners) == 3
    assert suggest_connections(network) == []


def test_a_candidate_is_laid_beside_the_initiatives_that_lack_its_strand():
    candidate = PartnerFactory(
        name="Kandidaat", helix="knowledge", relation="candidate", municipality="GM9902"
    )
    PartnerFactory(name="Weg", relation="candidate", left_on=date(2030, 1, 1))
    far = InitiativeFactory(name="A ver weg", place="GM9901")
    near = InitiativeFactory(name="B dichtbij", place="GM9902")
    whole = InitiativeFactory(name="C heeft er een")
    take_part(far, PartnerFactory())
    take_part(near, PartnerFactory())
    take_part(whole, PartnerFactory(helix="knowledge"))
    take_part(InitiativeFactory(relation="external"), PartnerFactory())
    network = network_in(network_records(), 2031, with_external=True)
    (found,) = newcomers(network, candidate_partners())
    assert found.partner == candidate
    assert [i.name for i in found.initiatives] == ["B dichtbij", "A ver weg"]


def test_pairs_have_the_lower_key_first():
    assert pairs_of({3, 1, 2}) == [(1, 2), (1, 3), (2, 3)]
