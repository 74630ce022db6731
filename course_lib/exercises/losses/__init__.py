"""Exercises on losses: a value by hand, log-sum-exp, the gradient at the logits, weights."""

from course_lib.exercises.losses._by_hand import BCE_BY_HAND
from course_lib.exercises.losses._gradient import LOGIT_GRADIENT
from course_lib.exercises.losses._log_sum_exp import LOG_SUM_EXP
from course_lib.exercises.losses._weighted import WEIGHTED_NLL

EXERCISES = (BCE_BY_HAND, LOG_SUM_EXP, LOGIT_GRADIENT, WEIGHTED_NLL)
