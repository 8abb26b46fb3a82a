# SPDX-License-Identifier: EUPL-1.2
"""Who works with whom: the network, events, follow-ups and connections."""
