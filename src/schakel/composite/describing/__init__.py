# SPDX-License-Identifier: EUPL-1.2
"""What the figures look like, and how they hang together."""
