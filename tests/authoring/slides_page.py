"""A page as the site has it, with all that slides must cope with; how slides are measured."""

from __future__ import annotations

LONG = (
    "첫 문장은 언제나 남습니다. 둘째 문장은 원고로 갑니다. 셋째 문장에는 <strong>굵은 말</strong>"
    "이 있습니다. 넷째 문장도 길게 늘어놓다가 결국에는 원고로 갑니다. 그러면 마지막 "
    "물음은 어떻게 됩니까?"
)
LINES = 90


def code(text: str, tags: str = "", output: str = "") -> str:
    shown = f'<div class="cell_output docutils container">{output}</div>' if output else ""
    return (
        f'<div class="cell {tags} docutils container"><div class="cell_input docutils container">'
        '<div class="highlight-ipython3 notranslate"><div class="highlight"><pre><span></span>'
        f"{text}\n</pre></div></div></div>{shown}</div>"
    )


def stream(text: str) -> str:
    pre = f'<div class="highlight"><pre><span></span>{text}\n</pre></div>'
    return f'<div class="output stream highlight-myst-ansi notranslate">{pre}</div>'


def section(level: int, title: str, body: str) -> str:
    link = '<a class="headerlink" href="#x" title="이 절의 주소">#</a>'
    return (
        f'<section id="s"><span id="id1"></span><h{level}>{title}{link}</h{level}>{body}</section>'
    )


MANY_LINES = "\n".join(f'<span class="n">line_{k}</span> = {k}' for k in range(LINES))
QUIZ = (
    '<div class="quiz"><p><strong>무엇이 맞습니까?</strong></p>'
    '<details class="quiz-choice wrong"><summary><p>이것</p></summary><p>아닙니다.</p></details>'
    '<details class="quiz-choice right"><summary><p>저것</p></summary><p>맞습니다.</p></details>'
    "</div>"
)
EXERCISE = section(
    3,
    "연습 문제 1. 더하기 ★☆☆",
    '<div class="exercise docutils container"><p>더하십시오. 하나. 둘. 셋. 넷. 다섯까지 빠짐없이 '
    "읽고 나서 천천히 더하십시오. 모두 남아야 합니다. 정말로 모두 남아야 하고말고요. "
    "그렇습니다.</p>"
    + code("answer = ...", "tag_exercise", '<div class="output text_html">미해결</div>')
    + '</div><div class="dropdown solution admonition"><p class="admonition-title">풀이</p>'
    "<p>비밀스러운 풀이</p></div>" + code("progress()"),
)
WIDGET = (
    '<style>.cl-widget{color:red}</style><course-x class="cl-widget" '
    'data-widget="{&quot;a&quot;:1}"></course-x>'
    "<script>(()=>{ if (1 < 2) window.moved = true; })()</script>"
)
PAGE = (
    '<html><body><article class="bd-article">'
    + section(
        1,
        '<span class="section-number">7. </span>손실 함수',
        '<div class="chapter-card admonition"><p class="admonition-title">이 장에서</p><ul>'
        "<li><p>학습 목표 — 배웁니다.</p></li><li><p>예상 시간 — 90분.</p></li></ul></div>"
        + section(
            2,
            "길고 긴 절",
            f'<p>{LONG}</p><p>짧은 글과 <a class="reference internal" href="b.html">다른 장</a>, '
            '<abbr class="num" tabindex="-1" title="x">0.735</abbr>.</p>'
            '<div class="math notranslate nohighlight" id="equation-a"><span class="eqno">(7.1)'
            '<a class="headerlink" href="#e">#</a></span>\\[E = \\tfrac12 \\text{오차}^2\\]</div>'
            + code(MANY_LINES, output=stream("x" * 300))
            + code("skipped()", "tag_slide-skip")
            + code("widget()", output=f'<div class="output text_html">{WIDGET}</div>')
            + "<ul>"
            + "".join(f"<li><p>항목 {k}</p></li>" for k in range(40))
            + "</ul>"
            + '<div class="dropdown admonition"><p>접어 둔 이야기</p></div>'
            + section(3, "아래 절", "<p>아래에 있는 글입니다.</p>"),
        )
        + section(2, "연습 문제", EXERCISE)
        + section(2, "퀴즈", QUIZ)
        + section(2, "더 읽을거리", "<p>읽을거리</p>"),
    )
    + "</article></body></html>"
)
TOC = (
    "format: jb-book\nroot: book/intro\nparts:\n  - caption: 2부 활성화와 손실\n    chapters:\n"
    "      - file: book/02_part/losses\n"
)
# In a browser: for every slide its title, where its content ends, its text.
LOOK = """
return [...document.querySelectorAll('section.leaf')].map((s) => {
  const at = Reveal.getIndices(s);
  Reveal.slide(at.h, at.v);
  const box = s.getBoundingClientRect(), scale = box.height / 720;
  const inner = [...s.querySelectorAll('.flow *')];
  const shown = inner.filter((e) => !e.closest('aside, mjx-container'));
  const rects = shown.map((e) => e.getBoundingClientRect()).filter((r) => r.height);
  return {
    title: s.querySelector('h1, h2').textContent,
    low: Math.max(0, ...rects.map((r) => (r.bottom - box.top) / scale)),
    right: Math.max(0, ...rects.map((r) => (r.right - box.left) / scale)),
    text: s.querySelector('.flow').innerText,
  };
});
"""
