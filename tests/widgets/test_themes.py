"""A figure of ``course_lib.plots`` shows the variant that fits the page, in a real browser."""

from __future__ import annotations

import pytest

from course_lib import plots

SHOWN = """
return [...document.querySelectorAll('.cl-figure img')]
  .filter((image) => image.getBoundingClientRect().height > 50)
  .map((image) => image.className.match(/cl-(light|dark)/)[1]);
"""
BOOTSTRAP = "<style>[hidden]{display:none!important} img{max-width:100%}</style>"


@pytest.mark.parametrize(
    ("html", "system", "variant"),
    [
        ("data-theme=light", "dark", "light"),
        ("data-theme=dark", "light", "dark"),
        ("theme=dark", "light", "dark"),
        ("", "light", "light"),
        ("", "dark", "dark"),
    ],
)
def test_one_variant_is_shown(page, html, system, variant):
    figure = plots.figure(lambda ax: ax.plot([1, 2]), alt="선")
    body = BOOTSTRAP + figure._repr_html_()
    page.open(body, html=html, features={"prefers-color-scheme": system})
    page.driver.execute_async_script(
        "Promise.all([...document.images].map((i) => i.decode().catch(() => 0))).then(arguments[0])"
    )
    assert page.run(SHOWN) == [variant]
