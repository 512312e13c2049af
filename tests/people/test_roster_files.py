"""Hostile and broken files: refused with a sentence, nothing written anywhere, nothing changed."""

import io
import os
import random
import re
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from gatepost.people.models import RosterChunk, RunState, StagedPerson
from gatepost.people.roster import commands, package, zipcheck
from gatepost.people.roster.ports import RefusedError
from tests.people.rosters import as_csv, bring, codes, counts, small, small_12, snapshot, stage, user, zipped

FULL = bool(os.environ.get("GATEPOST_FULL"))


def overlapped() -> bytes:
    """A hundred names for the same compressed megabytes (the kernel of a zip bomb)."""
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = kernel.compress(b"a,b,c\r\n" * 100_000) + kernel.flush()
    size, crc = 700_000, zlib.crc32(b"a,b,c\r\n" * 100_000)
    out, central = io.BytesIO(), io.BytesIO()
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(data), size, 9, 0) + b"users.csv"
    out.write(local + data)
    for number in range(100):
        name = b"users.csv" if not number else b"us%04d.csv" % number
        central.write(
            struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(data), size, len(name), 0, 0, 0, 0, 0, 0)
            + name
        )
    start = out.tell()
    out.write(central.getvalue())
    out.write(struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 100, 100, len(central.getvalue()), start, 0))
    return out.getvalue()


