# SPDX-License-Identifier: EUPL-1.2
"""What is known of one element, for one page on the table of a conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schakel.cycle.models import AgreementStatus, CycleYear, Survey
from schakel.cycle.queries.conversation_questions import Question, questions_of
from schakel.cycle.queries.dialogue import LinkState, element_states
from schakel.cycle.queries.gap import GapRow, Quadrant, compare_views, measured_shares
from schakel.cycle.queries.perceptions import ElementPerception, perceptions_in
from schakel.cycle.sight import PUBLIC, Sight, visible_agreements
from schakel.diagnosis.dossier import Change, Dossier, ElementResult, IndicatorResult
from schakel.programme.queries.causes import CauseStory, ElementStory, Remedy, element_stories
from schakel.programme.queries.weakness import find_weaknesses, highest_probability


@dataclass(frozen=True, slots=True)
class ElementFigures:
    """What the diagnosis says of an element: results and indicators of every area and comparison.

    ``changes`` are those since the previous diagnosis, of its score only. ``probability`` is that it is the
    weakest link, the highest of any comparison.
    """

    element: str
    results: tuple[tuple[str, ElementResult], ...]
    indicators: tuple[tuple[str, IndicatorResult], ...]
    changes: tuple[Change, ...]
    probability: float | None
    has_predecessor: bool


@dataclass(frozen=True, slots=True)
class FactCard:
    """Everything on the card of one element; ``perceived`` is ``None`` when it was not asked this year.

    ``open_agreements`` are of every year: what was promised stays asked after.
    """

    element: str
    year: int
    figures: ElementFigures
    story: ElementStory
    state: LinkState | None
    perceived: ElementPerception | None
    survey: Survey | None
    gap: GapRow | None
    open_agreements: tuple[str, ...]

    @property
    def is_measured(self) -> bool:
        """Whether a regional figure measures it in any comparison."""
        return any(result.measured for _comparison, result in self.figures.results)

    @property
    def newest_period(self) -> int | None:
        """The year of the newest figure behind it."""
        known = [r.newest_period for _c, r in self.figures.results if r.measured and r.newest_period]
        return max(known, default=None)

    @property
    def is_falling(self) -> bool:
        """Whether the score really fell somewhere, more than noise, and rose nowhere."""
        real = [c.real for c in self.figures.changes if c.is_beyond_noise and c.real is not None]
        return bool(real) and min(real) < 0 and max(real) <= 0

    @property
    def causes(self) -> tuple[CauseStory, ...]:
        """Its causes, with what is done about each."""
        return self.story.causes

    @property
    def remedies_without_cause(self) -> tuple[Remedy, ...]:
        """What strengthens it without naming the cause."""
        return tuple(r for r in self.story.without_cause if r.is_running)

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """What strengthens it and is not over, each once."""
        found = [r for cause in self.causes for r in cause.remedies] + list(self.story.without_cause)
        return tuple({(r.kind, r.code): r for r in found if r.is_running}.values())

    @property
    def has_remedy(self) -> bool:
        """Whether anything of the programme itself works on it now."""
        return any(not remedy.is_external for remedy in self.remedies)

    @property
    def has_owner(self) -> bool:
        """Whether an organisation owns the challenge this year."""
        return self.state is not None and bool(self.state.owners)

    @property
    def quadrant(self) -> Quadrant | None:
        """Where it stands measured and perceived."""
        return None if self.gap is None else self.gap.quadrant

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions that these facts raise."""
        return questions_of(self)


def fact_cards(
    dossier: Dossier,
    elements: Sequence[str],
    cycle: CycleYear | None,
    today: date,
    sight: Sight = PUBLIC,
) -> tuple[FactCard, ...]:
    """Return the card of each element, in the order given.

    Parameters
    ----------
    cycle
        The year of the conversation; without one the card holds the diagnosis and the programme only.
    sight
        Which agreements its state tells. Its questions go round on paper, so they tell what everybody may
        know.
    """
    stories = {story.element: story for story in element_stories(elements)}
    states = {s.element: s for s in element_states(cycle, elements, sight)} if cycle else {}
    asked = perceptions_in(cycle, today) if cycle else {}
    everything = list(dict.fromkeys(e.element for c in dossier.comparisons for e in c.elements))
    perceived = {element: found for element, (_survey, found) in asked.items()}
    rows = compare_views(everything, measured_shares(dossier), perceived)
    gaps = {row.element: row for row in rows}
    open_rows = visible_agreements(PUBLIC).filter(element__in=elements, status=AgreementStatus.OPEN)
    agreed = list(open_rows.order_by("due_on", "pk"))
    return tuple(
        FactCard(
            element,
            dossier.year,
            figures_of(dossier, element),
            stories[element],
            states.get(element),
            perceived.get(element),
            asked[element][0] if element in asked else None,
            gaps.get(element),
            tuple(a.text for a in agreed if a.element == element),
        )
        for element in elements
    )


def figures_of(dossier: Dossier, element: str) -> ElementFigures:
    """Return what the diagnosis says of an element."""
    return ElementFigures(
        element,
        tuple((c.code, r) for c in dossier.comparisons for r in c.elements if r.element == element),
        tuple((c.code, i) for c in dossier.comparisons for i in c.indicators if i.element == element),
        tuple(c for c in dossier.changes if c.subject_kind == "element" and c.subject == element),
        highest_probability(find_weaknesses(dossier), element),
        dossier.provenance.previous_measurement_id is not None,
    )
