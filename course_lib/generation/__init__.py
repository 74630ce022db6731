"""From logits to text: choose a token, feed it back, stop.

It knows no model. A *step* is any function ``(ids, state) → (logits, state)``: ids (B, T) are the
new tokens, logits (B, T, V) say what follows each, and the state is whatever the model carries
from call to call: h and c of an LSTM, a Transformer's cache, or None.
"""

from course_lib.generation.beam import Hypothesis, beam_search
from course_lib.generation.decoding import Generated, New, generate, stream
from course_lib.generation.logits import keep_top_k, keep_top_p, penalize_repeats, shape_logits
from course_lib.generation.states import Step, select_rows

__all__ = [
    "Generated",
    "Hypothesis",
    "New",
    "Step",
    "beam_search",
    "generate",
    "keep_top_k",
    "keep_top_p",
    "penalize_repeats",
    "select_rows",
    "shape_logits",
    "stream",
]
