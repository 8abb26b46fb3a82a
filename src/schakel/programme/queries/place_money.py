# SPDX-License-Identifier: EUPL-1.2
"""What a municipality put in and what landed there, in the other places and in the region as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass

from schakel.programme.models import FundingKind
from schakel.programme.queries.ledger import Flow, Steps, of_stream, steps_of


@dataclass(frozen=True, slots=True)
class PlaceStream:
    """One stream seen from a municipality; the parts add up to ``region``.

    ``here`` holds what the municipality paid (pledged, received) and what landed in it (granted, spent);
    ``elsewhere`` the same of the other municipalities; ``whole`` what names no municipality.
    """

    stream: str
    here: Steps
    elsewhere: Steps
    whole: Steps
    region: Steps


def place_streams(flows: Iterable[Flow], municipality: str) -> tuple[PlaceStream, ...]:
    """Return each stream that has lines, seen from a municipality."""
    all_flows = tuple(flows)
    found = []
    for stream in FundingKind.values:
        own = of_stream(all_flows, stream)
        if own:
            parts = {
                "here": [f for f in own if f.municipality == municipality],
                "elsewhere": [f for f in own if f.municipality not in ("", municipality)],
                "whole": [f for f in own if not f.municipality],
                "region": own,
            }
            found.append(
                PlaceStream(stream, **{name: steps_of(part, {stream}) for name, part in parts.items()})
            )
    return tuple(found)
