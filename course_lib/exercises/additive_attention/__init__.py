"""Exercises on attention: the context, masks, additive scores, the way back."""

from course_lib.exercises.additive_attention._backward import BACKWARD
from course_lib.exercises.additive_attention._context import CONTEXT
from course_lib.exercises.additive_attention._masked import MASKED
from course_lib.exercises.additive_attention._scores import SCORES

EXERCISES = (CONTEXT, SCORES, MASKED, BACKWARD)
