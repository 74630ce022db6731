"""Exercises on self-attention: one by hand, masks, heads, rotary positions."""

from course_lib.exercises.transformer._heads import HEADS
from course_lib.exercises.transformer._rotary import ROTARY
from course_lib.exercises.transformer._visible import VISIBLE
from course_lib.exercises.transformer._weight import WEIGHT

EXERCISES = (WEIGHT, VISIBLE, HEADS, ROTARY)
