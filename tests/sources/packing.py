"""Zip files for tests: made from parts, repacked with other parts, and with entries that lie.

What must come of them is said in the tests.
"""

import io
import struct
import zipfile

# Where a field stands in the entry of the list and in the one before the bytes, and how wide it is.
_FIELDS = {
    "flag_bits": (8, 6, "<H"),
    "compress_type": (10, 8, "<H"),
    "CRC": (16, 14, "<L"),
    "file_size": (24, 22, "<L"),
}


def zip_of(files: dict[str, bytes | str]) -> bytes:
    """A zip file of these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of a zip file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def patched(content: bytes, name: str, **fields: int) -> bytes:
    """The zip file, with other numbers in both entries of the packed file."""
    patched = bytearray(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        before_bytes = archive.getinfo(name).header_offset
        in_list = content.index(name.encode(), archive.start_dir) - 46
    for field, value in fields.items():
        listed, local, width = _FIELDS[field]
        struct.pack_into(width, patched, in_list + listed, value)
        struct.pack_into(width, patched, before_bytes + local, value)
    return bytes(patched)
