"""Korean for Sphinx's built-in search: words are indexed without their particles.

"손실을", "손실이" and "손실의" all become "손실"; "LSTM의" becomes "lstm". The same table and the
same five rules run in Python when the index is written and in JavaScript when a reader searches:

1. a text is cut into runs of Hangul and runs of other letters and digits, so "BERT에서는" parts;
2. a Hangul run that is a bare particle right behind something else is dropped;
3. from a Hangul run the longest fitting ending is taken off, again and again, while at least two
   syllables stay (one, for the nouns in ``ONE_SYLLABLE``); a particle that depends on the final
   consonant (을/를, 이/가, 은/는, 과/와, 으로/로) only comes off behind the right kind of syllable;
4. words in ``WHOLE`` end in a syllable that only looks like a particle and are left alone;
5. Latin words go through Sphinx's English stemmer.

The index also holds the beginnings and ends of long compounds, so that "손실" finds "손실함수".
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.search import SearchLanguage, languages
from sphinx.search.en import SearchEnglish, js_porter_stemmer

if TYPE_CHECKING:
    from sphinx.application import Sphinx

BATCHIM = """
    을 이 은 과 이라는 이라고 이란 이며 이나 이든 이라 이라면 이므로 이지만 이었다
    이었습니다
"""
"""Endings that follow a final consonant."""
NO_BATCHIM = "를 가 는 와 라는 라고 란 며 나 든 라 라면 므로 지만 였다 였습니다"
"""Endings that follow a vowel."""
AFTER_RIEUL_OR_VOWEL = "로 로서 로써 로는 로도 로의 로부터"
AFTER_OTHER_BATCHIM = "으로 으로서 으로써 으로는 으로도 으로의 으로부터"
ALWAYS = """
    의 에 에서 에게 에게서 부터 까지 도 만 만의 만을 만이 보다 보다는 처럼 만큼 마다 조차
    밖에 에는 에도 에만 에서는 에서도 에서의 에서만 에게는 까지의 까지는 까지도 부터의
    부터는 대로 같은 끼리 뿐 들 하다 한다 하는 하였다 하였습니다 했고 했지만 하므로 하지만
    하려면 하도록 하고 하면 하며 하여 해서 했다 합니다 했습니다 할 함 하기 하기가 하지 되다
    된다 되는 되고 되면 되어 됩니다 됐다 되었다 되었습니다 될 됨 되지 이다 입니다 인가 인지
    인데 이고 시키는 시킨다 시킵니다 시켜 한 해 하자 합시다 하세요 했던 할수록 된 되며 되지만
    되므로 될수록 됐습니다 되었고
"""
ONE_SYLLABLE = """
    수 값 층 셀 글 말 곱 합 식 점 선 표 축 문 책 답 열 행 쌍 짝 항 변 틀 몫 창 뜻 앞 뒤
    안 밖
"""
WHOLE = """
    정확도 유사도 복잡도 난이도 신뢰도 중요도 민감도 해상도 선호도 유창도 응집도 그대로
    제대로 차례로 마음대로 순서대로
