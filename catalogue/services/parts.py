"""Moved to catalogue.parts, below codes; this name goes away."""

from catalogue.parts import *  # noqa: F403
