"""Embedded corpora: seeded grammars built as instruments, not as samples.

Each is made so that a lesson shows its point in seconds, each knows the truth behind its rows, and
test rows never stand among training rows, at any size and seed.
"""

from __future__ import annotations

from course_lib.data.designed.coreference import DesignedCoreference, coreference
from course_lib.data.designed.grammar import SPLITS, josa
from course_lib.data.designed.headlines import DesignedHeadline, headlines
from course_lib.data.designed.pairs import DesignedPair, pairs
from course_lib.data.designed.reviews import DesignedReview, reviews
from course_lib.data.designed.tagged import TAGS, DesignedTagged, tagged
from course_lib.data.designed.world import (
    WorldSentence,
    world,
    world_analogies,
    world_sentences,
)

__all__ = [
    "SPLITS",
    "TAGS",
    "DesignedCoreference",
    "DesignedHeadline",
    "DesignedPair",
    "DesignedReview",
    "DesignedTagged",
    "WorldSentence",
    "coreference",
    "headlines",
    "josa",
    "pairs",
    "reviews",
    "tagged",
    "world",
    "world_analogies",
    "world_sentences",
]
