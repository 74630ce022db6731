"""Exercises on padding and packing: counts by hand, the last real step, packing, its places."""

from course_lib.exercises.packed_sequences._batch_sizes import BATCH_SIZES
from course_lib.exercises.packed_sequences._last_places import LAST_PLACES
from course_lib.exercises.packed_sequences._last_real import LAST_REAL
from course_lib.exercises.packed_sequences._pack import PACK

EXERCISES = (BATCH_SIZES, LAST_REAL, PACK, LAST_PLACES)
