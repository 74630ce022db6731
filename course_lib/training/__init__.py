"""Training: the loop, and what it remembers. It knows no model and no data set."""

from course_lib.training.loop import Epoch, History, Score, evaluate, fit, train_epoch

__all__ = ["Epoch", "History", "Score", "evaluate", "fit", "train_epoch"]
