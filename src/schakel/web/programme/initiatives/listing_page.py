# SPDX-License-Identifier: EUPL-1.2
"""The list of initiatives and structures."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from schakel.documents import formats
from schakel.programme.models import Initiative, InitiativeKind, InitiativeRelation, Stage
from schakel.programme.queries.initiatives import InitiativeCounts, count_initiatives, initiative_list
from schakel.programme.queries.stages import stage_since
from schakel.web.programme.course_names import CourseNames, course_names
from schakel.web.programme.initiatives.filters import initiative_filter
from schakel.web.programme.initiatives.words import kind_words, relation_words, stage_words
from schakel.web.programme.listing import ListColumn, make_listing
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.tables.table import Cell, text_cell

MOST_KINDS = 5


@require_safe
@page
def show_initiatives(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show every initiative and structure, with a filter."""
    names = course_names(reading)
    listing = make_listing(
        request,
        initiative_list(),
        _columns(reading, names),
        name="initiatives",
        caption=_("Initiatives and structures"),
        filters=initiative_filter(names),
    )
    counts = count_initiatives(Initiative.objects.all())
    context = {
        "programme_page": "initiatives",
        "listing": listing,
        "counts": counts,
        "sentences": _sentences(counts, reading),
        "is_filtered": any(request.GET.get(name) for name in listing.filter_form.fields),
    }
    template = "web/programme/initiatives_list.html"
    return show_programme(request, reading, template, context, tables=[listing.table])


def _columns(reading: Reading, names: CourseNames) -> list[ListColumn]:
    return [
        ListColumn("name", _("Name"), _name_cell(reading), "name"),
        ListColumn("kind", _("Sort"), lambda i: text_cell(kind_words(i.kind)), "kind"),
        ListColumn("stage", _("Stage"), _stage_cell(reading), "stage"),
        ListColumn("place", _("Place"), lambda i: _or_dash(names.place(i.place)), "place"),
        ListColumn("lines", _("Lines"), lambda i: _or_dash(", ".join(i.lines))),
        ListColumn("owner", _("Owner"), _owner_cell(reading), "owner__name"),
        ListColumn("relation", _("Whose"), lambda i: text_cell(relation_words(i.relation)), "relation"),
    ]


def _name_cell(reading: Reading) -> Callable[[Initiative], Cell]:
    def cell(initiative: Initiative) -> Cell:
        former = [n.name for n in initiative.names.all() if n.name != initiative.name]
        parts = [_("invented")] if initiative.invented else []
        if former:
            parts.append(_("also: %(names)s") % {"names": ", ".join(former)})
        link = reading.url("initiative", initiative.code)
        return Cell(initiative.name, initiative.name, link, detail=" · ".join(parts))

    return cell


def _stage_cell(reading: Reading) -> Callable[[Initiative], Cell]:
    def cell(initiative: Initiative) -> Cell:
        if initiative.relation == InitiativeRelation.EXTERNAL:
            return Cell("–", None)
        if initiative.stage == Stage.UNKNOWN:
            return Cell(formats.UNKNOWN[reading.language], None, tone="unknown")
        word = stage_words(initiative.stage)
        since = stage_since(initiative)
        told = _("since %(day)s") % {"day": formats.day(since, reading.language)} if since else ""
        return Cell(word, word, detail=told)

    return cell


def _owner_cell(reading: Reading) -> Callable[[Initiative], Cell]:
    def cell(initiative: Initiative) -> Cell:
        owner = initiative.owner
        if owner is None:
            return Cell(_("not known"), None, tone="unknown")
        return text_cell(owner.short_name or owner.name, reading.url("partner", owner.code))

    return cell


def _or_dash(text: str) -> Cell:
    return text_cell(text) if text else Cell("–", None)


def _kinds(counts: InitiativeCounts) -> list[str]:
    """Return the kinds with their number, the most common first; what is rarer is counted together."""
    ordered = sorted(InitiativeKind.values, key=lambda k: -counts.by_kind.get(k, 0))
    found = [kind for kind in ordered if counts.by_kind.get(kind)]
    named = found if len(found) <= MOST_KINDS + 1 else found[:MOST_KINDS]
    told = [f"{kind_words(kind)} ({counts.by_kind[kind]})" for kind in named]
    n_rest = sum(counts.by_kind[kind] for kind in found[len(named) :])
    return [*told, _("another kind (%(n)s)") % {"n": n_rest}] if n_rest else told


def _sentences(counts: InitiativeCounts, reading: Reading) -> list[str]:
    """Return how many there are of each sort, and in which stage ours are."""
    if not counts.n_all:
        return []
    language = reading.language
    kinds = _kinds(counts)
    stages = [
        f"{stage_words(stage)} ({counts.by_stage[stage]})"
        for stage in Stage.values
        if counts.by_stage.get(stage)
    ]
    told = ngettext(
        "The register holds %(n)s initiative or structure: %(kinds)s.",
        "The register holds %(n)s initiatives and structures: %(kinds)s.",
        counts.n_all,
    ) % {
        "n": formats.number(counts.n_all, language, 0),
        "kinds": formats.enumeration(kinds, language),
    }
    found = [told]
    if counts.n_external:
        found.append(
            ngettext(
                "%(n)s is of others: shown as a link and not counted as a result.",
                "%(n)s are of others: shown as a link and not counted as a result.",
                counts.n_external,
            )
            % {"n": formats.number(counts.n_external, language, 0)}
        )
    if stages:
        found.append(_("Stages of the rest: %(stages)s.") % {"stages": formats.enumeration(stages, language)})
    return found
