# SPDX-License-Identifier: EUPL-1.2
"""Who helps firms where, with gaps and overlaps; who asks and who offers, matched on their themes."""

from datetime import date
from fractions import Fraction
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.programme.factories import ChallengeFactory, PartnerFactory, ServiceFactory

from schakel.programme.actions.challenges import (
    MatchedAlready,
    NoPair,
    NotMatched,
    ThemeNeeded,
    add_challenge,
    change_challenge,
    match_challenge,
    record_first_customer,
    unmatch_challenge,
)
from schakel.programme.actions.entry_rules import NegativeAmount, NotYetHappened
from schakel.programme.actions.registers import add_service, change_service
from schakel.programme.models import Challenge
from schakel.programme.queries.challenges import (
    count_first_customers,
    list_challenges,
    match_challenges,
)
from schakel.programme.queries.services import Supply, find_services, supply_by_place

TODAY = date(2031, 5, 6)
A, B = "GM9901", "GM9902"


def test_the_provider_for_a_place_a_topic_and_a_stage_is_found():
    wanted = ServiceFactory(places=[A], topic="Digitalisering", firm_stage="growth", tier=2)
    ServiceFactory(places=[B], topic="Digitalisering", firm_stage="growth", tier=2)
    ServiceFactory(places=[A], topic="Export", firm_stage="growth", tier=2)
    ServiceFactory(places=[A], topic="Digitalisering", firm_stage="start", tier=2)
    ServiceFactory(places=[A], topic="Digitalisering", firm_stage="growth", tier=1)
    found = find_services(place=A, topic="digital", firm_stage="growth", tier=2)
    assert [s.pk for s in found.fitting] == [wanted.pk]


def test_a_service_for_every_stage_fits_and_an_unknown_place_is_kept_apart():
    everywhere = ServiceFactory(places=[A], firm_stage="all")
    unknown = ServiceFactory(places=[])
    found = find_services(place=A, firm_stage="start")
    assert ([s.pk for s in found.fitting], [s.pk for s in found.place_unknown]) == (
        [everywhere.pk],
        [unknown.pk],
    )
    assert len(find_services().fitting) == 2


def test_gaps_and_overlaps_by_hand():
    ServiceFactory(places=[A], topic="Digitalisering", tier=1, firm_stage="start")
    ServiceFactory(places=[A], topic="digitalisering ", tier=1, firm_stage="all")
    ServiceFactory(places=[A], topic="Export", tier=1, firm_stage="start")
    ServiceFactory(places=[A], topic="Export", tier=1, firm_stage="growth")
    cells = {(c.topic, c.place, c.tier): c.supply for c in supply_by_place((A, B))}
    assert cells["digitalisering", A, 1] is Supply.OVERLAP
    assert cells["export", A, 1] is Supply.ONE
    assert cells["export", B, 1] is Supply.GAP
    assert cells["export", A, 2] is Supply.GAP
    assert len(cells) == 8


def test_two_services_of_one_provider_do_not_overlap():
    provider = PartnerFactory()
    ServiceFactory(provider=provider, places=[A])
    ServiceFactory(provider=provider, places=[A])
    assert supply_by_place((A,))[0].supply is Supply.ONE


def test_a_service_is_added_and_changed(by, now):
    service = add_service(
        provider=PartnerFactory(), title="Scan", topic=" Export ", tier=1, places=[A], by=by, at=now
    )
    assert (service.topic, service.places) == ("Export", [A])
    assert change_service(service=service, changes={"tier": 2}, by=by, at=now).tier == 2


def test_themes_are_kept_in_one_spelling_and_at_least_one_is_needed(by, now):
    entry = add_challenge(
        partner=PartnerFactory(),
        side="ask",
        title="Bruggen",
        themes=["Circulair  bouwen", "circulair bouwen", " "],
        by=by,
        at=now,
    )
    assert entry.themes == ["circulair bouwen"]
    with pytest.raises(ThemeNeeded):
        change_challenge(challenge=entry, changes={"themes": [""]}, by=by, at=now)
    with pytest.raises(NegativeAmount):
        change_challenge(challenge=entry, changes={"budget_eur": -1}, by=by, at=now)


