# SPDX-License-Identifier: EUPL-1.2
"""The tables of the network: who works with whom, every tie, the mix of each initiative, the change."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.documents.programme_pictures.helix_mix import MixDrawing, MixRow
from schakel.documents.programme_pictures.network import DrawnPartner, NetworkDrawing
from schakel.koers.label import Language
from schakel.programme.models import Helix, PartnerRelation
from schakel.programme.queries.network import HelixMix, Network
from schakel.programme.queries.network_change import NetworkYear
from schakel.programme.queries.network_records import NetworkRecords
from schakel.programme.queries.suggestions import Newcomer
from schakel.web.programme.partners.cells import count_cell, initiative_cell, or_dash, partner_cell
from schakel.web.programme.partners.words import helix_words
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

MOST_NAMES = 8
MOST_GAPS = 4


def network_drawing(network: Network) -> NetworkDrawing:
    """Return the network as the picture needs it."""
    keys = sorted(network.partners, key=lambda key: (network.partners[key].name, key))
    place = {key: i for i, key in enumerate(keys)}
    brokers = set(network.metrics.brokers)
    partners = tuple(
        DrawnPartner(
            name=network.partners[key].short_name or network.partners[key].name,
            helix=network.partners[key].helix,
            is_broker=key in brokers,
            is_outside=network.partners[key].relation != PartnerRelation.PARTNER,
        )
        for key in keys
    )
    ties = sorted(
        (min(place[a], place[b]), max(place[a], place[b]), len(tie.initiatives))
        for (a, b), tie in network.ties.items()
    )
    return NetworkDrawing(network.year, partners, tuple(ties))


def mix_drawing(mixes: Iterable[HelixMix]) -> MixDrawing:
    """Return the mix of initiatives as the picture needs it, the least balanced first."""
    ordered = sorted(mixes, key=lambda m: (-1.0 if m.balance is None else m.balance, m.initiative.name))
    return MixDrawing(
        tuple(
            MixRow(m.initiative.name, tuple(m.counts[code] for code in Helix.values), m.missing)
            for m in ordered
        )
    )


def adjacency_table(network: Network, reading: Reading, most: int | None = None) -> Table:
    """Return each organisation with those that it works with; who has most ties comes first.

    Parameters
    ----------
    most
        How many rows are enough; all where absent.
    """
    language, metrics = reading.language, network.metrics
    columns = (
        Column("partner", _("Organisation")),
        Column("helix", _("Strand")),
        Column("ties", _("Works with how many"), True),
        Column("initiatives", _("Initiatives"), True),
        Column("between", _("Stands between"), True),
        Column("others", _("Works with")),
    )
    neighbours = network.neighbours()
    keys = sorted(network.partners, key=lambda k: (-metrics.degree[k], network.partners[k].name))
    rows = [
        Row(
            (
                partner_cell(network.partners[key], reading),
                text_cell(helix_words(network.partners[key].helix)),
                count_cell(metrics.degree[key], language),
                count_cell(len(network.initiatives_of[key]), language),
                Cell(
                    formats.percent(metrics.betweenness[key], language) if metrics.betweenness[key] else "–",
                    metrics.betweenness[key],
                ),
                _names_cell([network.partners[k].name for k in neighbours[key]]),
            ),
            "target" if key in metrics.brokers else "",
        )
        for key in keys[:most]
    ]
    return Table("adjacency", _("Who works with whom"), columns, tuple(rows))


def _names_cell(names: list[str]) -> Cell:
    """Return the first names and how many more; the file has all."""
    if not names:
        return Cell(_("nobody yet"), "", tone="unknown")
    shown = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    if more > 0:
        shown = _("%(names)s and %(n)s more") % {"names": shown, "n": more}
    return Cell(shown, ", ".join(names))


def ties_table(network: Network, records: NetworkRecords, reading: Reading) -> Table:
    """Return every tie with the initiatives that it is made of."""
    columns = (
        Column("first", _("Organisation")),
        Column("second", _("Works with")),
        Column("n", _("Initiatives together"), True),
        Column("events", _("Met at events"), True),
        Column("crosses", _("Two strands")),
        Column("initiatives", _("In which initiatives")),
    )
    rows = [
        Row(
            (
                partner_cell(network.partners[a], reading),
                partner_cell(network.partners[b], reading),
                count_cell(len(tie.initiatives), reading.language),
                count_cell(tie.n_events, reading.language),
                text_cell(_("yes") if tie.is_cross_helix else _("no")),
                or_dash(", ".join(records.initiatives[i].name for i in tie.initiatives)),
            )
        )
        for (a, b), tie in network.ties.items()
    ]
    return Table("ties", _("Every tie"), columns, tuple(rows))


def mixes_table(network: Network, reading: Reading) -> Table:
    """Return the organisations of each initiative by strand, the balance, and what lacks."""
    language = reading.language
    columns = (
        Column("initiative", _("Initiative")),
        *(Column(code, helix_words(code), True) for code in Helix.values),
        Column("balance", _("Balance"), True, _("0: one strand, 1: all three as many")),
        Column("missing", _("Lacks")),
    )
    rows = [
        Row(
            (
                initiative_cell(mix.initiative, reading),
                *(count_cell(mix.counts[code], language) for code in Helix.values),
                Cell(
                    formats.number(mix.balance, language, 2),
                    mix.balance,
                    tone="unknown" if mix.balance is None else "",
                ),
                or_dash(", ".join(helix_words(code) for code in mix.missing)),
            )
        )
        for mix in network.mixes
    ]
    return Table("mixes", _("Strands in each initiative"), columns, tuple(rows))


def changes_table(changes: list[NetworkYear], reading: Reading) -> Table:
    """Return the network year by year, newest first."""
    language = reading.language
    columns = (
        Column("year", _("Year")),
        Column("partners", _("Organisations"), True),
        Column("isolated", _("Without a tie"), True),
        Column("ties", _("Ties"), True),
        Column("new", _("New ties"), True),
        Column("lost", _("Ties that went"), True),
        Column("density", _("Density"), True, _("ties of all that are possible")),
        Column("cross_helix", _("Between two strands"), True, _("of all ties")),
    )
    rows = [
        Row(
            (
                Cell(str(y.year), y.year),
                count_cell(y.n_partners, language),
                count_cell(y.n_isolated, language),
                count_cell(y.n_ties, language),
                _change_cell(y.new_ties, language),
                _change_cell(y.lost_ties, language),
                _share_cell(y.density, language, 1),
                _share_cell(y.cross_helix_share, language),
            )
        )
        for y in reversed(changes)
    ]
    return Table("changes", _("The network year by year"), columns, tuple(rows))


def _change_cell(pairs: tuple[tuple[int, int], ...] | None, language: Language) -> Cell:
    if pairs is None:
        return Cell(_("first year"), None, tone="unknown")
    return count_cell(len(pairs), language)


def _share_cell(share: float | None, language: Language, decimals: int = 0) -> Cell:
    tone = "unknown" if share is None else ""
    return Cell(formats.percent(share, language, decimals), share, tone=tone)


def newcomers_table(found: list[Newcomer], reading: Reading) -> Table:
    """Return the candidate partners with the initiatives that lack their strand."""
    columns = (
        Column("partner", _("Candidate")),
        Column("helix", _("Strand")),
        Column("n", _("Initiatives that lack this strand"), True),
        Column("initiatives", _("Such as")),
    )
    rows = [
        Row(
            (
                partner_cell(new.partner, reading),
                text_cell(helix_words(new.partner.helix)),
                count_cell(len(new.initiatives), reading.language),
                or_dash(", ".join(i.name for i in new.initiatives[:MOST_GAPS])),
            )
        )
        for new in found
    ]
    return Table("candidates", _("Candidate partners"), columns, tuple(rows))
