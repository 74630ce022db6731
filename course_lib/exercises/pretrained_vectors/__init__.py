"""Exercises on pretrained vectors: a ratio, GloVe's loss, rows for a vocabulary, 3CosMul."""

from course_lib.exercises.pretrained_vectors._loss import GLOVE_LOSS
from course_lib.exercises.pretrained_vectors._product import COS_MUL
from course_lib.exercises.pretrained_vectors._ratio import RATIO
from course_lib.exercises.pretrained_vectors._rows import FILL_ROWS

EXERCISES = (RATIO, FILL_ROWS, GLOVE_LOSS, COS_MUL)