def test_the_score_of_a_match_is_the_share_of_the_themes_that_are_asked():
    ask = ChallengeFactory(side="ask", themes=["Beton", "circulair", "sensor"])
    best = ChallengeFactory(side="offer", themes=["beton", "Circulair", "hout", "glas"])
    less = ChallengeFactory(side="offer", themes=["sensor"])
    none = ChallengeFactory(side="offer", themes=["voeding"])
    ChallengeFactory(side="offer", themes=["beton"], partner=ask.partner)
    lonely = ChallengeFactory(side="ask", themes=["drone"])
    found = match_challenges(list_challenges())
    assert [(m.offer_pk, m.shared, m.score) for m in found.matches] == [
        (best.pk, ("beton", "circulair"), Fraction(2, 3)),
        (less.pk, ("sensor",), Fraction(1, 3)),
    ]
    assert found.asks_without == (lonely.pk,)
    assert none.pk in found.offers_without


def test_the_best_match_of_a_labelled_sample_is_the_right_one():
    labelled = {
        "Slimme verlichting": (["energie", "sensor", "openbare ruimte"], ["sensor", "energie"]),
        "Circulair kantoor": (["circulair", "hout", "bouw"], ["hout", "bouw", "circulair"]),
        "Schonere bus": (["waterstof", "vervoer"], ["vervoer", "waterstof", "energie"]),
        "Robot in de zorg": (["zorg", "robot"], ["robot", "zorg", "sensor"]),
    }
    right = {}
    for title, (asked, offered) in labelled.items():
        ask = ChallengeFactory(side="ask", title=title, themes=asked)
        right[ask.pk] = ChallengeFactory(side="offer", title=f"Antwoord: {title}", themes=offered).pk
    best = {}
    for match in match_challenges(list_challenges()).matches:
        best.setdefault(match.ask_pk, match.offer_pk)
    assert best == right


THEMES = st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, max_size=4)


@given(st.lists(st.tuples(st.sampled_from(["ask", "offer"]), THEMES), max_size=6), st.randoms())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_matches_do_not_depend_on_the_order_of_entry(rows, random: Random):
    Challenge.objects.all().delete()
    entries = [ChallengeFactory(side=side, themes=themes) for side, themes in rows]
    shuffled = list(entries)
    random.shuffle(shuffled)
    found, again = match_challenges(entries), match_challenges(shuffled)
    assert found.matches == again.matches
    assert all(0 < m.score <= 1 for m in found.matches)
    assert set(found.asks_without) == set(again.asks_without)


@pytest.fixture
def pair():
    return (
        ChallengeFactory(side="ask", themes=["beton"], title="Brug"),
        ChallengeFactory(side="offer", themes=["beton"], title="Slim beton"),
    )


def test_a_match_shows_on_both_sides_and_takes_no_further_part(pair, by, now):
    ask, offer = pair
    match_challenge(ask=ask, offer=offer, by=by, at=now)
    ask, offer = Challenge.objects.get(pk=ask.pk), Challenge.objects.get(pk=offer.pk)
    assert (ask.matched_with, offer.matched_with) == (offer, ask)
    assert match_challenges(list_challenges()).matches == ()
    third = ChallengeFactory(side="offer", themes=["beton"])
    with pytest.raises(MatchedAlready) as told:
        match_challenge(ask=ask, offer=third, by=by, at=now)
    assert told.value.details == {"name": "Brug"}
    with pytest.raises(MatchedAlready):
        change_challenge(challenge=ask, changes={"side": "offer"}, by=by, at=now)
    unmatch_challenge(challenge=offer, by=by, at=now)
    assert not Challenge.objects.filter(matched_with__isnull=False).exists()


def test_two_asks_or_one_organisation_are_no_pair(pair, by, now):
    ask, _offer = pair
    with pytest.raises(NoPair):
        match_challenge(ask=ask, offer=ChallengeFactory(side="ask"), by=by, at=now)
    with pytest.raises(NoPair):
        match_challenge(ask=ask, offer=ChallengeFactory(side="offer", partner=ask.partner), by=by, at=now)


def test_a_first_customer_counts_once_in_its_year(pair, by, now):
    ask, offer = pair
    with pytest.raises(NotMatched):
        record_first_customer(challenge=offer, on=TODAY, today=TODAY, by=by, at=now)
    match_challenge(ask=ask, offer=offer, by=by, at=now)
    assert count_first_customers(list_challenges()).n_matched_only == 1
    with pytest.raises(NotYetHappened):
        record_first_customer(challenge=offer, on=date(2031, 5, 7), today=TODAY, by=by, at=now)
    record_first_customer(challenge=offer, on=TODAY, today=TODAY, by=by, at=now)
    counts = count_first_customers(list_challenges())
    assert (counts.by_year, counts.n, counts.n_matched_only) == (((2031, 1),), 1, 0)
