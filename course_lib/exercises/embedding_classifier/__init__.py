"""Exercises on embedding classifiers: their size, masked mean, gradient of the rows, batches."""

from course_lib.exercises.embedding_classifier._another_batch import ANOTHER_BATCH
from course_lib.exercises.embedding_classifier._gradient import ROW_GRADIENT
from course_lib.exercises.embedding_classifier._mean import MASKED_MEAN
from course_lib.exercises.embedding_classifier._parameters import PARAMETERS

EXERCISES = (PARAMETERS, MASKED_MEAN, ROW_GRADIENT, ANOTHER_BATCH)
