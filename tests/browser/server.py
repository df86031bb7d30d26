"""The app as `make run` starts it, on a free port, with a cache of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
STARTED = 60


@dataclass(frozen=True)
class Served:
    """A server at work: its address and process id."""

    address: str
    process: int


@contextmanager
def app(cache: Path, data: Path | None = None) -> Iterator[str]:
    """Address of a new process that serves the folder `data`, else the sample. The process ends with the block."""
    surroundings = {"RAPPORT_CACHE": str(cache)} | ({"RAPPORT_DATA": str(data)} if data else {})
    cache.mkdir(parents=True, exist_ok=True)
    with serving(["streamlit", "run", "app.py"], surroundings, cache) as served:
        yield served.address


@contextmanager
def serving(module: Sequence[str], surroundings: Mapping[str, str], logs: Path) -> Iterator[Served]:
    """A new process of a Python module with its arguments, which serves as Streamlit does and ends with the block."""
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("RAPPORT_", "STREAMLIT_"))}
    log = logs / f"app-{port}.log"
    with log.open("wb") as said:
        command = [sys.executable, "-m", *module, "--server.port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment | dict(surroundings), stdout=said, stderr=subprocess.STDOUT)
        try:
            _wait(process, port, log)
            yield Served(f"http://127.0.0.1:{port}", process.pid)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Until the process answers. No page is asked for: the first visitor must find a process that nobody visited."""
    until = time.monotonic() + STARTED
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"The app did not start: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
