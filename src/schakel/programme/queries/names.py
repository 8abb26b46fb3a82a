# SPDX-License-Identifier: EUPL-1.2
"""Finding an initiative by any name it has or had, and following it to what it is now."""

from schakel.koers.failures import N_, Failure
from schakel.koers.problems import nearest_name
from schakel.koers.register import plain_name
from schakel.programme.models.initiatives import Initiative, InitiativeName
from schakel.programme.queries.lineage import lineage_graph


class UnknownName(Failure):
    """A name that no initiative has or had."""

    template = N_("No initiative is or was named “{found}”.")
    cure = N_("The nearest name is “{expected}”; or add this one as a name of the initiative it belongs to.")


def find_initiative_by_name(name: str) -> Initiative:
    """Return the initiative that has, or ever had, this name.

    Parameters
    ----------
    name
        A name, an earlier name or a code; case, accents, spaces and punctuation do not matter.

    Raises
    ------
    UnknownName
        Where no initiative has the name; the message gives the nearest one.
    """
    wanted = plain_name(name)
    known = InitiativeName.objects.filter(plain=wanted).select_related("initiative").first()
    if known is not None:
        return known.initiative
    own = {row["pk"]: (row["name"], row["code"]) for row in Initiative.objects.values("pk", "name", "code")}
    for key, names in own.items():
        if wanted in map(plain_name, names):
            return Initiative.objects.get(pk=key)
    names_known = {text for pair in own.values() for text in pair}
    names_known |= set(InitiativeName.objects.values_list("name", flat=True))
    raise UnknownName(found=name, expected=nearest_name(name, names_known) or "—")


def present_form(initiative: Initiative) -> Initiative:
    """Follow renamings, mergers and successions to the initiative as it is now."""
    step = lineage_graph().present(initiative.pk)
    return initiative if step is None else Initiative.objects.get(pk=step.to_id)
