"""Exercises of the chapter on matrix gradients: shapes, scores, repeated words, two layers."""

from course_lib.exercises.matrix_gradients._scores import SCORE_GRADIENT
from course_lib.exercises.matrix_gradients._two_layers import TWO_LAYERS
from course_lib.exercises.matrix_gradients._weights import DW_BY_HAND
from course_lib.exercises.matrix_gradients._words import WORD_GRADIENT

EXERCISES = (DW_BY_HAND, SCORE_GRADIENT, WORD_GRADIENT, TWO_LAYERS)
