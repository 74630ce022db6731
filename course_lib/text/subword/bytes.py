"""A visible character for each of the 256 bytes, so that bytes can be handled as text."""

from __future__ import annotations

from functools import cache


@cache
def byte_alphabet() -> tuple[str, ...]:
    """One character for each byte: itself where it can be seen, otherwise one from U+0100 on.

    Source:
        GPT-2's ``bytes_to_unicode``; equals ``tokenizers.pre_tokenizers.ByteLevel.alphabet()``.
    """
    seen = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = iter(range(0x100, 0x200))
    return tuple(chr(byte if byte in seen else next(others)) for byte in range(256))


@cache
def _numbers() -> dict[str, int]:
    return {character: byte for byte, character in enumerate(byte_alphabet())}


def to_bytes_text(text: str) -> str:
    """Write each UTF-8 byte of a text as one visible character: 가 → ê°Ģ.

    Raises:
        UnicodeEncodeError: for half a surrogate pair, which has no bytes.
    """
    alphabet = byte_alphabet()
    return "".join([alphabet[byte] for byte in text.encode()])


def from_bytes_text(visible: str) -> str:
    """Undo `to_bytes_text`; bytes that are no whole character become �.

    Raises:
        KeyError: for a character that stands for no byte.
    """
    numbers = _numbers()
    return bytes(numbers[character] for character in visible).decode(errors="replace")
