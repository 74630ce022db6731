"""Exercises on the perceptron: distance, the rule, a threshold, a sigmoid unit's gradient."""

from course_lib.exercises.perceptron._distance import DISTANCE
from course_lib.exercises.perceptron._gradients import GRADIENTS
from course_lib.exercises.perceptron._look import LOOK
from course_lib.exercises.perceptron._majority import MAJORITY

EXERCISES = (DISTANCE, LOOK, MAJORITY, GRADIENTS)
