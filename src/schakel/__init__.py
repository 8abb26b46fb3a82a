# SPDX-License-Identifier: EUPL-1.2
"""Schakel: the system with which a region runs its strategic course as a yearly cycle.

Calculate (koers, composite, dataroom, ecosystem, economy, diagnosis), show (documents, web).
"""
