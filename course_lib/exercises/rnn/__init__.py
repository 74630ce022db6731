"""Exercises on recurrent networks: a state by hand, reading, clipping, back through time."""

from course_lib.exercises.rnn._clip import CLIP
from course_lib.exercises.rnn._recurrent_weight import RECURRENT_WEIGHT
from course_lib.exercises.rnn._run import RUN
from course_lib.exercises.rnn._second_state import SECOND_STATE

EXERCISES = (SECOND_STATE, RUN, CLIP, RECURRENT_WEIGHT)
