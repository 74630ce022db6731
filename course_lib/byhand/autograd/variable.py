"""A variable is an array that remembers how it was made.

    W = Variable([[1.0, 2.0]])
    y = (W @ x).sum()          # forward: every operation records its parents, and a rule for each
    y.backward()               # backward: the rules are applied in reverse order
    W.grad                     # ∂y/∂W

A rule takes the gradient that arrives at the result (*upstream*) and returns the one that goes on
to the parent (*downstream*); it stands beside the forward computation it belongs to. All numbers
are float64. Left out on purpose: devices, in-place operations, second derivatives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import prod
from typing import Any, TypeAlias

import numpy as np

from course_lib.byhand.autograd.reverse import Array, Rule, reverse_pass

Axis: TypeAlias = int | tuple[int, ...] | None


class Variable:
    """An array, its gradient, and the edges to the variables it was made from.

    Args:
        data: numbers of any shape; they are copied and become float64.
        name: what to call it in a picture.
        requires_grad: False makes a constant, to which no gradient flows.
    Attributes:
        data: the array.
        grad: None, or the sum of all gradients that ``backward`` has brought here.
        op: the sign of the operation that made it; empty for a leaf.
        edges: one (parent, rule) for each operand; empty for a leaf.
    """

    __slots__ = ("__weakref__", "data", "edges", "grad", "name", "op", "requires_grad")
    __array_ufunc__ = None  # array + variable is ours, not NumPy's

    def __init__(self, data: Any, *, name: str = "", requires_grad: bool = True) -> None:
        if isinstance(data, Variable):
            raise TypeError("data must be numbers, got a Variable: use detach()")
        self.data: Array = np.array(data, dtype=np.float64)
        self.grad: Array | None = None
        self.name, self.op, self.requires_grad = name, "", requires_grad
        self.edges: tuple[tuple[Variable, Rule], ...] = ()

    # --- backward -------------------------------------------------------------------------------

    def backward(self, upstream: Any = None) -> None:
        """Add ∂self/∂v to ``v.grad`` for every variable v that self was made from.

        Args:
            upstream: the gradient that arrives at self; 1 if self is a single number.
        Shape:
            upstream as self.
        Raises:
            ValueError: if self is no single number and upstream is missing; if upstream has
                another shape; if self was made from constants only.
        Source:
            Equals ``torch.Tensor.backward``, but every variable on the way keeps its gradient.
        """
        for node, gradient, _ in reverse_pass(self, upstream):
            node.grad = np.asarray(gradient + (0 if node.grad is None else node.grad))

    def zero_grad(self) -> None:
        """Forget the gradient."""
        self.grad = None

    def detach(self) -> Variable:
        """The same numbers as a constant: no gradient flows back through it."""
        return record(self.data, "")

    def named(self, name: str) -> Variable:
        """Give self a name, and return self."""
        self.name = name
        return self

    # --- arithmetic: operands broadcast as in NumPy ---------------------------------------------

    def __add__(self, other: Any) -> Variable:
        a, b = self, wrap(other)
        return record(combine("+", np.add, a, b), "+", (a, lambda d: d), (b, lambda d: d))

    def __sub__(self, other: Any) -> Variable:
        a, b = self, wrap(other)
        return record(combine("-", np.subtract, a, b), "-", (a, lambda d: d), (b, lambda d: -d))

    def __mul__(self, other: Any) -> Variable:
        a, b = self, wrap(other)
        x, y = a.data, b.data
        return record(
            combine("*", np.multiply, a, b), "*", (a, lambda d: d * y), (b, lambda d: d * x)
        )

    def __truediv__(self, other: Any) -> Variable:
        a, b = self, wrap(other)
        x, y = a.data, b.data
        out = combine("/", np.divide, a, b)
        return record(out, "/", (a, lambda d: d / y), (b, lambda d: -d * x / y**2))

    def __pow__(self, other: Any) -> Variable:
        a, b = self, wrap(other)
        x, n = a.data, b.data
        out = combine("**", np.power, a, b)

        def to_base(d: Array) -> Array:  # n·xⁿ⁻¹, and 0 for n = 0 whatever x is
            return d * n * x ** np.where(n == 0, 1.0, n - 1)

        def to_exponent(d: Array) -> Array:  # xⁿ·log x, and 0 for x = 0 (n ≥ 0)
            return d * out * np.log(np.where((x == 0) & (n >= 0), 1.0, x))

        return record(out, "**", (a, to_base), (b, to_exponent))

    def __neg__(self) -> Variable:
        return record(-self.data, "neg", (self, lambda d: -d))

    def __radd__(self, other: Any) -> Variable:
        return wrap(other) + self

    def __rsub__(self, other: Any) -> Variable:
        return wrap(other) - self

    def __rmul__(self, other: Any) -> Variable:
        return wrap(other) * self

    def __rtruediv__(self, other: Any) -> Variable:
        return wrap(other) / self

    def __rpow__(self, other: Any) -> Variable:
        return wrap(other) ** self

    def __rmatmul__(self, other: Any) -> Variable:
        return wrap(other) @ self

    def __matmul__(self, other: Any) -> Variable:
        a, b = self, wrap(other)
        out = combine("@", np.matmul, a, b)
        x = a.data[None, :] if a.ndim == 1 else a.data  # (…, n, k); a vector is one row
        y = b.data[:, None] if b.ndim == 1 else b.data  # (…, k, m); a vector is one column

        def full(d: Array) -> Array:  # (…, n, m): the axes that a vector had lost
            d = d[..., None] if b.ndim == 1 else d
            return d[..., None, :] if a.ndim == 1 else d

        def to_left(d: Array) -> Array:
            dx = full(d) @ np.swapaxes(y, -1, -2)  # (…, n, m) @ (…, m, k)
            return dx[..., 0, :] if a.ndim == 1 else dx

        def to_right(d: Array) -> Array:
            dy = np.swapaxes(x, -1, -2) @ full(d)  # (…, k, n) @ (…, n, m)
            return dy[..., 0] if b.ndim == 1 else dy

        return record(out, "@", (a, to_left), (b, to_right))

    # --- reductions -----------------------------------------------------------------------------

    def sum(self, axis: Axis = None, *, keepdims: bool = False) -> Variable:
        """Sum over some axes (None: all). Backward: a sum copies its gradient to every term."""
        spread = self._spread(axis, keepdims)
        return record(self.data.sum(axis, keepdims=keepdims), "sum", (self, spread))

    def mean(self, axis: Axis = None, *, keepdims: bool = False) -> Variable:
        """Mean over some axes (None: all). Backward: every term gets an equal share."""
        spread = self._spread(axis, keepdims)
        count = self._count("mean", axis)
        out = self.data.sum(axis, keepdims=keepdims) / count
        return record(out, "mean", (self, lambda d: spread(d) / count))

    def max(self, axis: Axis = None, *, keepdims: bool = False) -> Variable:
        """Largest over some axes (None: all). Backward: all to the winner; ties share equally."""
        spread = self._spread(axis, keepdims)
        self._count("max", axis)
        wins = self.data == self.data.max(axis, keepdims=True)
        share = wins / wins.sum(axis, keepdims=True)
        return record(
            self.data.max(axis, keepdims=keepdims), "max", (self, lambda d: spread(d) * share)
        )

    def _spread(self, axis: Axis, keepdims: bool) -> Rule:
        """The rule that copies a reduced gradient back over the axes that were reduced."""
        shape = self.shape

        def spread(d: Array) -> Array:
            kept = d if keepdims or axis is None else np.expand_dims(d, axis)
            return np.broadcast_to(kept, shape)

        return spread

    def _count(self, what: str, axis: Axis) -> int:
        """How many numbers a reduction joins into one."""
        axes = range(self.ndim) if axis is None else np.atleast_1d(axis)
        count = prod(self.shape[i] for i in axes)
        if count == 0:
            raise ValueError(f"{what} over axis {axis} of shape {self.shape} joins no number")
        return count

    # --- shapes ---------------------------------------------------------------------------------

    def reshape(self, *shape: int) -> Variable:
        """The same numbers in another shape. Backward: the shape of before."""
        before = self.shape
        try:
            out = self.data.reshape(shape)
        except ValueError:
            raise ValueError(f"cannot reshape {before} into {shape}") from None
        return record(out, "reshape", (self, lambda d: d.reshape(before)))

    def transpose(self, *axes: int) -> Variable:
        """Axes in another order (none given: reversed). Backward: the order of before."""
        order = axes or tuple(reversed(range(self.ndim)))
        back = np.argsort([i % self.ndim for i in order]) if order else ()
        out = self.data.transpose(order)
        return record(out, "transpose", (self, lambda d: d.transpose(back)))

    @property
    def T(self) -> Variable:
        """The transpose: all axes reversed."""
        return self.transpose()

    def __getitem__(self, index: Any) -> Variable:
        """Part of the array; an integer array picks rows, and may pick one more than once.

        Backward: every picked number sends its gradient to where it was picked from, so a row
        that was picked twice gets the sum of two.
        """
        shape = self.shape

        def scatter(d: Array) -> Array:
            dx = np.zeros(shape)
            np.add.at(dx, index, d)
            return dx

        return record(self.data[index], "[]", (self, scatter))

    @property
    def shape(self) -> tuple[int, ...]:
        """Sizes of the axes."""
        return self.data.shape

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return self.data.ndim

    def item(self) -> float:
        """The only number in it."""
        return float(self.data.item())

    def __len__(self) -> int:
        return len(self.data)

    def __iter__(self) -> Iterator[Variable]:
        return (self[i] for i in range(len(self)))

    def __repr__(self) -> str:
        name = f", name={self.name!r}" if self.name else ""
        op = f", op={self.op!r}" if self.op else ""
        return f"Variable({np.array2string(self.data, precision=4, separator=', ')}{name}{op})"


def record(data: Any, op: str, *edges: tuple[Variable, Rule]) -> Variable:
    """A new variable that remembers its parents, unless all of them are constants.

    Args:
        data: the result of the operation; not copied.
        op: the operation's sign.
        *edges: (parent, rule) for each operand.
    """
    out = Variable.__new__(Variable)
    out.data, out.grad, out.name, out.op = np.asarray(data, dtype=np.float64), None, "", op
    out.requires_grad = any(parent.requires_grad for parent, _ in edges)
    out.edges = edges if out.requires_grad else ()
    return out


def wrap(x: Any) -> Variable:
    """A variable as it is; numbers as a constant."""
    return x if isinstance(x, Variable) else record(x, "")


def combine(op: str, f: Callable[..., Array], a: Variable, b: Variable) -> Array:
    """f(a, b), or an error that names both shapes."""
    try:
        return f(a.data, b.data)
    except ValueError:
        need = "(…, n, k) @ (…, k, m)" if op == "@" else "shapes that broadcast"
        raise ValueError(f"{op} needs {need}, got {a.shape} and {b.shape}") from None
