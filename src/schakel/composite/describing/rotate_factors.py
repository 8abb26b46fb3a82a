# SPDX-License-Identifier: EUPL-1.2
"""Varimax rotation: turn components so that every indicator belongs to few of them.

Kaiser (1958), "The varimax criterion for analytic rotation in factor analysis", *Psychometrika* 23;
OECD/JRC (2008), *Handbook on Constructing Composite Indicators*, steps 4.2 and 6.1.
"""

from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, WrongShape

ROTATIONS = 5000
SETTLED_ANGLE = 1e-7
FLAT = 1e-8


class NoSuchNumber(BadInput):
    """A number of components that does not exist."""

    template = N_("{n_components} components were asked of {k} indicators.")
    cure = N_("Ask for at least 1 and at most as many as there are indicators.")


class NotRotated(BadInput):
    """A rotation that did not settle."""

    template = N_("The varimax rotation did not settle in {n_rounds} rounds.")
    cure = N_("Keep another number of components: these loadings have no simple structure.")


@dataclass(frozen=True, slots=True)
class RotatedLoadings:
    """Loadings after rotation.

    Attributes
    ----------
    loadings
        Shape (k indicators, m factors), in the order of the components that were rotated; every
        column turned so that its sum is positive.
    rotation
        Orthogonal matrix with ``loadings = unrotated @ rotation``, shape (m, m).
    explained
        Sum of squared loadings per factor, in numbers of indicators, shape (m,).
    communalities
        Share of each indicator's variance that the factors explain, shape (k,).
    """

    loadings: Floats
    rotation: Floats
    explained: Floats
    communalities: Floats


def rotate_varimax(loadings: Floats, *, n_components: int | None = None) -> RotatedLoadings:
    """Turn the first components so that every indicator loads on few of them (varimax, normalised).

    Maximises the variance of the squared loadings per factor, after dividing every indicator's
    loadings by the root of its communality (Kaiser's normalisation). The communalities do not change.

    Parameters
    ----------
    loadings
        Shape (k indicators, m components), as in :class:`PrincipalComponents`.
    n_components
        How many of the columns to rotate; all by default.

    Raises
    ------
    WrongShape, NoSuchNumber
        When the loadings are no table or have fewer columns.
    NotRotated
        When the rotation does not settle.
    """
    if loadings.ndim != 2:
        raise WrongShape(name="loadings", found=loadings.shape, expected="(k, m)")
    m = loadings.shape[1] if n_components is None else n_components
    if not 1 <= m <= loadings.shape[1]:
        raise NoSuchNumber(n_components=m, k=loadings.shape[1])
    unrotated = loadings[:, :m]
    communalities = np.square(unrotated).sum(axis=1)
    size = np.sqrt(np.where(communalities > 0, communalities, 1.0))[:, None]
    rotation = _varimax(unrotated / size)
    found = unrotated @ rotation
    signs = np.where(found.sum(axis=0) < 0, -1.0, 1.0)
    return RotatedLoadings(
        loadings=found * signs,
        rotation=rotation * signs,
        explained=np.square(found).sum(axis=0),
        communalities=communalities,
    )


def _varimax(normal: Floats) -> Floats:
    """Rotate pairs of columns to their best angle until no pair moves (Kaiser 1958).

    The steps shrink quadratically near the end, so the last one is far below ``SETTLED_ANGLE``.
    """
    k, m = normal.shape
    rotation, turned = np.eye(m), normal.copy()
    for _ in range(ROTATIONS):
        moved = 0.0
        for a in range(m - 1):
            for b in range(a + 1, m):
                angle = _best_angle(turned[:, a], turned[:, b], k)
                plane = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
                turned[:, [a, b]] = turned[:, [a, b]] @ plane
                rotation[:, [a, b]] = rotation[:, [a, b]] @ plane
                moved = max(moved, abs(angle))
        if moved < SETTLED_ANGLE:
            return rotation
    raise NotRotated(n_rounds=ROTATIONS)


def _best_angle(x: Floats, y: Floats, k: int) -> float:
    u, v = x**2 - y**2, 2 * x * y
    a, b = u.sum(), v.sum()
    c, d = (u**2 - v**2).sum(), 2 * (u * v).sum()
    numerator, denominator = d - 2 * a * b / k, c - (a**2 - b**2) / k
    if np.hypot(numerator, denominator) <= FLAT * k:
        return 0.0
    return float(np.arctan2(numerator, denominator) / 4)
