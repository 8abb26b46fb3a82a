# SPDX-License-Identifier: EUPL-1.2
"""Evidence: the uploaded files behind what is claimed."""
