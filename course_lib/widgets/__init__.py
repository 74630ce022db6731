"""Figures that move in the page itself: no kernel, no network. How to add one: ``base``."""

from course_lib.widgets.activations import activation_explorer
from course_lib.widgets.alignment import alignment_matrix
from course_lib.widgets.attention import AttentionView, attention_explorer
from course_lib.widgets.bag import bag_explorer
from course_lib.widgets.base import Widget
from course_lib.widgets.boundary import Film, Frame, boundary_player, film_of_run, rule_player
from course_lib.widgets.gaps import GapView, gap_explorer
from course_lib.widgets.gates import GatesReader, gates_reader, gates_stepper
from course_lib.widgets.graph import graph_stepper
from course_lib.widgets.losses import loss_explorer
from course_lib.widgets.masking import masking_explorer
from course_lib.widgets.merges import merge_stepper
from course_lib.widgets.network import network_stepper
from course_lib.widgets.race import optimizer_race
from course_lib.widgets.sampling import sampling_explorer
from course_lib.widgets.skipgram import skipgram_window
from course_lib.widgets.vector_space import vector_space

__all__ = [
    "AttentionView",
    "Film",
    "Frame",
    "GapView",
    "GatesReader",
    "Widget",
    "activation_explorer",
    "alignment_matrix",
    "attention_explorer",
    "bag_explorer",
    "boundary_player",
    "film_of_run",
    "gap_explorer",
    "gates_reader",
    "gates_stepper",
    "graph_stepper",
    "loss_explorer",
    "masking_explorer",
    "merge_stepper",
    "network_stepper",
    "optimizer_race",
    "rule_player",
    "sampling_explorer",
    "skipgram_window",
    "vector_space",
]
