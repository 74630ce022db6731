"""Slides for a lecture, cut from the pages of the built site: nothing is written twice.

The site's page has everything already: executed outputs, bound numbers, numbered formulas, moving
figures. `cut` turns one into slides, `sentences` decides what of a paragraph is shown, and `deck`
writes a page that reveal.js shows without asking any other host.
"""

from course_lib.authoring.slides.cut import Slide, cut
from course_lib.authoring.slides.deck import Deck, listed, write_slides

__all__ = ["Deck", "Slide", "cut", "listed", "write_slides"]
