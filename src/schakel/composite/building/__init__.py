# SPDX-License-Identifier: EUPL-1.2
"""Steps as data, carried out one after the other; the index with every stage."""
