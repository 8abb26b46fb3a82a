# SPDX-License-Identifier: EUPL-1.2
"""Composite indicators on plain arrays, knowing nothing of regions.

In: numbers of shape (..., n_units, k_indicators); leading axes are draws or scenarios and
NaN is unknown. Out: arrays of the same kind, or frozen dataclasses.
Public, one verb a module: ``normalise``, ``treat``, ``availability``, ``weigh``,
``aggregate``, ``bottleneck``, ``rank``, ``rank_inference``, ``strengths``.
"""
