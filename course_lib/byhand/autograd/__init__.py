"""An automatic differentiation engine on NumPy arrays, small enough to be read in one sitting.

Read ``variable`` (a number that remembers where it came from), then ``reverse`` (the
backward pass), ``functions`` (exp, tanh, softmax, …) and ``trace`` (what a picture needs).
"""

from course_lib.byhand.autograd.functions import (
    concatenate,
    cross_entropy,
    exp,
    log,
    log_softmax,
    maximum,
    relu,
    sigmoid,
    softmax,
    tanh,
)
from course_lib.byhand.autograd.reverse import topological_order
from course_lib.byhand.autograd.trace import Edge, Graph, Node, graph
from course_lib.byhand.autograd.variable import Variable

__all__ = [
    "Edge",
    "Graph",
    "Node",
    "Variable",
    "concatenate",
    "cross_entropy",
    "exp",
    "graph",
    "log",
    "log_softmax",
    "maximum",
    "relu",
    "sigmoid",
    "softmax",
    "tanh",
    "topological_order",
]
