# SPDX-License-Identifier: EUPL-1.2
"""A chart of the diagnosis for a measurement that is not the one the pages of its year show."""

from collections.abc import Callable
from dataclasses import dataclass, field

from schakel.documents.charts.kinds import Drawn, draw
from schakel.documents.charts.stored import Stored, Surroundings
from schakel.documents.messages import Words
from schakel.documents.sentences.names import Names


@dataclass(frozen=True)
class StoredChart:
    """Which chart of which measurement; ``open_stored`` gives that measurement when the chart is drawn.

    Two with the same name and identity are the same: a measurement never changes.
    """

    name: str
    identity: str
    open_stored: Callable[[], Stored] = field(compare=False, repr=False)


def draw_stored_chart(data: StoredChart, width: int, say: Words) -> Drawn:
    """Draw the chart as the pages of the diagnosis do."""
    stored = data.open_stored()
    return draw(data.name, stored, width, Names(stored.dossier, say.language), Surroundings())
