"""Writes the files of a package as a .tar.gz whose bytes depend on nothing else than
these files and one time."""

import io
import subprocess
import tarfile
from dataclasses import dataclass


@dataclass(frozen=True)
class File:
    data: bytes
    executable: bool = False


def directories_of(paths):
    """Every directory above these paths, without the root."""
    return {"/".join(parts[:n]) for parts in (path.split("/") for path in paths)
            for n in range(1, len(parts))}


def tar_gz(files, time):
    """The archive of {path: File}; every member has the time `time`, belongs to
    number 0 and stands in the order of the names, directory by directory."""
    directories = directories_of(files)
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path in sorted(directories | set(files), key=lambda path: path.split("/")):
            member = tarfile.TarInfo(path)
            member.mtime = time
            if path in directories:
                member.type, member.mode = tarfile.DIRTYPE, 0o755
                archive.addfile(member)
            else:
                member.mode = 0o755 if files[path].executable else 0o644
                member.size = len(files[path].data)
                archive.addfile(member, io.BytesIO(files[path].data))
    # The command and not Python's own: that one's bytes depend on the zlib that Python has.
    return subprocess.run(["gzip", "-n", "-9"], input=raw.getvalue(), check=True,
                          stdout=subprocess.PIPE).stdout
