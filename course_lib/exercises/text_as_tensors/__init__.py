"""Exercises on text as tensors: bytes, final consonants, a vocabulary, merges."""

from course_lib.exercises.text_as_tensors._bytes import UTF8_LENGTH
from course_lib.exercises.text_as_tensors._merges import LEARN_MERGES
from course_lib.exercises.text_as_tensors._topic import WITH_TOPIC
from course_lib.exercises.text_as_tensors._vocab import BUILD_VOCAB

EXERCISES = (UTF8_LENGTH, WITH_TOPIC, BUILD_VOCAB, LEARN_MERGES)
