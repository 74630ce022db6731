"""Exercises on the LSTM: its cell by hand, one step, its size, and the way back through c."""

from course_lib.exercises.lstm._cell_state import CELL_STATE
from course_lib.exercises.lstm._conveyor import CONVEYOR
from course_lib.exercises.lstm._size import SIZE
from course_lib.exercises.lstm._step import STEP

EXERCISES = (CELL_STATE, SIZE, STEP, CONVEYOR)
