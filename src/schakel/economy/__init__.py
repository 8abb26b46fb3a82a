# SPDX-License-Identifier: EUPL-1.2
"""Economy: the economic picture of a region beside its peers and its country, through time.

In: observations, the picture's items as data (``picture.yaml``), the course's printed figures.
Out: series, standings, peers chosen by rule, and a verdict for each printed figure.
Public: ``load_picture_definition`` (picture_definition), ``make_picture`` (picture),
``choose_peers`` (peers), ``decide_verdict`` (verdicts).
"""
