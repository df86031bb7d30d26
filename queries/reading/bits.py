"""Masks over a block of bytes, packed 64 to a word: what is true of each byte, of the one before it and of the one after it."""

import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.uint64]
WORD = 64
ONE = np.uint64(1)
TOP = np.uint64(63)


def packed(mask: npt.NDArray[np.bool_]) -> Bits:
    """A mask, 64 to a word."""
    bits = np.packbits(mask, bitorder="little")
    padded = np.zeros(-(-len(mask) // WORD) * 8, np.uint8)
    padded[: len(bits)] = bits
    return padded.view(np.uint64)


def unpacked(bits: Bits, size: int) -> npt.NDArray[np.bool_]:
    """The first `size` bits as a mask."""
    return np.unpackbits(bits.view(np.uint8), count=size, bitorder="little").view(np.bool_)


def inside(quotes: Bits, opened: bool) -> Bits:
    """Whether a byte is inside quotes: the parity of the quotes up to it and with it (so an opening quote is, a closing one is not)."""
    parity = quotes.copy()
    for step in (1, 2, 4, 8, 16, 32):
        parity ^= parity << np.uint64(step)
    odd = parity >> TOP
    carry = np.bitwise_xor.accumulate(odd) ^ odd ^ np.uint64(opened)
    return parity ^ (np.uint64(0) - carry)


def before(bits: Bits, first: bool) -> Bits:
    """Each bit of the byte before it; `first` is that before the block."""
    moved = bits << ONE
    moved[1:] |= bits[:-1] >> TOP
    moved[0] |= np.uint64(first)
    return moved


def after(bits: Bits, last: bool, size: int) -> Bits:
    """Each bit of the byte after it; `last` is that after the block."""
    moved = bits >> ONE
    moved[:-1] |= bits[1:] << TOP
    moved[-1] |= np.uint64(last) << np.uint64((size - 1) % WORD)
    return moved


def count(bits: Bits) -> int:
    """How many bits are set."""
    return int(np.bitwise_count(bits).sum())
