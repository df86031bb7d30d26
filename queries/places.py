"""Where exports are read from and where snapshots go."""

import hashlib
import os
from pathlib import Path

import platformdirs

from queries.trouble import Trouble

SAMPLE = Path(__file__).parent.parent / "data" / "sample"


def data_folder(given: str | None = None) -> Path:
    """The folder of exports: the argument, else RAPPORT_DATA, else the sample. Raises Trouble when there is none."""
    folder = Path(given or os.environ.get("RAPPORT_DATA") or SAMPLE).expanduser()
    if not folder.exists():
        raise Trouble(f"The data folder {folder} does not exist.")
    if not folder.is_dir():
        raise Trouble(f"{folder} is a file; the data folder must be a folder.")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise Trouble(f"The data folder {folder} cannot be read: permission denied.")
    return folder.resolve()


def cache_folder(data: Path, given: str | None = None) -> Path:
    """The folder of this data folder's snapshots, inside the argument, else RAPPORT_CACHE, else the user's cache.

    Each data folder has one of its own, so that two that share a cache never serve each other's data.
    Raises Trouble when it cannot be written.
    """
    chosen = given or os.environ.get("RAPPORT_CACHE") or platformdirs.user_cache_dir("rapport")
    folder = Path(chosen).expanduser() / hashlib.sha256(str(data).encode()).hexdigest()[:12]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(f"The cache folder {folder} cannot be made: {error.strerror}.") from error
    if not os.access(folder, os.W_OK):
        raise Trouble(f"The cache folder {folder} cannot be written: permission denied.")
    return folder.resolve()