def with_entry(name: str, *, attributes: int = 0, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO(zipped(small(1)))
    with zipfile.ZipFile(out, "a", method) as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr, entry.compress_type = attributes, method
        archive.writestr(entry, b"/etc/passwd")
    return out.getvalue()


def twice() -> bytes:
    out = io.BytesIO(zipped(small(1)))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr("users.csv", b"sourcedId\r\n")
    return out.getvalue()


def lying() -> bytes:
    """The table of contents promises a tenth of what is inside."""
    data = bytearray(zipped(small(5)))
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(data)


def locked() -> bytes:
    data = bytearray(zipped(small(1)))
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    return bytes(data)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("users.csv", "w", force_zip64=True) as member:
        for _ in range(100):
            member.write(b"0" * 1024 * 1024)
    return out.getvalue()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "overlapping entries": overlapped,
    "a path upwards": lambda: with_entry("../../evil.csv"),
    "a backslash path upwards": lambda: with_entry("..\\evil.csv"),
    "an absolute path": lambda: with_entry("/evil.csv"),
    "a drive letter": lambda: with_entry("C:\\evil.csv"),
    "a symbolic link": lambda: with_entry("link.csv", attributes=(stat.S_IFLNK | 0o777) << 16),
    "the same member twice": twice,
    "sizes that lie": lying,
    "a password": locked,
    "a bomb": bomb,
    "packed otherwise": lambda: with_entry("x.csv", method=zipfile.ZIP_BZIP2),
    "cut off": lambda: zipped(small(20))[:-300],
    "damaged": lambda: zipped(small(20)).replace(b"PK\x05\x06", b"PK\x05\x07"),
    "too many entries": lambda: zipped({}, raw={f"{n}.csv": b"" for n in range(1001)}),
    "an empty zip": lambda: zipped({}, with_manifest=False),
    "an empty file": lambda: b"",
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "an old Excel file": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "a PDF": lambda: b"%PDF-1.7 ...",
    "a cell of ten megabytes": lambda: zipped(
        small(1), raw={"users.csv": as_csv(small(1)["users.csv"]).encode() + b"x" * 10_000_000}
    ),
    "a quotation mark that is not closed": lambda: zipped(
        small(9), raw={"users.csv": as_csv(small(9)["users.csv"]).replace("Child3", '"Child3', 1).encode()}
    ),
    "no header": lambda: zipped(small(1), raw={"users.csv": b"s1,,,true,org1\r\ns2,,,true,org1\r\n"}),
    "too many columns": lambda: zipped(small(1), raw={"users.csv": b"a," * 400 + b"\r\n1\r\n"}),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_a_sentence(name: str, tmp_path: Path) -> None:
    before = snapshot()
    run = stage(HOSTILE[name](), tmp_path)
    assert run.state == RunState.REFUSED
    assert run.refusal.endswith(".")
    assert len(run.refusal) > 30
    assert snapshot() == before
    assert [path.name for path in tmp_path.iterdir()] == ["roster.zip"]
    assert not StagedPerson.objects.exists()


def test_a_zip_in_the_zip_stays_closed(tmp_path: Path, db: None) -> None:
    run = stage(zipped(small(1), raw={"inner.zip": zipped(small(5))}), tmp_path)
    assert (run.state, codes(run)) == (RunState.STAGED, {"file_unknown"})


def test_a_file_over_two_gigabytes_is_refused_unread(tmp_path: Path, db: None) -> None:
    path = tmp_path / "huge.zip"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(package.MOST_BYTES + 1)
    started = time.monotonic()
    run = commands.stage_path(path, by=None, options={})
    assert run.state == RunState.REFUSED
    assert "2 GB" in run.refusal
    assert time.monotonic() - started < 30


def test_a_folder_gives_no_way_out(tmp_path: Path, db: None) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    for name, table in small(1).items():
        (folder / name).write_text(as_csv(table), encoding="utf-8")
    (folder / "roles.csv").symlink_to("/etc/passwd")
    run = commands.stage_path(folder, by=None, options={})
    assert counts(run)["students"] == (1, 0, 0)


def test_control_signs_and_formulas_are_only_text(tmp_path: Path, db: None) -> None:
    files = small(1)
    files["users.csv"][1][0] = user("t1", "teacher", '=HYPERLINK("http://x")', "A\x00B\x07C\\N\\.")
    run = bring(files, tmp_path)
    from gatepost.people.models import Person

    assert Person.objects.get(sourced_id="t1").full_name == '=HYPERLINK("http://x") ABC\\N\\.'
    assert codes(run) == {"hidden_signs"}


def test_ids_are_opaque_and_case_sensitive(tmp_path: Path, db: None) -> None:
    files = small(0)
    long = "x" * 255
    files["users.csv"][1].extend(
        [
            user("S1", "student", "Upper"),
            user("s1", "student", "Lower"),
            user(long, "student", "Long", agentSourcedIds="P" * 255),
            user("P" * 255, "parent", "Parent"),
        ]
    )
    files["users.csv"][1].append(user("y" * 256, "student", "Longer"))
    run = bring(files, tmp_path)
    assert counts(run)["students"] == (3, 0, 0)
    assert counts(run)["guardianships"] == (1, 0, 0)
    assert "id_long" in codes(run)
    assert counts(stage(zipped(files), tmp_path)) == {}


# --- fuzz: valid seeds × mutators ---------------------------------------------------------------------------------------


def _flip_bytes(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _repack(change: Callable[[str, bytes, random.Random], bytes]) -> Callable[[bytes, random.Random], bytes]:
    def mutate(data: bytes, chance: random.Random) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                new.writestr(entry.filename, change(entry.filename, old.read(entry), chance))
        return out.getvalue()

    return mutate


def _shuffled_cells(_name: str, data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\r\n")
    place = chance.randrange(len(lines))
    cells = lines[place].split(b",")
    chance.shuffle(cells)
    lines[place] = b",".join(cells)
    return b"\r\n".join(lines)


def _odd_signs(_name: str, data: bytes, chance: random.Random) -> bytes:
    odd = [
        b"\0",
        b"\r",
        b'"',
        b"\xff",
        "\u202e".encode(),
        b",,,",
        b"\n",
        b"\\",
        "\U0001f600".encode(),
        b"'",
        b"\x1f",
        b"tobedeleted",
    ]
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(data))
        data = data[:place] + chance.choice(odd) + data[place:]
    return data


def _swapped_rows(_name: str, data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\r\n")
    chance.shuffle(lines)
    return b"\r\n".join(lines)


def _other_encoding(_name: str, data: bytes, chance: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(chance.choice(["utf-16", "cp1252", "utf-8-sig", "utf-16-le"]), "replace")


def _role_flips(name: str, data: bytes, chance: random.Random) -> bytes:
    words = [b"student", b"parent", b"teacher", b"guardian", b"", b"tobedeleted", b"org1", b"s1", b"m1"]
    return data.replace(chance.choice(words[:4]), chance.choice(words)) if name != "manifest.csv" else data


def _emptied(_name: str, data: bytes, chance: random.Random) -> bytes:
    return data if chance.random() < 0.6 else chance.choice([b"", data.split(b"\r\n")[0], b"\xef\xbb\xbf"])


MUTATORS = [
    _flip_bytes,
    _cut,
    *map(_repack, (_shuffled_cells, _odd_signs, _swapped_rows, _other_encoding, _role_flips, _emptied)),
]
SEEDS = [
    lambda: zipped(small(6)),
    lambda: zipped(small_12(), version="1.2"),
    lambda: zipped(small(6), mode="delta"),
    lambda: zipped(small(6), with_manifest=False),
]


def memory_kb(name: str) -> int:
    """VmRSS (now) or VmHWM (the peak) of this process, in KB."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"^{name}:\s+(\d+) kB", status, re.MULTILINE)[1])  # type: ignore[index]


def forget_peak_kb() -> int:
    """Other tests of this process may have held much: the peak counts from here on. Returns what is held now."""
    Path("/proc/self/clear_refs").write_text("5")
    return memory_kb("VmRSS")


@pytest.mark.django_db
@pytest.mark.parametrize("block", range(100 if FULL else 6))
def test_fuzzed_files_never_harm(block: int, tmp_path: Path) -> None:
    """Whatever comes: applied or refused, no exception; refused leaves every row; the same file again changes nothing."""
    bring(small(6), tmp_path)
    chance = random.Random(block)
    begun_kb = forget_peak_kb()
    for _ in range(10):
        data = chance.choice(MUTATORS)(chance.choice(SEEDS)(), chance)
        before = snapshot()
        run = stage(data, tmp_path)
        assert run.state in {RunState.REFUSED, RunState.STAGED, RunState.HELD}
        assert snapshot() == before
        if run.state == RunState.REFUSED:
            continue
        commands.apply_run(run, by=None, confirmed=True)
        again = stage(data, tmp_path)
        assert counts(again) == {}, codes(again)
        commands.undo_run(run, by=None)
        assert snapshot() == before
    assert memory_kb("VmHWM") - begun_kb < 300 * 1024


def test_the_limits_stand_where_they_should() -> None:
    assert (zipcheck.MOST_ENTRIES, zipcheck.MOST_RATIO) == (1000, 200)
    with pytest.raises(RefusedError):
        package.check_size(package.MOST_BYTES + 1)
    assert RosterChunk._meta.get_field("data").null is False
