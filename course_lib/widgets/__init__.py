"""Figures that move in the page itself: no kernel, no network."""
