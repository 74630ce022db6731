"""Loss functions from their definitions, each with its gradient beside it.

All are finite for any finite logits in float64, float32 and bfloat16, and differentiable by
autograd. ``dmse(prediction, target)`` is the gradient of the mean loss with respect to the first
argument, with the other options as they are by default. A loss of nothing is an error, not NaN:
an empty batch, and a mean over labels that are all ignored.
"""

from course_lib.losses.binary import (
    bce,
    bce_with_logits,
    dbce,
    dbce_with_logits,
    dhinge,
    hinge,
)
from course_lib.losses.classes import (
    cross_entropy,
    dcross_entropy,
    dmulticlass_hinge,
    dnll,
    multiclass_hinge,
    nll,
)
from course_lib.losses.regression import dmae, dmse, drmse, mae, mse, rmse

__all__ = [
    "bce",
    "bce_with_logits",
    "cross_entropy",
    "dbce",
    "dbce_with_logits",
    "dcross_entropy",
    "dhinge",
    "dmae",
    "dmse",
    "dmulticlass_hinge",
    "dnll",
    "drmse",
    "hinge",
    "mae",
    "mse",
    "multiclass_hinge",
    "nll",
    "rmse",
]
