"""The package's folder of definitions, and an administrator's laid over it: which files are read, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from ckanext.spenddata.definitions import yaml_file
from ckanext.spenddata.definitions.yaml_file import Entries

T = TypeVar("T")


class layered(cached_property[T]):  # noqa: N801  it is used as cached_property is
    """A value that is read once, and that is the package's own where the administrator's folder has none of its files."""

    def __init__(self, *files: str) -> None:
        self._files = files

    def __call__(self, read: Callable[[Any], T]) -> layered[T]:
        """The value that ``read`` reads."""
        super().__init__(read)
        return self

    def __get__(self, instance: Any, owner: type[Any] | None = None) -> Any:
        if instance is not None and instance.overlay and not instance.has_own(*self._files):
            # Kept as a value of its own is, or the folder would be looked through at each use.
            return vars(instance).setdefault(str(self.attrname), getattr(instance.packaged, str(self.attrname)))
        return super().__get__(instance, owner)


@dataclass(frozen=True)
class Folders:
    """Where definitions are read from."""

    folders: tuple[Path, ...]

    def paths(self, name: str) -> list[Path]:
        """The files ``name`` of ``schemas/``, each to be laid over those before it: the package's, the administrator's.

        Raises:
            FileNotFoundError: There is none.
        """
        found = [folder / name for folder in reversed(self.folders) if (folder / name).exists()]
        if not found:
            raise FileNotFoundError(f"No definition file {name!r} in {', '.join(map(str, self.folders))}.")
        return found

    def has_own(self, *patterns: str) -> bool:
        """Whether the administrator's folder has a file of one of these names."""
        return self.overlay is not None and any(True for pattern in patterns for _ in self.overlay.glob(pattern))

    @property
    def packaged(self) -> Folders:
        """The package's folder alone; kept, so that what it holds is read once for all."""
        raise NotImplementedError

    @property
    def overlay(self) -> Path | None:
        """The administrator's folder, where there is one."""
        return self.folders[0] if len(self.folders) > 1 else None

    def version_of(self, *patterns: str) -> str:
        """Digest of the files of these names, the administrator's before the package's."""
        return digest(file for pattern in patterns for file in self.paths(pattern))

    def entries(self, shape: type[list[yaml_file.I]], *patterns: str) -> Entries[yaml_file.I]:
        """The definitions of these files by id, in their order."""
        below, above = self.in_layers(*patterns)
        return yaml_file.by_id(below, shape, above)

    def in_layers(self, *patterns: str) -> tuple[list[Path], list[Path]]:
        """The package's files of these names, and the administrator's that are laid over them."""
        per_folder = [
            sorted(file for pattern in patterns for file in folder.glob(pattern)) for folder in reversed(self.folders)
        ]
        return per_folder[0], [file for files in per_folder[1:] for file in files]


def digest(files: Iterable[Path]) -> str:
    """Digest of what these files hold."""
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
