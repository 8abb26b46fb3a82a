# SPDX-License-Identifier: EUPL-1.2
"""Analyses of a built index as a specification asks for them, one family a module.

In: a frozen record of what is asked, and the built ``Index``. Out: ``Found``, with the result of the room's
own function and tables of it. ``asked`` lists every kind.
"""
