"""Memory that reading a column took beside what is kept of it goes back to the system, which allocators do late or never."""

from __future__ import annotations

import ctypes
import sys

import pyarrow as pa


def release() -> None:
    """Give back what is free; some tens of milliseconds."""
    pa.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim:
        trim(0)
