"""Exercises of the first chapter: the 2-2-2 network's gradients, by hand."""

from course_lib.exercises.by_hand._one_step import DESCEND
from course_lib.exercises.by_hand._one_unit import HIDDEN_DELTA
from course_lib.exercises.by_hand._one_weight import DW7
from course_lib.exercises.by_hand._tanh import TANH_GRADIENTS

EXERCISES = (DW7, HIDDEN_DELTA, DESCEND, TANH_GRADIENTS)
