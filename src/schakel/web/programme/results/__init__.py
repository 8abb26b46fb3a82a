# SPDX-License-Identifier: EUPL-1.2
"""Claimed results from promise to proof, with elicited investment and the double-count check."""
