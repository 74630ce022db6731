"""Exercises on pre-training BERT: changed tokens, pairs, 80/10/10, whole words, parameters."""

from course_lib.exercises.bert_pretraining._changed import CHANGED
from course_lib.exercises.bert_pretraining._count import COUNT
from course_lib.exercises.bert_pretraining._mask import MASK
from course_lib.exercises.bert_pretraining._pair import PAIR
from course_lib.exercises.bert_pretraining._whole import WHOLE

EXERCISES = (CHANGED, PAIR, MASK, WHOLE, COUNT)
