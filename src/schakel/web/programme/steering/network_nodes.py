# SPDX-License-Identifier: EUPL-1.2
"""The nodes and links of the goals-efforts picture; many efforts for one cause become one node."""

from collections import defaultdict

from django.utils.translation import gettext as _

from schakel.documents.programme_pictures.goals_efforts import NetworkNode, NetworkPicture
from schakel.programme.queries.goals_efforts import Assumption, GoalsEfforts
from schakel.web.programme.steering.diagnosis import Aim, element_name
from schakel.web.programme.steering.matrix_tables import count_words
from schakel.web.reading import Reading

MOST_EFFORTS = 16
Link = tuple[str, str]


def network_picture(reading: Reading, aim: Aim, network: GoalsEfforts) -> NetworkPicture:
    """Return what the picture is drawn from."""
    by_cause: dict[str, list[Assumption]] = defaultdict(list)
    for a in network.assumptions:
        by_cause[_cause_key(a)].append(a)
    nodes = [NetworkNode(f"g:{g}", 0, aim.names.goals.get(g, g)) for g in network.goals]
    nodes += [NetworkNode(f"e:{e}", 1, element_name(reading, e), e in aim.weak) for e in network.elements]
    nodes += [NetworkNode(f"c:{c.id}", 2, c.statement) for c in network.causes]
    links = [(f"g:{link.goal}", f"e:{link.element}") for link in network.goal_links]
    links += [(f"e:{c.element}", f"c:{c.id}") for c in network.causes]
    for element in network.elements:
        if _nameless(element) in by_cause:
            nodes.append(NetworkNode(_nameless(element), 2, _("cause not named")))
            links.append((f"e:{element}", _nameless(element)))
    many = len({(a.effort.kind, a.effort.code) for a in network.assumptions}) > MOST_EFFORTS
    found, firm, possible = _grouped(by_cause) if many else _one_by_one(by_cause)
    known = {n.key for n in nodes} | {n.key for n in found}
    return NetworkPicture(
        (*nodes, *found),
        tuple(dict.fromkeys(link for link in (*links, *firm) if set(link) <= known)),
        tuple(dict.fromkeys(possible)),
    )


def _cause_key(a: Assumption) -> str:
    return _nameless(a.element) if a.cause_id is None else f"c:{a.cause_id}"


def _nameless(element: str) -> str:
    return f"c:none:{element}"


def _one_by_one(by_cause: dict[str, list[Assumption]]) -> tuple[list[NetworkNode], list[Link], list[Link]]:
    nodes: dict[str, NetworkNode] = {}
    firm: list[Link] = []
    possible: list[Link] = []
    for cause, assumptions in by_cause.items():
        for a in assumptions:
            key = f"{a.effort.kind}:{a.effort.code}"
            name = a.effort.name
            text = _("%(name)s (of others)") % {"name": name} if a.effort.is_external else name
            nodes.setdefault(key, NetworkNode(key, 3, text))
            (possible if a.strength == "possibly" else firm).append((cause, key))
    return list(nodes.values()), firm, possible


def _grouped(by_cause: dict[str, list[Assumption]]) -> tuple[list[NetworkNode], list[Link], list[Link]]:
    nodes, firm = [], []
    for cause, assumptions in by_cause.items():
        counted = [a.effort for a in assumptions if not a.effort.is_external]
        codes = {kind: {e.code for e in counted if e.kind == kind} for kind in ("initiative", "activity")}
        text = count_words(len(codes["initiative"]), len(codes["activity"])) or _("only of others")
        nodes.append(NetworkNode(f"n:{cause}", 3, text))
        firm.append((cause, f"n:{cause}"))
    return nodes, firm, []
