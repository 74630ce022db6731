"""Random numbers that a page can draw too: the same seed, the same numbers in any language."""

from __future__ import annotations

from collections.abc import Iterator

_BITS = 0xFFFFFFFF


def mulberry32(seed: int) -> Iterator[float]:
    """Numbers in [0, 1), without end.

    Args:
        seed: below 2³².
    Source:
        mulberry32, which needs 32 bits in any language; ``assets/mulberry.js`` gives the same.
    """
    state = seed
    while True:
        state = (state + 0x6D2B79F5) & _BITS
        t = ((state ^ state >> 15) * (state | 1)) & _BITS
        t ^= (t + ((t ^ t >> 7) * (t | 61) & _BITS)) & _BITS
        yield ((t ^ t >> 14) & _BITS) / 2**32
