# SPDX-License-Identifier: EUPL-1.2
"""Ranks, what separates them, and with which weights a unit comes first."""
