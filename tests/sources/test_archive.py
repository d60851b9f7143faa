"""Archives at the door: the exports in them one by one, and what is wrong with one of them stops no other."""

import contextlib
import io
import os
import stat
import struct
import tracemalloc
import unicodedata
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.sources.exports import archive
from assets.sources.exports.archive import Member, is_leftover, members, name_of
from assets.sources.exports.errors import UnreadableExportError
from assets.sources.exports.workbook import is_archive
from tests.sources.packing import patched, zip_of
from tests.sources.workbooks import PLAIN

FLIPS = 10_000 if os.environ.get("ALCANCE_PROVE") == "1" else 300
CSV = b"Nombre,Correo\nAna,ana@example.org\n"
UNPACK = "unpack it and put the files into the folder"


def members_of(content: bytes) -> list[Member]:
    return list(members(io.BytesIO(content)))


def problem_of(content: bytes, name: str = "a.csv") -> str | None:
    """The problem of one file; the one beside it is always read."""
    found = {member.name: member for member in members_of(content)}
    assert found["good.csv"] == Member("good.csv", CSV)
    assert found[name].content is None
    return found[name].problem


def refusal_of(content: bytes) -> str:
    with pytest.raises(UnreadableExportError) as refused:
        members_of(content)
    return str(refused.value)


def named(name: str, flag_bits: int = 0) -> str:
    """The name that is shown for an entry, given its name as zipfile hands it over."""
    info = zipfile.ZipInfo()
    info.filename, info.flag_bits = name, flag_bits
    return name_of(info)


def test_files_come_with_their_paths_and_bytes_in_the_order_of_the_archive() -> None:
    content = zip_of({"s2/b.csv": CSV, "a.xlsx": PLAIN, "empty.csv": b""})
    assert members_of(content) == [Member("s2/b.csv", CSV), Member("a.xlsx", PLAIN), Member("empty.csv", b"")]


def test_folders_and_what_systems_and_office_leave_behind_are_left_out() -> None:
    leftovers = [
        "s1/",
        "__MACOSX/._a.csv",
        ".DS_Store",
        "s1/.hidden.csv",
        ".git/a.csv",
        "~$a.xlsx",
        "s1/Thumbs.db",
    ]
    content = zip_of({**dict.fromkeys([*leftovers, "desktop.ini", "s1\\"], b""), "s1/a.csv": CSV})
    assert members_of(content) == [Member("s1/a.csv", CSV)]


def test_a_name_that_only_looks_like_a_leftover_is_kept() -> None:
    assert not is_leftover("s1/a~$b.csv")
    assert not is_leftover("s1/v1.2/__macosx.csv")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("/etc/passwd", "etc/passwd"),
        ("../../inbox/a.csv", "inbox/a.csv"),
        ("C:\\Users\\Ana\\a.csv", "Users/Ana/a.csv"),
        ("\\\\server\\share\\..\\a.csv", "server/share/a.csv"),
        ("./s1//a.csv", "s1/a.csv"),
        ("a\x1b[31m\n.csv", "a[31m.csv"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("x" * 300 + "/a.csv", "x" * 249 + "/a.csv"),
        ("x../" + "y" * 252, "y" * 252),
    ],
)
def test_a_name_is_safe_to_show_and_leads_out_of_no_folder(name: str, shown: str) -> None:
    assert named(name) == shown


def test_a_name_hides_nothing() -> None:
    assert named("inscripciones\u202evsc.exe", flag_bits=0x800) == "inscripcionesvsc.exe"


def test_a_name_is_decoded_as_utf_8_and_else_as_dos_wrote_it() -> None:
    name = "sesión/año.csv"
    assert named(name, flag_bits=0x800) == name
    assert named(name.encode().decode("cp437")) == name
    assert named(name) == name
    assert named("sesio\u0301n.csv", flag_bits=0x800) == "sesión.csv"


@settings(max_examples=200, deadline=None)
@given(name=st.text(max_size=400), flag_bits=st.sampled_from([0, 0x800]))
def test_whatever_a_name_is_the_one_shown_stays_below_its_folder(name: str, flag_bits: int) -> None:
    shown = named(name, flag_bits)
    assert shown.encode()
    assert len(shown) <= 255
    assert not {"", ".", ".."} & set(shown.split("/"))
    assert not {"Cc", "Cf", "Cs"} & {unicodedata.category(letter) for letter in shown}


def test_two_files_of_one_name_are_not_mistaken_for_each_other() -> None:
    problem = problem_of(zip_of({"good.csv": CSV, "a.csv": CSV, "./a.csv": b"other"}), "a.csv")
    assert problem == "the archive has another file of this name: rename one of them and pack them again"


