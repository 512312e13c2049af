"""What every benchmark says of where and when it was taken, and what a process has used."""

import os
import platform
from pathlib import Path
from typing import Any

from gatepost.kernel import clock

_TICKS = os.sysconf("SC_CLK_TCK")


def report(name: str, figures: dict[str, Any], peers: dict[str, Any], ratios: dict[str, Any]) -> dict[str, Any]:
    """The one shape of all benchmarks; units stand in the keys."""
    return {
        "name": name,
        "figures": figures,
        "peers": peers,
        "ratios": ratios,
        "machine": machine(),
        "date": clock.now().date().isoformat(),
    }


def machine() -> str:
    """Processor, cores, system and Python, in one line."""
    processor = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.machine()
    )
    return f"{processor}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, Python {platform.python_version()}"


def cpu_seconds(pid: int) -> float:
    """User and system time of one running process."""
    words = "".join(_lines(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / _TICKS if len(words) > 12 else 0.0


def peak_mb(pid: int) -> float:
    """The most memory one running process has held."""
    found = (line for line in _lines(f"/proc/{pid}/status") if line.startswith("VmHWM"))
    return round(int(next(found, "VmHWM: 0 kB").split()[1]) / 1024, 1)


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
