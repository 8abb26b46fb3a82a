# SPDX-License-Identifier: EUPL-1.2
"""Programma > Doelen en inspanningen: from goals to elements, causes and what is done, in words too."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from schakel.documents import formats
from schakel.documents.programme_pictures.goals_efforts import draw_goals_efforts
from schakel.programme.queries.effort import read_efforts
from schakel.programme.queries.goals_efforts import GoalsEfforts, build_network
from schakel.web.programme.showing import Picture, show_programme
from schakel.web.programme.steering.cutting import cut_start
from schakel.web.programme.steering.diagnosis import Aim, element_name, read_aim
from schakel.web.programme.steering.forms import ElementForm
from schakel.web.programme.steering.network_nodes import network_picture
from schakel.web.programme.steering.network_tables import assumption_table, assumptions_by_element
from schakel.web.reading import Reading, page

MOST_EACH = 20
MOST_OF_ONE = 500


@require_safe
@page
def show_goals_efforts(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the goals-efforts network, of all elements or of one."""
    aim = read_aim(reading)
    elements = dict.fromkeys((*aim.names.elements, *(w.element for w in aim.weaknesses)))
    form = ElementForm.asked(request, elements=[(code, element_name(reading, code)) for code in elements])
    efforts = read_efforts(aim.names.line_of_action)
    network = build_network(
        efforts, list(aim.names.goals), list(elements), only_element=form.chosen("element")
    )
    has_anything = bool(network.assumptions or network.causes)
    context = {
        "programme_page": "programme",
        "sentences": network_sentences(reading, aim, network),
        "filter_form": form,
        "element": form.chosen("element"),
        "has_anything": has_anything,
        "groups": assumptions_by_element(
            reading, aim, network, most=MOST_OF_ONE if form.chosen("element") else MOST_EACH
        ),
        "idle_causes": [(element_name(reading, c.element), c) for c in network.causes_without_effort],
        "idle_goals": [aim.names.goals[g] for g in network.goals_without_effort],
    }
    pictures = [Picture("network", network_picture(reading, aim, network), draw_goals_efforts)]
    return show_programme(
        request,
        reading,
        "web/programme/steering_goals_efforts.html",
        context,
        tables=[cut_start(request, assumption_table(reading, aim, network))],
        pictures=pictures if has_anything else [],
    )


def network_sentences(reading: Reading, aim: Aim, network: GoalsEfforts) -> list[str]:
    """Return how far the reasoning from goal to effort has been written down."""
    counted = [a for a in network.assumptions if not a.effort.is_external]
    if not counted:
        return [_("It is not yet written down how the work would strengthen the ecosystem.")]
    n, language = len(counted), reading.language
    named = sum(a.cause_id is not None for a in counted)
    told = sum(bool(a.mechanism) for a in counted)
    first = ngettext(
        "One link is laid from something that is done to an element of the ecosystem.",
        "%(n)s links are laid from something that is done to an element of the ecosystem.",
        n,
    ) % {"n": formats.number(n, language, 0)}
    second = _("%(named)s of %(n)s name the cause that is removed, %(told)s of %(n)s say how it works.") % {
        "named": formats.number(named, language, 0),
        "told": formats.number(told, language, 0),
        "n": formats.number(n, language, 0),
    }
    third = _("They are assumptions: what people expect, not what was shown.")
    return [first, second, third]
