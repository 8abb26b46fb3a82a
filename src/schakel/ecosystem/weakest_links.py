# SPDX-License-Identifier: EUPL-1.2
"""The weakest links: a set with probabilities, and a single name only when the figures support it."""

import numpy as np

from schakel.ecosystem.results import COVERAGE, Floats, Mode, Variation, WeakestLinks, WeakestSet, WeakLink


def find_weakest_links(
    variation: Variation, *, coverage: float = COVERAGE, mode: Mode = "both"
) -> WeakestLinks:
    """Return the smallest set of elements that holds the weakest one with at least ``coverage`` probability.

    Elements are taken in order of the probability of being the weakest of all measured elements, until
    their sum reaches ``coverage``. All targets together have equal say. One element is called single
    only when it reaches the coverage alone under data error and under ``mode`` alike.

    Parameters
    ----------
    variation
        The runs of one comparison.
    coverage
        Probability that the set must hold.
    mode
        Which runs: data, method or both.
    """
    shares, data = variation.weakest[mode], variation.weakest["data"]
    elements = variation.scores.elements
    known = np.isfinite(shares[..., 0])
    n_known = known.sum(axis=0).tolist()
    together = _weakest_set("", elements, _mean(shares), _mean(data), coverage)
    per_target = tuple(
        _weakest_set(target, elements, np.nan_to_num(shares[t]), np.nan_to_num(data[t]), coverage)
        for t, target in enumerate(variation.targets)
    )
    return WeakestLinks(
        together=together,
        per_target=per_target,
        not_measured=tuple(e for e, n in zip(elements, n_known, strict=True) if n == 0),
        partly_measured=tuple(e for e, n in zip(elements, n_known, strict=True) if 0 < n < len(known)),
    )


def _mean(shares: Floats) -> Floats:
    return np.asarray(np.nan_to_num(shares).mean(axis=0), dtype=np.float64)


def _weakest_set(
    target: str, elements: tuple[str, ...], shares: Floats, data: Floats, coverage: float
) -> WeakestSet:
    order = sorted(range(len(elements)), key=lambda e: (-shares[e, 0], -shares[e, 2], elements[e]))
    links: list[WeakLink] = []
    for place in order:
        if shares[place, 0] <= 0 or sum(link.probability for link in links) >= coverage - 1e-9:
            break
        links.append(WeakLink(elements[place], float(shares[place, 0]), float(shares[place, 2])))
    first = order[0]
    single = len(links) == 1 and bool(data[first, 0] >= coverage - 1e-9)
    return WeakestSet(target=target, coverage=coverage, links=tuple(links), is_single=single)
