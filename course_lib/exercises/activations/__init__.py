"""Exercises on activation functions: their relations, derivatives, and dead units."""

from course_lib.exercises.activations._dead import DEAD_UNITS
from course_lib.exercises.activations._silu import SILU_SLOPE
from course_lib.exercises.activations._softmax import SOFTMAX_BACKWARD
from course_lib.exercises.activations._tanh import TANH_FROM_SIGMOID

EXERCISES = (TANH_FROM_SIGMOID, SILU_SLOPE, DEAD_UNITS, SOFTMAX_BACKWARD)
