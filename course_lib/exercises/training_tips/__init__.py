"""Exercises on training: counting updates, a schedule, a step of Adam, first weights."""

from course_lib.exercises.training_tips._adam import ADAM_STEP
from course_lib.exercises.training_tips._first_weights import LEAKY_STD
from course_lib.exercises.training_tips._schedule import WARMUP_COSINE
from course_lib.exercises.training_tips._updates import UPDATES

EXERCISES = (UPDATES, WARMUP_COSINE, ADAM_STEP, LEAKY_STD)