"""

_HANGUL = "\uac00-\ud7a3"
_RUN = re.compile(rf"[{_HANGUL}]+|[^\W_{_HANGUL}]+(?:_+[^\W_{_HANGUL}]+)*")
_SHORTEST_COMPOUND = 4


def _words(text: str) -> list[str]:
    return text.split()


TABLE: dict[str, str] = {
    **dict.fromkeys(_words(BATCHIM), "batchim"),
    **dict.fromkeys(_words(NO_BATCHIM), "vowel"),
    **dict.fromkeys(_words(AFTER_RIEUL_OR_VOWEL), "vowel-or-rieul"),
    **dict.fromkeys(_words(AFTER_OTHER_BATCHIM), "other-batchim"),
    **dict.fromkeys(_words(ALWAYS), "any"),
}
"""Ending -> what must stand before it."""
_LONGEST = max(map(len, TABLE))
_WHOLE = frozenset(_words(WHOLE))
_ONE = frozenset(_words(ONE_SYLLABLE))


def _fits(syllable: str, condition: str) -> bool:
    """Whether an ending with this condition may follow this syllable."""
    final = (ord(syllable) - 0xAC00) % 28  # 0: no final consonant, 8: rieul
    return {
        "any": True,
        "batchim": final != 0,
        "vowel": final == 0,
        "vowel-or-rieul": final in (0, 8),
        "other-batchim": final not in (0, 8),
    }[condition]


def _shorter(word: str) -> str:
    """The word without its longest fitting ending, or the word itself."""
    for length in range(min(_LONGEST, len(word) - 1), 0, -1):
        head, condition = word[:-length], TABLE.get(word[-length:])
        long_enough = len(head) > 1 or head in _ONE
        if condition and long_enough and _fits(head[-1], condition):
            return head
    return word


def stem_hangul(word: str) -> str:
    """Take particles and endings off a run of Hangul syllables.

    Args:
        word: Hangul syllables only.

    Returns:
        The stem; stemming it again gives it back.
    """
    while word not in _WHOLE and (head := _shorter(word)) != word:
        word = head
    return word


def split_words(text: str) -> list[str]:
    """Cut a text into Hangul stems and other words, bare particles left out.

    Args:
        text: Any text.

    Returns:
        Stems of the Hangul runs and the other runs as they stand, in order.
    """
    found: list[str] = []
    for match in _RUN.finditer(text):
        run = match.group()
        attached = match.start() > 0 and not text[match.start() - 1].isspace()
        if not "\uac00" <= run[0] <= "\ud7a3":
            found.append(run)
        elif not (attached and run in TABLE):
            found.append(stem_hangul(run))
    return found


def _compound_parts(word: str) -> list[str]:
    """The beginnings and ends of a long Hangul word, each of two syllables or more."""
    if len(word) < _SHORTEST_COMPOUND or not "\uac00" <= word[0] <= "\ud7a3":
        return []
    cuts = range(2, len(word) - 1)
    return [part for cut in cuts for part in (word[:cut], word[cut:])]


def _as_indexed(script: str) -> str:
    """Sphinx's JavaScript stemmer without Porter's two later rules, which its index lacks."""
    for later, first in (
        ("bli: 'ble'", "abli: 'able'"),
        ("|bli|", "|abli|"),
        (",\n    logi: 'log'", ""),
        ("|logi)", ")"),
    ):
        script = script.replace(later, first)
    return script


class SearchKorean(SearchLanguage):
    """Sphinx's search language ``ko``."""

    lang = "ko"
    language_name = "Korean"
    stopwords = SearchEnglish.stopwords
    js_stemmer_code = _as_indexed(js_porter_stemmer)

    def init(self, options: dict[str, str]) -> None:
        """Prepare the English stemmer and the JavaScript with its table."""
        self._english = SearchEnglish(options)
        data = {"endings": TABLE, "whole": sorted(_WHOLE), "one": sorted(_ONE)}
        script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
        table = json.dumps(data, ensure_ascii=False)
        self.js_splitter_code = script.replace("__DATA__;", f"{table};")

    def split(self, input: str) -> list[str]:
        """Words to index: stems, and the parts of long compounds."""
        words = split_words(input)
        return words + [stem_hangul(part) for word in words for part in _compound_parts(word)]

    def stem(self, word: str) -> str:
        """Hangul is stemmed already by ``split``; the rest is English."""
        hangul = "\uac00" <= word[:1] <= "\ud7a3"
        if hangul:
            return stem_hangul(word)
        # The JavaScript stemmer leaves words of one or two letters alone.
        return word.lower() if len(word) < 3 else self._english.stem(word.lower())

    def word_filter(self, word: str) -> bool:
        """Keep all but the empty word and English stop words."""
        return bool(word) and word not in self.stopwords


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the language with Sphinx."""
    languages["ko"] = SearchKorean
    return {"parallel_read_safe": True, "parallel_write_safe": True}
