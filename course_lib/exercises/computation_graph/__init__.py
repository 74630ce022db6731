"""Exercises on computation graphs: by hand, a new rule, broadcasting, and a whole backward pass."""

from course_lib.exercises.computation_graph._broadcast import FOLD
from course_lib.exercises.computation_graph._by_hand import THREE_GRADIENTS
from course_lib.exercises.computation_graph._new_rule import HYPOT_BACKWARD
from course_lib.exercises.computation_graph._whole_pass import GRADIENTS

EXERCISES = (THREE_GRADIENTS, HYPOT_BACKWARD, FOLD, GRADIENTS)
