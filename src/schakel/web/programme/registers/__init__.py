# SPDX-License-Identifier: EUPL-1.2
"""Small registers: recommendations, context, subjects raised elsewhere, services, challenges, lessons."""
