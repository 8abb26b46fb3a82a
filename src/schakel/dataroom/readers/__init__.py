# SPDX-License-Identifier: EUPL-1.2
"""Readers of the file forms that people really have.

In: the bytes of a file. Out: a ``RawTable`` (what is in the file and what was assumed), and from
that, with a declared mapping, a table of observations. What cannot be read is refused, with its place.
``forms``: sniff, read_any. ``statline``, ``eurostat``, ``workbook``, ``plain_csv``: one form each.
``mapping``: how a raw table becomes observations; ``observing``: to_observations.
"""
