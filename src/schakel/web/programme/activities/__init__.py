# SPDX-License-Identifier: EUPL-1.2
"""Activities, milestones, outputs and lessons; causes of weakness; new topics and their admission test."""
