"""Exercises on bags of words: counting, votes, the gradient of the weights, what decided."""

from course_lib.exercises.bag_of_words._decisive import DECISIVE_WORD
from course_lib.exercises.bag_of_words._fill import FILL_BAG
from course_lib.exercises.bag_of_words._gradient import WEIGHT_GRADIENT
from course_lib.exercises.bag_of_words._votes import COLLECT_VOTES

EXERCISES = (FILL_BAG, COLLECT_VOTES, WEIGHT_GRADIENT, DECISIVE_WORD)
