# SPDX-License-Identifier: EUPL-1.2
"""Weights: given, found, elicited, drawn, and what they really do."""
