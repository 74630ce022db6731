"""What stands on top of BERT: for pre-training, for sentences, for words."""

from __future__ import annotations

from functools import partial

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from course_lib.checks import check_shape
from course_lib.models.bert.config import BertConfig
from course_lib.models.bert.masking import IGNORE
from course_lib.models.bert.model import Bert, draw_weights
from course_lib.models.transformer.config import ACTIVATIONS


class MaskedLMHead(nn.Module):
    """A token's vector → one logit for each word, by the words' own embeddings.

    Args:
        config: sizes and choices.
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.dense = nn.Linear(config.hidden_size, config.hidden_size)
        self.activation = ACTIVATIONS[config.activation]
        self.norm = nn.LayerNorm(config.hidden_size, eps=config.eps)
        self.bias = nn.Parameter(torch.zeros(config.vocab_size))
        self.apply(partial(draw_weights, std=config.initializer_range))

    def forward(self, hidden: Tensor, words: Tensor) -> Tensor:
        """Logits of the words.

        Args:
            hidden: token vectors.
            words: embeddings of all words.
        Shape:
            hidden (*, H), words (V, H) → (*, V).
        """
        return F.linear(self.norm(self.activation(self.dense(hidden))), words, self.bias)


class BertMaskedLM(nn.Module):
    """Which word belongs in the gap?

    Args:
        config: sizes and choices.
    Source:
        Equals ``BertForMaskedLM`` of transformers at the real tokens.
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.bert = Bert(config, pooler=False)
        self.head = MaskedLMHead(config)

    def forward(
        self, ids: Tensor, lengths: Tensor | None = None, segments: Tensor | None = None
    ) -> Tensor:
        """Logits of the words at every token.

        Args:
            ids: token numbers with gaps, padded at the end.
            lengths: number of real tokens of each sequence.
            segments: 0 in the first sentence, 1 in the second.
        Shape:
            ids and segments (B, T), lengths (B,) → (B, T, V).
        """
        hidden = self.bert(ids, lengths, segments).hidden
        return self.head(hidden, self.bert.embeddings.words.weight)

    def loss(
        self,
        ids: Tensor,
        labels: Tensor,
        lengths: Tensor | None = None,
        segments: Tensor | None = None,
    ) -> Tensor:
        """Mean cross entropy over the chosen tokens; no other token's logits are computed.

        Args:
            ids: token numbers with gaps, padded at the end.
            labels: the right word where a token was chosen, `IGNORE` elsewhere.
            lengths: number of real tokens of each sequence.
            segments: 0 in the first sentence, 1 in the second.
        Shape:
            ids, labels and segments (B, T), lengths (B,) → (); 0 if no token was chosen.
        """
        hidden = self.bert(ids, lengths, segments).hidden
        return _gap_loss(self.head, hidden, self.bert.embeddings.words.weight, labels)


class BertPretraining(nn.Module):
    """Both tasks of pre-training: which word, and does the second sentence follow the first?

    Args:
        config: sizes and choices.
    Source:
        Equals ``BertForPreTraining`` of transformers at the real tokens.
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.bert = Bert(config)
        self.head = MaskedLMHead(config)
        self.next_sentence = _linear(config, 2)

    def forward(
        self, ids: Tensor, lengths: Tensor | None = None, segments: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Logits of the words at every token, and of "follows" (0) and "random" (1).

        Args:
            ids: token numbers with gaps, padded at the end.
            lengths: number of real tokens of each pair.
            segments: 0 in the first sentence, 1 in the second.
        Shape:
            ids and segments (B, T), lengths (B,) → (B, T, V) and (B, 2).
        """
        hidden, pooled, _ = self.bert(ids, lengths, segments)
        return self.head(hidden, self.bert.embeddings.words.weight), self.next_sentence(pooled)

    def loss(
        self,
        ids: Tensor,
        labels: Tensor,
        is_random: Tensor,
        lengths: Tensor | None = None,
        segments: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Mean cross entropies of the two tasks; their sum is what BERT was trained on.

        Args:
            ids: token numbers with gaps, padded at the end.
            labels: the right word where a token was chosen, `IGNORE` elsewhere.
            is_random: 0 where the second sentence follows the first, 1 where it does not.
            lengths: number of real tokens of each pair.
            segments: 0 in the first sentence, 1 in the second.
        Shape:
            ids, labels and segments (B, T), is_random and lengths (B,) → () and ().
        """
        hidden, pooled, _ = self.bert(ids, lengths, segments)
        words = _gap_loss(self.head, hidden, self.bert.embeddings.words.weight, labels)
        return words, F.cross_entropy(self.next_sentence(pooled), is_random)


class BertClassifier(nn.Module):
    """One class for each sentence or pair of sentences, from the pooled vector.

    Args:
        config: sizes and choices.
        num_classes: K.
    Source:
        Equals ``BertForSequenceClassification`` of transformers.
    """

    def __init__(self, config: BertConfig, *, num_classes: int = 2) -> None:
        super().__init__()
        self.bert = Bert(config)
        self.dropout = nn.Dropout(_head_dropout(config))
        self.classifier = _linear(config, num_classes)

    def forward(
        self, ids: Tensor, lengths: Tensor | None = None, segments: Tensor | None = None
    ) -> Tensor:
        """One logit for each class.

        Args:
            ids: token numbers, padded at the end.
            lengths: number of real tokens of each sequence.
            segments: 0 in the first sentence, 1 in the second.
        Shape:
            ids and segments (B, T), lengths (B,) → (B, K).
        """
        return self.classifier(self.dropout(self.bert.pool(ids, lengths, segments)))


class BertTagger(nn.Module):
    """One class for each token: names, parts of speech.

    Args:
        config: sizes and choices.
        num_classes: K.
    Source:
        Equals ``BertForTokenClassification`` of transformers at the real tokens.
    """

    def __init__(self, config: BertConfig, *, num_classes: int = 2) -> None:
        super().__init__()
        self.bert = Bert(config, pooler=False)
        self.dropout = nn.Dropout(_head_dropout(config))
        self.classifier = _linear(config, num_classes)

    def forward(
        self, ids: Tensor, lengths: Tensor | None = None, segments: Tensor | None = None
    ) -> Tensor:
        """One logit for each token and class.

        Args:
            ids: token numbers, padded at the end.
            lengths: number of real tokens of each sequence.
            segments: 0 in the first sentence, 1 in the second.
        Shape:
            ids and segments (B, T), lengths (B,) → (B, T, K).
        """
        return self.classifier(self.dropout(self.bert(ids, lengths, segments).hidden))


def _gap_loss(head: MaskedLMHead, hidden: Tensor, words: Tensor, labels: Tensor) -> Tensor:
    check_shape(labels, "B T", name="labels", B=hidden.shape[0], T=hidden.shape[1])
    chosen = labels != IGNORE
    losses = F.cross_entropy(head(hidden[chosen], words), labels[chosen], reduction="sum")
    return losses / chosen.sum().clamp(min=1)


def _linear(config: BertConfig, num_classes: int) -> nn.Linear:
    if num_classes < 1:
        raise ValueError(f"num_classes must be >= 1, got {num_classes}")
    linear = nn.Linear(config.hidden_size, num_classes)
    draw_weights(linear, std=config.initializer_range)
    return linear


def _head_dropout(config: BertConfig) -> float:
    own = config.classifier_dropout
    return config.dropout if own is None else own
