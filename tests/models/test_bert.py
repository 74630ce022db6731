"""BERT: equal to transformers both ways, counted to the last parameter, errors that say why."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
import torch
from torch.nn import functional as F

from benchmarks import bert as bench
from course_lib.models.bert import (
    BERT_BASE,
    BERT_LARGE,
    IGNORE,
    Bert,
    BertClassifier,
    BertConfig,
    BertMaskedLM,
    BertPretraining,
    BertTagger,
    count_parameters,
    encode_pair,
    freeze,
    layer_groups,
    load_pretrained,
    mask_tokens,
    pad_pairs,
    parameter_table,
    save_pretrained,
    word_numbers,
)
from course_lib.models.transformer import TransformerConfig, TransformerLanguageModel

V, K, T = 31, 3, 7
SMALL = BertConfig(
    vocab_size=V,
    hidden_size=16,
    num_layers=2,
    num_heads=4,
    intermediate_size=24,
    max_length=10,
    dropout=0.0,
    attention_dropout=0.0,
)
LENGTHS = torch.tensor([7, 4, 1])
REAL = torch.arange(T) < LENGTHS[:, None]
IDS = torch.randint(5, V, (3, T), generator=torch.Generator().manual_seed(0)) * REAL
SEGMENTS = (torch.arange(T) > 2).long() * REAL
KINDS = {
    Bert: ("BertModel", {}),
    BertMaskedLM: ("BertForMaskedLM", {}),
    BertPretraining: ("BertForPreTraining", {}),
    BertClassifier: ("BertForSequenceClassification", {"num_labels": K}),
    BertTagger: ("BertForTokenClassification", {"num_labels": K}),
}


def theirs(kind, **options):
    """A model of transformers with random weights, biases too."""
    transformers = pytest.importorskip("transformers", reason="needs the extra course-lib[bert]")
    sizes = {"vocab_size": V, "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 4}
    sizes |= {"intermediate_size": 24, "max_position_embeddings": 10, "layer_norm_eps": 0.01}
    sizes |= {"hidden_dropout_prob": 0.0}
    settings = transformers.BertConfig(**sizes, attention_probs_dropout_prob=0.0, **options)
    torch.manual_seed(0)
    name = KINDS[kind][0]
    model = getattr(transformers, name)(settings)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.1 * torch.randn_like(parameter))
    return model.eval()


def ours_out(kind, model):
    """Outputs of ours, at the real tokens where there is one for each token."""
    out = model(IDS, LENGTHS, SEGMENTS)
    if kind is Bert:
        return [out.hidden[REAL], out.pooled]
    if kind is BertPretraining:
        return [out[0][REAL], out[1]]
    return [out if kind is BertClassifier else out[REAL]]


def their_out(kind, model):
    out = model(input_ids=IDS, attention_mask=REAL.long(), token_type_ids=SEGMENTS)
    if kind is Bert:
        return [out.last_hidden_state[REAL], out.pooler_output]
    if kind is BertPretraining:
        return [out.prediction_logits[REAL], out.seq_relationship_logits]
    return [out.logits if kind is BertClassifier else out.logits[REAL]]


def run(function, kind, model):
    """Outputs and the gradient of the word embeddings under random upstream gradients."""
    model.zero_grad()
    outputs, generator = function(kind, model), torch.Generator().manual_seed(1)
    pushes = [torch.randn(x.shape, generator=generator).to(x) for x in outputs]
    torch.autograd.backward(outputs, pushes)
    return outputs, {name: p.grad for name, p in model.named_parameters()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float32, 1e-5), (torch.float64, 1e-10)])
def test_equals_transformers_forward_and_backward(tmp_path, kind, dtype, tolerance):
    reference = theirs(kind, **KINDS[kind][1])
    reference.save_pretrained(tmp_path)
    model, reference = load_pretrained(kind, tmp_path).to(dtype), reference.to(dtype)
    outputs, gradients = run(ours_out, kind, model)
    wanted, others = run(their_out, kind, reference)
    for got, expected in zip(outputs, wanted, strict=True):
        torch.testing.assert_close(got, expected, rtol=tolerance, atol=tolerance)
    from course_lib.models.bert.checkpoint import their_name

    for name, gradient in gradients.items():
        expected = others[their_name(name)]
        gap = tolerance * max(1.0, float(expected.abs().max()))
        torch.testing.assert_close(gradient, expected, rtol=tolerance, atol=gap, msg=name)
    assert count_parameters(model) == count_parameters(reference)


@pytest.mark.parametrize("kind", KINDS)
def test_transformers_reads_what_we_write(tmp_path, kind):
    transformers = pytest.importorskip("transformers", reason="needs the extra course-lib[bert]")
    torch.manual_seed(0)
    options = {"num_classes": K} if kind in (BertClassifier, BertTagger) else {}
    model = kind(SMALL, **options).eval()
    torch.nn.init.normal_(model.head.bias if hasattr(model, "head") else torch.empty(1))
    save_pretrained(model, tmp_path / "new" / "folder")
    name = KINDS[kind][0]
    reference = getattr(transformers, name).from_pretrained(tmp_path / "new" / "folder").eval()
    with torch.no_grad():
        wanted, got = their_out(kind, reference), ours_out(kind, model)
    for one, other in zip(got, wanted, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-5, atol=1e-5)
    again = load_pretrained(kind, tmp_path / "new" / "folder")
    for key, value in model.state_dict().items():
        assert torch.equal(again.state_dict()[key], value), key


def test_every_setting_survives(tmp_path):
    pytest.importorskip("safetensors", reason="needs the extra course-lib[bert]")
    config = BertConfig(
        vocab_size=V,
        hidden_size=12,
        num_layers=1,
        num_heads=3,
        intermediate_size=9,
        max_length=8,
        num_segments=3,
        dropout=0.2,
        attention_dropout=0.3,
        classifier_dropout=0.4,
        activation="gelu_tanh",
        eps=0.01,
        initializer_range=0.5,
        padding_id=1,
    )
    assert all(value != getattr(BERT_BASE, name) for name, value in asdict(config).items())
    model = BertClassifier(config)
    assert model.dropout.p == 0.4
    save_pretrained(model, tmp_path)
    assert load_pretrained(BertClassifier, tmp_path).bert.config == config
    settings = json.loads((tmp_path / "config.json").read_text())
    assert settings["hidden_act"] == "gelu_new"
    assert settings["num_hidden_layers"] == 1


def test_attention_weights_equal_transformers(tmp_path):
    reference = theirs(Bert, attn_implementation="eager")
    reference.save_pretrained(tmp_path)
    _, _, weights = load_pretrained(Bert, tmp_path)(IDS, LENGTHS, SEGMENTS, need_weights=True)
    wanted = reference(
        IDS, attention_mask=REAL.long(), token_type_ids=SEGMENTS, output_attentions=True
    ).attentions
    for got, expected in zip(weights, wanted, strict=True):
        torch.testing.assert_close(got, expected * REAL[:, None, :, None], rtol=1e-5, atol=1e-5)


def test_old_checkpoints_are_read(tmp_path):
    safetensors = pytest.importorskip("safetensors.torch", reason="needs course-lib[bert]")
    save_pretrained(Bert(SMALL), tmp_path)
    tensors = safetensors.load_file(tmp_path / "model.safetensors")
    names = {"LayerNorm.weight": "LayerNorm.gamma", "LayerNorm.bias": "LayerNorm.beta"}
    old = {}
    for name, tensor in tensors.items():
        for new, ancient in names.items():
            name = name.replace(new, ancient)
        old[f"bert.{name}"] = tensor + 1
    torch.save(old, tmp_path / "pytorch_model.bin")
    (tmp_path / "model.safetensors").unlink()
    model = load_pretrained(Bert, tmp_path)
    assert torch.equal(model.embeddings.norm.weight, tensors["embeddings.LayerNorm.weight"] + 1)


def test_pooling_alone_equals_pooling_with_all_tokens():
    torch.manual_seed(0)
    model = Bert(SMALL).double()
    for lengths in (LENGTHS, None):
        found = []
        for pooled in (model(IDS, lengths, SEGMENTS).pooled, model.pool(IDS, lengths, SEGMENTS)):
            model.zero_grad()
            (pooled * torch.arange(16.0)).sum().backward()
            found.append([pooled, *(p.grad for p in model.parameters())])
        for wanted, got in zip(*found, strict=True):
            torch.testing.assert_close(got, wanted, rtol=1e-10, atol=1e-10)
    with pytest.raises(TypeError, match="BERT with a pooler"):
        Bert(SMALL, pooler=False).pool(IDS)


def test_a_sentence_does_not_depend_on_its_neighbours():
    model = BertClassifier(SMALL, num_classes=K).double().eval()
    together = model(IDS, LENGTHS, SEGMENTS)
    for row, length in enumerate(LENGTHS.tolist()):
        alone = model(IDS[row : row + 1, :length], None, SEGMENTS[row : row + 1, :length])
        torch.testing.assert_close(together[row : row + 1], alone, rtol=1e-10, atol=1e-10)


def test_parameters_are_counted_to_the_last():
    with torch.device("meta"):
        base, large = Bert(BERT_BASE), Bert(BERT_LARGE)
        pretraining = BertPretraining(BERT_BASE)
    assert count_parameters(base) == 109_482_240
    assert count_parameters(large) == 335_141_888
    assert count_parameters(pretraining) == 110_106_428  # where "110M" comes from
    table = parameter_table(base)
    assert sum(table.values()) == 109_482_240
    assert table["embeddings.words"] == 30_522 * 768
    assert table["encoder.attention"] == 12 * 4 * (768 * 768 + 768)
    assert table["encoder.feed_forward"] == 12 * (2 * 768 * 3_072 + 3_072 + 768)
    assert table["pooler"] == 768 * 768 + 768
    assert sum(parameter_table(pretraining).values()) == 110_106_428


def test_freezing_leaves_the_rest_to_learn():
    model = BertClassifier(SMALL)
    freeze(model, layers=1)
    frozen = {name for name, p in model.named_parameters() if not p.requires_grad}
    assert {name.split(".")[1] for name in frozen} == {"embeddings", "encoder"}
    assert all(".layers.0." in name for name in frozen if "encoder" in name)
    assert count_parameters(model, trainable=True) < count_parameters(model)
    freeze(model, embeddings=False)
    assert count_parameters(model, trainable=True) == count_parameters(model)
    with pytest.raises(ValueError, match=r"layers must lie in 0 … 2, got 3"):
        freeze(model, layers=3)
    with pytest.raises(TypeError, match="must be a BERT .* got Linear"):
        freeze(torch.nn.Linear(1, 1))


def test_lower_layers_learn_more_slowly():
    model = BertClassifier(SMALL)
    groups = layer_groups(model, learning_rate=1e-3, decay=0.5)
    rates = {group["name"]: (group["lr"], group["weight_decay"]) for group in groups}
    assert rates["embeddings"] == pytest.approx((1.25e-4, 0.01))
    assert rates["layer 0"] == pytest.approx((2.5e-4, 0.01))
    assert rates["layer 1"] == pytest.approx((5e-4, 0.01))
    assert rates["head"] == pytest.approx((1e-3, 0.01))
    assert rates["head, no weight decay"] == pytest.approx((1e-3, 0.0))
    grouped = [parameter for group in groups for parameter in group["params"]]
    assert {id(p) for p in grouped} == {id(p) for p in model.parameters()}
    assert len(grouped) == len(list(model.parameters()))
    torch.optim.AdamW(groups).step()
    freeze(model, layers=2)
    assert {g["name"].split(",")[0] for g in layer_groups(model, learning_rate=1.0)} == {"head"}


MASK = 4


def masked(**options):
    ids = torch.randint(5, V, (200, 100), generator=torch.Generator().manual_seed(0))
    maskable = torch.ones_like(ids, dtype=torch.bool)
    maskable[:, 0] = maskable[:, 80:] = False
    generator = torch.Generator().manual_seed(1)
    settings = {"mask_id": MASK, "vocab_size": V, "generator": generator} | options
    return ids, maskable, *mask_tokens(ids, maskable, **settings)


def test_masking_is_15_percent_80_10_10():
    ids, maskable, gaps, labels = masked()
    chosen = labels != IGNORE
    assert not (chosen & ~maskable).any()
    assert torch.equal(labels[chosen], ids[chosen])
    assert torch.equal(gaps[~chosen], ids[~chosen])
    assert (chosen.sum() / maskable.sum()).item() == pytest.approx(0.15, abs=0.01)
    hidden = gaps[chosen] == MASK
    same = gaps[chosen] == ids[chosen]
    assert hidden.float().mean().item() == pytest.approx(0.8 + 0.1 / V, abs=0.025)
    assert same.float().mean().item() == pytest.approx(0.1 + 0.1 / V, abs=0.02)
    other = gaps[chosen][~hidden & ~same]
    assert other.unique().numel() > V / 2


def test_the_same_seed_chooses_the_same_tokens():
    assert torch.equal(masked()[2], masked()[2])
    assert not torch.equal(masked()[2], masked(generator=torch.Generator().manual_seed(2))[2])
    assert (masked(rate=0.0)[3] == IGNORE).all()
    assert (masked(rate=1.0)[3][:, 1:80] != IGNORE).all()


def test_whole_words_are_chosen_together():
    words = (torch.arange(100) // 3).expand(200, 100)
    _, maskable, _, labels = masked(words=words)
    chosen = (labels != IGNORE) & maskable
    triples = chosen[:, 3:78].unflatten(1, (-1, 3))
    assert (triples.any(2) == triples.all(2)).all()
    assert triples.float().mean().item() == pytest.approx(0.15, abs=0.02)
    with pytest.raises(ValueError, match=r"words must lie in 0 … 99 where maskable, got 0 … 156"):
        masked(words=6 * words)


def test_pieces_of_a_word_have_its_number():
    begins = torch.tensor([True, True, False, False])
    ids = torch.tensor([[0, 1, 2, 3, 1, 0], [2, 3, 1, 2, 0, 0]])
    expected = torch.tensor([[0, 1, 1, 1, 2, 3], [0, 0, 0, 0, 1, 2]])
    assert torch.equal(word_numbers(ids, begins), expected)
    with pytest.raises(TypeError, match="begins must be bool, True where a word begins, got"):
        word_numbers(ids, begins.long())


def test_the_shares_of_hidden_and_exchanged_can_be_changed():
    ids, _, gaps, labels = masked(hidden=1.0, exchanged=0.0)
    chosen = labels != IGNORE
    assert (gaps[chosen] == MASK).all()
    ids, _, gaps, labels = masked(hidden=0.0, exchanged=0.0, rate=0.5)
    assert torch.equal(gaps, ids)
    assert (labels != IGNORE).any()


def test_masking_says_what_is_wrong():
    with pytest.raises(ValueError, match=r"rate must lie in \[0, 1\], got 15"):
        masked(rate=15)
    with pytest.raises(ValueError, match=r"shares of one whole, got 0.8 and 0.3"):
        masked(exchanged=0.3)
    ids = torch.ones(1, 3, dtype=torch.long)
    options = {"mask_id": 1, "vocab_size": V, "generator": torch.Generator()}
    with pytest.raises(TypeError, match="maskable must be bool"):
        mask_tokens(ids, ids, **options)


def test_losses_look_at_chosen_tokens_only():
    torch.manual_seed(0)
    model = BertPretraining(SMALL)
    labels = torch.where(REAL & (torch.arange(T) % 2 == 0), IDS, IGNORE)
    follows = torch.tensor([0, 1, 0])
    logits, pairs = model(IDS, LENGTHS, SEGMENTS)
    words, next_one = model.loss(IDS, labels, follows, LENGTHS, SEGMENTS)
    torch.testing.assert_close(words, F.cross_entropy(logits.flatten(0, 1), labels.flatten()))
    torch.testing.assert_close(next_one, F.cross_entropy(pairs, follows))
    alone = BertMaskedLM(SMALL)
    nothing = alone.loss(IDS, torch.full_like(IDS, IGNORE), LENGTHS)
    nothing.backward()
    assert nothing.item() == 0
    assert all(p.grad is None or p.grad.isfinite().all() for p in alone.parameters())


def test_a_masked_language_model_learns_a_pattern():
    torch.manual_seed(0)
    model = BertMaskedLM(SMALL)
    optimizer = torch.optim.AdamW(layer_groups(model, learning_rate=2e-2))
    ids = (5 + torch.arange(20))[:, None].expand(20, T)  # one word again and again
    generator = torch.Generator().manual_seed(0)
    losses = []
    for _ in range(80):
        gaps, labels = mask_tokens(
            ids, ids > 0, mask_id=MASK, vocab_size=V, generator=generator, rate=0.3
        )
        loss = model.loss(gaps, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert sum(losses[-5:]) < 0.4 * sum(losses[:5])


def test_pairs_are_marked_and_cut():
    options = {"cls_id": 1, "sep_id": 2, "max_length": 10}
    assert encode_pair([7, 8], **options) == ([1, 7, 8, 2], [0] * 4)
    ids, segments = encode_pair([7, 8], [9], **options)
    assert ids == [1, 7, 8, 2, 9, 2]
    assert segments == [0, 0, 0, 0, 1, 1]
    for first, second, kept in ((20, 2, (5, 2)), (2, 20, (2, 5)), (20, 20, (4, 3)), (3, 4, (3, 4))):
        ids, segments = encode_pair([7] * first, [9] * second, **options)
        assert (ids.count(7), ids.count(9)) == kept
        assert len(ids) == len(segments) == sum(kept) + 3
    assert encode_pair([7] * 20, **options)[0] == [1, *[7] * 8, 2]
    with pytest.raises(ValueError, match="max_length must be above 3 special tokens, got 3"):
        encode_pair([7], [9], cls_id=1, sep_id=2, max_length=3)


def test_a_batch_of_pairs_goes_into_the_model():
    options = {"cls_id": 1, "sep_id": 2, "max_length": 10}
    batch = pad_pairs([encode_pair([7, 8], [9], **options), encode_pair([7], **options)])
    assert batch.ids.tolist() == [[1, 7, 8, 2, 9, 2], [1, 7, 2, 0, 0, 0]]
    assert batch.lengths.tolist() == [6, 3]
    assert batch.segments.tolist() == [[0, 0, 0, 0, 1, 1], [0] * 6]
    assert BertClassifier(SMALL, num_classes=K)(*batch).shape == (2, K)
    with pytest.raises(ValueError, match="one pair or more, got none"):
        pad_pairs([])


def test_the_benchmark_compares_the_same_thing():
    rows = bench.make_rows(70)
    mixed, buckets = (bench.make_batches(rows, buckets=kind) for kind in (False, True))
    for batches in (mixed, buckets):
        assert sum(len(labels) for _, _, labels in batches) == 70
        assert sum(int(lengths.sum()) for _, lengths, _ in batches) == sum(map(len, rows))
    assert bench.padding(buckets) < bench.padding(mixed)
    model = TransformerLanguageModel(
        bench.V, TransformerConfig(size=16, num_layers=1, dropout=0.0)
    ).eval()
    ids = torch.arange(4)[None]
    cached, uncached = (bench.generate(model, ids, cached=kind) for kind in (True, False))
    assert torch.equal(cached, uncached)
    assert cached.shape == (1, 4 + bench.TOKENS)


@pytest.mark.parametrize(
    ("ids", "options", "message"),
    [
        (torch.full((1, 11), 5), {}, "10 tokens or fewer, got 11"),
        (torch.tensor([[5, V]]), {}, r"ids must lie in 0 … 30, got 31"),
        (torch.tensor([[-1]]), {}, r"ids must lie in 0 … 30, got -1"),
        (torch.tensor([[5]]), {"segments": torch.tensor([[2]])}, r"segments must .* 0 … 1, got 2"),
        (torch.tensor([[5]]), {"lengths": torch.tensor([0])}, r"lengths must lie in 1 … 1, got 0"),
    ],
)
def test_inputs_out_of_range_are_told(ids, options, message):
    with pytest.raises(ValueError, match=message):
        Bert(SMALL)(ids, **options)


@pytest.fixture
def folder(tmp_path):
    pytest.importorskip("safetensors", reason="needs the extra course-lib[bert]")
    save_pretrained(BertClassifier(SMALL, num_classes=K), tmp_path / "bert")
    return tmp_path / "bert"


def change(folder, **settings):
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | settings))


def test_a_missing_checkpoint_is_told(folder):
    with pytest.raises(FileNotFoundError, match=r"no folder 'bert/none'.*download=True"):
        load_pretrained(Bert, "bert/none")
    (folder / "model.safetensors").unlink()
    with pytest.raises(FileNotFoundError, match=r"needs model\.safetensors or pytorch_model\.bin"):
        load_pretrained(Bert, folder)
    (folder / "config.json").unlink()
    with pytest.raises(FileNotFoundError, match=r"a checkpoint needs config\.json"):
        load_pretrained(Bert, folder)


def test_a_name_is_fetched_only_when_asked(folder, monkeypatch):
    hub = pytest.importorskip("huggingface_hub", reason="needs the extra course-lib[bert]")
    monkeypatch.setattr(hub, "snapshot_download", lambda name, **_: str(folder))
    model = load_pretrained(BertClassifier, "klue/bert-base", download=True)
    assert model.classifier.out_features == K


def test_what_does_not_fit_a_checkpoint_is_told(folder):
    with pytest.raises(ValueError, match=r"has 31 words, the tokenizer 8,002"):
        load_pretrained(BertClassifier, folder, vocab_size=8002)
    with pytest.raises(ValueError, match=r"has 3 classes, got num_classes=4; fresh="):
        load_pretrained(BertClassifier, folder, num_classes=4)
    with pytest.raises(ValueError, match=r"has no head; fresh=\('head',\) begins anew"):
        load_pretrained(BertMaskedLM, folder)
    with pytest.raises(ValueError, match="num_classes is for a classifier or a tagger, got Bert"):
        load_pretrained(Bert, folder, num_classes=4)
    with pytest.raises(TypeError, match=r"model must be one of Bert, .* got Linear"):
        save_pretrained(torch.nn.Linear(1, 1), folder)


def test_fresh_parts_begin_anew(folder):
    model = load_pretrained(BertClassifier, folder, num_classes=5, fresh=("classifier",))
    assert model.classifier.out_features == 5
    assert not model.training
    with pytest.raises(ValueError, match=r"fresh must hold some of .* got \('clasifier',\)"):
        load_pretrained(BertClassifier, folder, fresh=("clasifier",))
    known = load_pretrained(BertClassifier, folder)
    assert known.classifier.out_features == K
    assert torch.equal(model.bert.pooler.weight, known.bert.pooler.weight)


def test_a_config_that_is_no_bert_of_ours_is_told(folder):
    change(folder, vocab_size=32)
    with pytest.raises(ValueError, match=r"word_embeddings.weight must have shape \(32, 16\)"):
        load_pretrained(Bert, folder)
    change(folder, position_embedding_type="relative_key")
    with pytest.raises(ValueError, match="position_embedding_type must be 'absolute', got 'rel"):
        load_pretrained(Bert, folder)
    change(folder, model_type="gpt2")
    with pytest.raises(ValueError, match="model_type must be 'bert', got 'gpt2'"):
        load_pretrained(Bert, folder)
    (folder / "config.json").write_text("<html>")
    with pytest.raises(ValueError, match=r"config\.json must be JSON"):
        load_pretrained(Bert, folder)


def test_wrong_sizes_are_told():
    with pytest.raises(ValueError, match="num_heads divide size, got 768, 5 and 12"):
        BertConfig(num_heads=5)
    with pytest.raises(ValueError, match=r"must be >= 1, got 0, 3072, 512, 2"):
        BertConfig(vocab_size=0)
    with pytest.raises(ValueError, match="num_classes must be >= 1, got 0"):
        BertClassifier(SMALL, num_classes=0)
