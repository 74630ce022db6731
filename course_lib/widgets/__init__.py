"""Figures that move in the page itself: no kernel, no network. How to add one: ``base``."""

from course_lib.widgets.base import Widget
from course_lib.widgets.network import network_stepper

__all__ = ["Widget", "network_stepper"]
