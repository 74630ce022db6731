"""Exercises on the whole practice: a floor of losses, counting, running means, temperature."""

from course_lib.exercises.nsmc_sentiment._loss_floor import LOSS_FLOOR
from course_lib.exercises.nsmc_sentiment._parameters import PARAMETERS
from course_lib.exercises.nsmc_sentiment._per_step import PER_STEP
from course_lib.exercises.nsmc_sentiment._temperature import BEST_TEMPERATURE

EXERCISES = (LOSS_FLOOR, PARAMETERS, PER_STEP, BEST_TEMPERATURE)
