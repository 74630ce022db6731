"""Exercises on writing character by character: perplexity, temperature, streams, top-p."""

from course_lib.exercises.char_generation._nucleus import NUCLEUS
from course_lib.exercises.char_generation._perplexity import PERPLEXITY
from course_lib.exercises.char_generation._streams import STREAMS
from course_lib.exercises.char_generation._temperature import TEMPERATURE

EXERCISES = (PERPLEXITY, TEMPERATURE, STREAMS, NUCLEUS)
