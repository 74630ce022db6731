"""Exercises on fine-tuning BERT: rates of layers, pairs, pieces, the head by hand, whole names."""

from course_lib.exercises.bert_finetuning._head import HEAD
from course_lib.exercises.bert_finetuning._pair import PAIR
from course_lib.exercises.bert_finetuning._pieces import PIECES
from course_lib.exercises.bert_finetuning._rate import RATE
from course_lib.exercises.bert_finetuning._whole import WHOLE

EXERCISES = (RATE, PAIR, PIECES, HEAD, WHOLE)
