# SPDX-License-Identifier: EUPL-1.2
"""The entrepreneurial ecosystem: from observations to weakest links.

In: observations, a framework (elements and indicators as data), regions and choices. Out:
``indicators.compute_indicators`` -> ``scores.score_elements`` -> ``scores.compose_index`` ->
``ranking.rank_regions``; ``variation.vary`` for intervals, ``weakest_links.find_weakest_links``
and ``trying.try_choices`` for one set of choices. Results are described in ``results``.
"""
