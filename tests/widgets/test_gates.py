"""The reading LSTM: Python's gates in the page, and a reader's hands on it."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from course_lib.models.classifiers import RecurrentClassifier
from course_lib.text import Vocab, basic_english
from course_lib.widgets import gates_reader, gates_stepper

WORDS = (
    "<pad>", "<unk>", "하나도", "안", "지루했다", "재밌었다", ".", "!", "(", "본편은",
    "don", "'", "t",
)  # fmt: skip
VOCAB = Vocab(WORDS, specials=("<pad>", "<unk>"), unknown="<unk>")
TEXT = "본편은 하나도 안 지루했다."
OTHERS = ("안 재밌었다!", "예고편은 재밌었다")


def make_model(**options):
    torch.manual_seed(3)
    settings = {"embedding_dim": 5, "hidden_size": 4} | options
    return RecurrentClassifier(len(WORDS), 2, **settings)


@pytest.fixture
def shown(page):
    page.open(gates_stepper(make_model(), VOCAB, text=TEXT, examples=OTHERS)._repr_html_())
    return page


def _type(page, keys, text):
    page.run("el.field.focus(); el.field.select()")
    keys(text)


def test_the_page_computes_what_byhand_computes(shown):
    reader = gates_reader(make_model(), VOCAB)
    texts = [TEXT, *OTHERS, "모르는 단어만 있다", 'Don\'t; "본편은":지루했다<br />!(', "안 " * 40]
    for text in texts:
        words, trace, shares = reader.read(text)
        got = shown.run("return el.read(arguments[0])", text)
        steps = got["steps"]
        assert [step["token"] for step in steps] == words == basic_english(text)[:30]
        assert [step["known"] for step in steps] == [word in WORDS for word in words]
        for name in ("i", "f", "g", "o", "c_before", "c", "h"):
            theirs = [step[name] for step in steps]
            np.testing.assert_allclose(theirs, trace.values(name)[0], rtol=1e-9, atol=1e-12)
        theirs = [step["shares"] for step in steps]
        np.testing.assert_allclose(theirs, shares, rtol=1e-9)
        assert got["cut"] == (len(basic_english(text)) > 30)


def test_rounding_the_weights_hardly_changes_the_answer():
    model, reader = make_model().eval(), gates_reader(make_model(), VOCAB)
    ids = torch.from_numpy(VOCAB.encode_many([basic_english(TEXT)]).flat)[None]
    with torch.no_grad():
        wanted = F.softmax(model(ids, torch.tensor([ids.shape[1]])), dim=1)[0]
    _, _, shares = reader.read(TEXT)
    np.testing.assert_allclose(shares[-1], wanted, atol=2e-3)


def test_it_opens_at_the_end_and_is_walked_by_key(shown, keys):
    assert shown.title() == "5. ‘.’"
    shown.find(".picture").click()
    keys("\ue012", "\ue012")
    assert shown.title() == "3. ‘안’"
    shown.press("처음으로")
    assert shown.title() == "1. ‘본편은’"
    shown.press("하나도")
    assert shown.run("return el.at") == 1
    assert "하나도" in shown.run("return el.live.textContent")


def test_a_typed_text_is_read_anew(shown, keys):
    _type(shown, keys, "안 재밌었다")
    assert shown.run("return el.steps.length") == 2
    assert shown.title() == "2. ‘재밌었다’"
    assert shown.run("return el.field.value") == "안 재밌었다"
    keys("\ue012")  # moves in the field, not in the figure
    assert shown.run("return el.at") == 1


def test_an_unknown_word_is_marked_and_said(shown, keys):
    _type(shown, keys, "예고편은 재밌었다")
    marks = "return [...el.words.children].map((chip) => chip.className)"
    assert shown.run(marks)[0].startswith("strange")
    shown.run("el.go(0)")
    assert "어휘에 없는 단어" in shown.find(".sheet.on p").text


def test_an_empty_field_says_so_and_recovers(shown, keys):
    _type(shown, keys, " ")
    assert shown.title() == "읽을 글이 없습니다"
    _type(shown, keys, "안")
    assert shown.title() == "1. ‘안’"


def test_an_example_is_taken_over_and_its_answer_said(shown):
    shown.press(OTHERS[0])
    assert shown.run("return el.field.value") == OTHERS[0]
    _, _, shares = gates_reader(make_model(), VOCAB).read(OTHERS[0])
    best = int(shares[-1].argmax())
    answer = f"{('부정', '긍정')[best]} {100 * shares[-1][best]:.0f}%"
    assert answer in shown.run("return el.live.textContent")
    assert answer in shown.find(".status").text


def test_the_equation_is_that_of_the_unit_that_moved_most(shown):
    shown.run("el.go(2)")
    _, trace, _ = gates_reader(make_model(), VOCAB).read(TEXT)
    f, c_before, i, g, c = (trace.values(name)[0, 2] for name in ("f", "c_before", "i", "g", "c"))
    n = int(np.abs(c - c_before).argmax())
    text = shown.find(".sheet.on").text.replace("\n", " ").replace("−", "-")
    assert f"유닛 {n + 1}" in text
    assert f"= {c[n]:.2f}" in text
    assert f[n] * c_before[n] + i[n] * g[n] == pytest.approx(c[n])


@pytest.mark.parametrize("width", [360, 390, 700, 1000])
def test_nothing_sticks_out(page, width):
    html = gates_stepper(make_model(hidden_size=16), VOCAB, text=TEXT * 5, examples=OTHERS)
    page.open(html._repr_html_(), width=width)
    assert page.run("return document.documentElement.scrollWidth") <= width
    svg = page.find(".picture svg").rect
    assert svg["width"] <= width


def test_a_text_cannot_smuggle_markup(shown, keys):
    _type(shown, keys, "<b>안</b>&amp;")
    assert shown.run("return el.shadowRoot.querySelectorAll('.words b, .sheet h4 b').length") == 0
    assert shown.title() == "1. ‘<b>안</b>&amp’"


def test_the_still_picture_names_what_it_shows():
    still = gates_stepper(make_model(), VOCAB, text="안 지루했다", label_names=("나쁨", "좋음"))
    assert "<title>" in still.fallback
    assert "‘안 지루했다’을 다 읽은 뒤 좋음의 확률은 " in still.fallback


@pytest.mark.parametrize(
    "options",
    [
        {"cell": "gru"},
        {"num_layers": 2},
        {"bidirectional": True},
        {"pooling": "mean"},
    ],
)
def test_another_model_is_one_error(options):
    with pytest.raises(ValueError, match="expected one LSTM layer reading one way"):
        gates_reader(make_model(**options), VOCAB)


def test_a_vocabulary_that_does_not_fit_is_one_error():
    for vocab in (Vocab(WORDS), Vocab(WORDS[:5], specials=("<unk>",), unknown="<unk>")):
        with pytest.raises(ValueError, match="a vocabulary of 13 tokens with an unknown one"):
            gates_reader(make_model(), vocab)
    with pytest.raises(ValueError, match="text must hold one token or more"):
        gates_stepper(make_model(), VOCAB, text=" ")
