"""Exercises on supervised training: steps, the mean loss, early stopping, the loop itself."""

from course_lib.exercises.supervised_training._early_stop import EARLY_STOP
from course_lib.exercises.supervised_training._epoch_loss import EPOCH_LOSS
from course_lib.exercises.supervised_training._steps import STEPS
from course_lib.exercises.supervised_training._train_unit import TRAIN_UNIT

EXERCISES = (STEPS, EPOCH_LOSS, EARLY_STOP, TRAIN_UNIT)
