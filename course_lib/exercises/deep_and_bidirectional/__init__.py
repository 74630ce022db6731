"""Exercises on layers and directions: reading backwards, sizes, reversing, and both real ends."""

from course_lib.exercises.deep_and_bidirectional._backward_state import BACKWARD_STATE
from course_lib.exercises.deep_and_bidirectional._ends import ENDS
from course_lib.exercises.deep_and_bidirectional._reverse import REVERSE
from course_lib.exercises.deep_and_bidirectional._size import SIZE

EXERCISES = (BACKWARD_STATE, SIZE, REVERSE, ENDS)
