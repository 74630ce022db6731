"""Exercises on fine-tuning BERT: rates of layers, pieces, the head by hand, whole names."""

from course_lib.exercises.bert_finetuning._head import HEAD
from course_lib.exercises.bert_finetuning._pieces import PIECES
from course_lib.exercises.bert_finetuning._rate import RATE
from course_lib.exercises.bert_finetuning._whole import WHOLE

EXERCISES = (RATE, PIECES, HEAD, WHOLE)
