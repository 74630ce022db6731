"""Exercises on bags of vectors: offsets, the mean without padding, hashed pairs, collisions."""

from course_lib.exercises.embedding_bag._bag_mean import BAG_MEAN
from course_lib.exercises.embedding_bag._collisions import COLLISION_SHARE
from course_lib.exercises.embedding_bag._offsets import OFFSETS
from course_lib.exercises.embedding_bag._pairs import WITH_PAIRS

EXERCISES = (OFFSETS, BAG_MEAN, WITH_PAIRS, COLLISION_SHARE)
