"""Where things are and how strict a build is: the only reader of environment variables.

Every setting has a default that works in a clone of the repository, an environment variable ``SOLIEU_<NAME>`` and,
for the command line, a keyword of :meth:`Settings.from_environment` that wins over both. Relative paths given by a
person are resolved against the working directory; the defaults stand beside the package, wherever it is run from.

=============================  ===========================  =====================================================
variable                       default                      meaning
=============================  ===========================  =====================================================
SOLIEU_DOCUMENTS               seeds/documents              landing folder with the documents (and documents.csv)
SOLIEU_REFERENCE               seeds/reference              the vocabulary: indicators, units, cues… as CSV
SOLIEU_WAREHOUSE               warehouse/solieu.duckdb      the published file that readers open
SOLIEU_WORK                    build                        private builds, staging Parquet, Data Docs, logs
SOLIEU_EXPECTATIONS            expectations                 Great Expectations suites as data
SOLIEU_DBT_PROJECT             dbt_project                  the dbt project
SOLIEU_STRICT                  false                        a quarantined document makes the build exit with 1
SOLIEU_PLAUSIBILITY_BLOCK_SHARE 0.05                        a larger share of implausible rows blocks publishing
SOLIEU_BATCH_BYTES             67108864                     text read and staged at a time, in bytes
SOLIEU_MAX_FILE_BYTES          104857600                    a larger file is quarantined, not read
SOLIEU_THREADS                 the machine's cores          threads of DuckDB, of dbt and of reading files
=============================  ===========================  =====================================================
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

PREFIX = "SOLIEU_"
HOUSE = Path(__file__).resolve().parent.parent

MEBIBYTE = 1024 * 1024


class SettingsError(ValueError):
    """A setting cannot be used; the message names the variable, what it holds and what to do."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Typed settings of one build. Paths are absolute; see the module's table for meanings and variables.

    Making one checks the ranges of numbers; :meth:`require_inputs` checks that the folders a build reads exist.
    """

    documents: Path = HOUSE / "seeds" / "documents"
    reference: Path = HOUSE / "seeds" / "reference"
    warehouse: Path = HOUSE / "warehouse" / "solieu.duckdb"
    work: Path = HOUSE / "build"
    expectations: Path = HOUSE / "expectations"
    dbt_project: Path = HOUSE / "dbt_project"
    strict: bool = False
    plausibility_block_share: float = 0.05
    batch_bytes: int = 64 * MEBIBYTE
    max_file_bytes: int = 100 * MEBIBYTE
    threads: int = field(default_factory=lambda: os.cpu_count() or 1)

    def __post_init__(self) -> None:
        """Check what no file system is needed for."""
        for name in PATHS:
            object.__setattr__(self, name, _absolute(getattr(self, name)))
        share = self.plausibility_block_share
        if not (math.isfinite(share) and 0 <= share <= 1):
            raise SettingsError(
                f"{variable('plausibility_block_share')} is {share}; give a share between 0 and 1, e.g. 0.05."
            )
        for name in ("batch_bytes", "max_file_bytes", "threads"):
            if getattr(self, name) < 1:
                raise SettingsError(f"{variable(name)} is {getattr(self, name)}; give a whole number from 1 up.")
        if self.warehouse.suffix != ".duckdb":
            raise SettingsError(f"{variable('warehouse')} is {self.warehouse}; give a file that ends in .duckdb.")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, **overrides: object) -> Settings:
        """Settings from ``SOLIEU_*`` of ``environment`` (the process's own by default).

        ``overrides`` are keyword values by field name; ``None`` means "not given". Raises SettingsError where a value
        cannot be read, or where a ``SOLIEU_*`` variable is not a setting (a typing slip would otherwise go unseen).
        """
        environment = os.environ if environment is None else environment
        known = {variable(item.name): item.name for item in fields(cls)}
        unknown = sorted(name for name in environment if name.startswith(PREFIX) and name not in known)
        if unknown:
            raise SettingsError(f"{', '.join(unknown)}: no such setting. Known: {', '.join(known)}.")
        values: dict[str, object] = {
            name: _read(key, name, environment[key]) for key, name in known.items() if environment.get(key, "").strip()
        }
        values.update({name: value for name, value in overrides.items() if value is not None})
        return cls(**values)  # type: ignore[arg-type]

    def as_environment(self) -> dict[str, str]:
        """The variables that make another process read these very settings."""
        return {variable(item.name): _written(getattr(self, item.name)) for item in fields(self)}

    def require_inputs(self) -> None:
        """Raise SettingsError unless every folder that a build reads is there and is a folder."""
        for name in ("documents", "reference", "expectations", "dbt_project"):
            folder: Path = getattr(self, name)
            if not folder.is_dir():
                what = "is not a folder" if folder.exists() else "does not exist"
                raise SettingsError(f"{folder} {what}; set {variable(name)} to the {name.replace('_', ' ')} folder.")

    @property
    def work_warehouse(self) -> Path:
        """The private DuckDB file of a build; readers never open it."""
        return self.work / "solieu-build.duckdb"

    @property
    def staging(self) -> Path:
        """Folder of the staging tables as Parquet."""
        return self.work / "staging"

    @property
    def data_docs(self) -> Path:
        """Folder of the Great Expectations Data Docs."""
        return self.work / "data_docs"


PATHS = ("documents", "reference", "warehouse", "work", "expectations", "dbt_project")


def variable(name: str) -> str:
    """The environment variable of the setting ``name``."""
    return PREFIX + name.upper()


def _absolute(path: Path) -> Path:
    # resolve() would follow a link to the published warehouse and publish beside its target
    return Path(os.path.abspath(path.expanduser()))


def _truth(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    return words[text.lower()]


_READERS: Mapping[str, tuple[Callable[[str], object], str]] = {
    **dict.fromkeys(PATHS, (Path, "a path")),
    "strict": (_truth, "true or false"),
    "plausibility_block_share": (float, "a number between 0 and 1"),
    "batch_bytes": (int, "a whole number of bytes"),
    "max_file_bytes": (int, "a whole number of bytes"),
    "threads": (int, "a whole number from 1 up"),
}


def _read(key: str, name: str, text: str) -> object:
    reader, wanted = _READERS[name]
    try:
        return reader(text.strip())
    except (ValueError, KeyError):
        raise SettingsError(f"{key} is {text!r}; give {wanted}.") from None


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
