"""Training: the loop, what it remembers, and how it goes on. It knows no model and no data set."""

from course_lib.training.checkpoint import Checkpoints, CheckpointWarning
from course_lib.training.history import Epoch, History, Score
from course_lib.training.loop import evaluate, fit, train_epoch
from course_lib.training.repeat import deterministic
from course_lib.training.update import Update

__all__ = [
    "CheckpointWarning",
    "Checkpoints",
    "Epoch",
    "History",
    "Score",
    "Update",
    "deterministic",
    "evaluate",
    "fit",
    "train_epoch",
]