TWO = zip_of({"a.csv": CSV, "good.csv": CSV})


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"flag_bits": 1}, f"protected by a password: {UNPACK}"),
        ({"compress_type": zipfile.ZIP_LZMA}, f"packed in an unusual way: {UNPACK}, or pack them again"),
        ({"compress_type": 9}, "packed in an unusual way"),
        ({"CRC": 1}, "damaged inside the archive: pack it again"),
        ({"compress_type": zipfile.ZIP_STORED}, "damaged inside the archive"),
        ({"file_size": 5}, "damaged inside the archive"),
        ({"file_size": 300_000_001}, "larger than 300 MB: export it in parts"),
        ({"file_size": 60_000_000}, "unpacks to far more than its size, as no table does"),
    ],
)
def test_what_is_wrong_with_one_file_is_said_of_that_file(fields: dict[str, int], sentence: str) -> None:
    assert sentence in str(problem_of(patched(TWO, "a.csv", **fields)))


def test_an_archive_inside_an_archive_is_not_unpacked() -> None:
    content = zip_of({"a.zip": zip_of({"b.csv": CSV}), "good.csv": CSV, "named.csv": zip_of({})})
    assert problem_of(content, "a.zip") == f"an archive inside an archive: {UNPACK}"
    assert problem_of(content, "named.csv") == f"an archive inside an archive: {UNPACK}"


def test_a_link_is_not_followed() -> None:
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    packed = io.BytesIO(zip_of({"good.csv": CSV}))
    with zipfile.ZipFile(packed, "a") as appended:
        appended.writestr(link, "/etc/passwd")
    assert problem_of(packed.getvalue()) == "a link: pack the file itself"


def test_an_archive_without_a_file_is_refused() -> None:
    for files in ({}, {"s1/": b"", ".DS_Store": b""}):
        assert refusal_of(zip_of({**files})) == f"the archive holds no file; {UNPACK}"


def test_a_thousand_files_are_read_and_one_more_is_too_many() -> None:
    files: dict[str, bytes | str] = {f"{number}.csv": CSV for number in range(1_000)}
    assert len(members_of(zip_of(files))) == 1_000
    assert "more than 1,000 files; unpack it" in refusal_of(zip_of({**files, "one.csv": CSV}))


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL_BYTES", 2 * len(CSV))
    assert len(members_of(TWO)) == 2
    assert "the archive unpacks to more than" in refusal_of(zip_of({"a": CSV, "b": CSV, "c": b"1"}))


def test_entries_that_share_their_bytes_do_not_make_much_of_little() -> None:
    """Each entry looks harmless; together they unpack to more than two hundred times what is there."""
    kernel = zip_of({"aaa": os.urandom(300_000) + bytes(40_000_000)})
    with zipfile.ZipFile(io.BytesIO(kernel)) as opened:
        start = opened.start_dir
    entry = kernel[start : kernel.index(b"PK\x05\x06", start)]
    entries = b"".join(entry.replace(b"aaa", name) for name in (b"aaa", b"aab", b"aac"))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 3, 3, len(entries), start, 0)
    assert len(members_of(kernel)) == 1
    assert (
        refusal_of(kernel[:start] + entries + end)
        == f"the archive unpacks to far more than its size; {UNPACK}"
    )


def test_a_file_that_says_it_is_short_is_not_unpacked_beyond_that() -> None:
    """Its checksum is right for what it says, so that only unpacking piece by piece keeps the rest packed."""
    content = zip_of({"a.csv": CSV + bytes(200_000_000)})
    lying = patched(content, "a.csv", file_size=len(CSV), CRC=zlib.crc32(CSV))
    tracemalloc.start()
    assert members_of(lying) == [Member("a.csv", CSV)]
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("length", range(4, len(TWO), 17))
def test_an_archive_that_broke_off_is_refused(length: int) -> None:
    assert is_archive(io.BytesIO(TWO[:length]))
    assert "damaged or was not downloaded completely; download it again" in refusal_of(TWO[:length])


def test_one_file_is_in_memory_at_a_time() -> None:
    noise = os.urandom(3_000_000)
    content = zip_of({f"{number}.csv": noise for number in range(8)})
    tracemalloc.start()
    lengths = [len(member.content or b"") for member in members(io.BytesIO(content))]
    assert tracemalloc.get_traced_memory()[1] < 5 * len(noise)
    tracemalloc.stop()
    assert lengths == [3_000_000] * 8


_flips = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 4), st.binary(min_size=1, max_size=4)),
    min_size=1,
    max_size=3,
)
MANY = zip_of(
    {"s1/a.csv": CSV, "b.xlsx": PLAIN, "c.zip": zip_of({"d.csv": CSV}), "__MACOSX/._a.csv": b"", "e": b""}
)


@settings(max_examples=FLIPS, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(flips=_flips)
def test_flipped_bytes_are_read_or_said_or_refused_and_raise_nothing_else(
    flips: list[tuple[float, int, bytes]],
) -> None:
    content = bytearray(MANY)
    for place, width, other in flips:
        at = int(place * len(content))
        content[at : at + width] = other
    with contextlib.suppress(UnreadableExportError):
        for member in members_of(bytes(content)):
            assert member.name.encode()
            assert (member.content is None) == (member.problem is not None)
