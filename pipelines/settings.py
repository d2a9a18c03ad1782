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
SOLIEU_LAKE                                                 postgresql:// catalogue of a DuckLake to publish to as well;
                                                            SOLIEU_WAREHOUSE=ducklake:postgresql://… sets it
SOLIEU_LAKE_DATA               warehouse/lake               folder of the lake's Parquet files
SOLIEU_DOCUMENT_SET                                         whose rows a build replaces there; blank: the folder's name
SOLIEU_WORK                    build                        private builds, staging Parquet, Data Docs, logs
SOLIEU_EXPECTATIONS            expectations                 Great Expectations suites as data
SOLIEU_DBT_PROJECT             dbt_project                  the dbt project
SOLIEU_STRICT                  false                        a quarantined document makes the build exit with 1
SOLIEU_PLAUSIBILITY_BLOCK_SHARE 0.05                        a larger share of implausible rows blocks publishing
SOLIEU_BATCH_BYTES             67108864                     text read and staged at a time, in bytes
SOLIEU_MAX_FILE_BYTES          104857600                    a larger file is quarantined, not read
SOLIEU_THREADS                 the machine's cores          threads of DuckDB, of dbt and of reading files
SOLIEU_ENGINE                  polars                       what reads: polars, or daft (docs/scale.md)
SOLIEU_RAY_ADDRESS                                          Ray cluster that daft runs on; blank: on this machine
SOLIEU_WORKER_BYTES            0                            bytes of memory at which a reading process is ended; 0: none
SOLIEU_RETRIES                 3                            times a step is tried again after what can pass (disk, lock)
SOLIEU_RETRY_SECONDS           10                           wait before the first of these; doubled before each next
SOLIEU_FRESH_DAYS              35                           days without a delivery after which a build warns
SOLIEU_ROW_FALL_WARNS          0.2                          fall of a table's rows since the last publish that warns
SOLIEU_ROW_FALL_BLOCKS         1                            fall above which nothing is published; 1 never blocks
SOLIEU_FIGURES_BAND            4                            times the usual spread that a document's figures may differ
SOLIEU_SCHEDULE                30 6 * * *                   cron line of the daily run, in SOLIEU_TIMEZONE
SOLIEU_TIMEZONE                Asia/Ho_Chi_Minh             time zone of the schedule
SOLIEU_FAILURE_WEBHOOK                                      http(s) address that is told of failed runs; blank: none
SOLIEU_FAILURE_EMAIL                                        addresses that are told, comma-separated; blank: none
SOLIEU_FAILURE_SENDER          solieu@localhost             who the e-mail is from
SOLIEU_SMTP                    smtp://localhost:25          smtp://, smtp+starttls:// or smtps://USER:PASSWORD@HOST:PORT
SOLIEU_UI                      http://127.0.0.1:3000        where the UI is reached, for links in messages
SOLIEU_PAGES                                                where a web server shows the pages; blank: links to files
SOLIEU_RUN_STORAGE                                          postgresql:// address of Dagster's storage; blank: SQLite
=============================  ===========================  =====================================================
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "SOLIEU_"
HOUSE = Path(__file__).resolve().parent.parent

MEBIBYTE = 1024 * 1024

#: What a warehouse begins with that is a lake.
LAKE = "ducklake:"


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
    lake: str = field(default="", repr=False)
    lake_data: Path = HOUSE / "warehouse" / "lake"
    document_set: str = ""
    work: Path = HOUSE / "build"
    expectations: Path = HOUSE / "expectations"
    dbt_project: Path = HOUSE / "dbt_project"
    strict: bool = False
    plausibility_block_share: float = 0.05
    batch_bytes: int = 64 * MEBIBYTE
    max_file_bytes: int = 100 * MEBIBYTE
    threads: int = field(default_factory=lambda: os.cpu_count() or 1)
    engine: str = "polars"
    ray_address: str = ""
    worker_bytes: int = 0
    retries: int = 3
    retry_seconds: float = 10.0
    fresh_days: int = 35
    row_fall_warns: float = 0.2
    row_fall_blocks: float = 1.0
    figures_band: float = 4.0
    schedule: str = "30 6 * * *"
    timezone: str = "Asia/Ho_Chi_Minh"
    failure_webhook: str = field(default="", repr=False)  # such addresses hold secrets
    failure_email: str = ""
    failure_sender: str = "solieu@localhost"
    smtp: str = field(default="smtp://localhost:25", repr=False)
    ui: str = "http://127.0.0.1:3000"
    pages: str = ""
    run_storage: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Check what no file system is needed for."""
        for name in PATHS:
            object.__setattr__(self, name, _absolute(getattr(self, name)))
        for name in ("plausibility_block_share", "row_fall_warns", "row_fall_blocks"):
            share = getattr(self, name)
            if not (math.isfinite(share) and 0 <= share <= 1):
                raise SettingsError(f"{variable(name)} is {share}; give a share between 0 and 1, e.g. 0.05.")
        for name in ("batch_bytes", "max_file_bytes", "threads", "fresh_days"):
            if getattr(self, name) < 1:
                raise SettingsError(f"{variable(name)} is {getattr(self, name)}; give a whole number from 1 up.")
        for name in ("retries", "retry_seconds", "figures_band", "worker_bytes"):
            if not (math.isfinite(getattr(self, name)) and getattr(self, name) >= 0):
                raise SettingsError(f"{variable(name)} is {getattr(self, name)}; give a number from 0 up.")
        for name, schemes in ADDRESSES.items():
            address = getattr(self, name)
            if address and not (address.startswith(schemes) and urlsplit(address).netloc):
                raise SettingsError(f"{variable(name)} does not begin with {' or '.join(schemes)} and a host.")
        if self.warehouse.suffix != ".duckdb":
            raise SettingsError(f"{variable('warehouse')} is {self.warehouse}; give a file that ends in .duckdb.")
        self._check_engine()

    def _check_engine(self) -> None:
        if self.engine not in ENGINES:
            raise SettingsError(f"{variable('engine')} is {self.engine!r}; give {' or '.join(ENGINES)}.")
        if self.ray_address and self.engine != "daft":
            raise SettingsError(f"{variable('ray_address')} is set, but only the engine daft runs on a Ray cluster.")

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
        place = str(values.get("warehouse", cls.warehouse))
        if place.startswith(LAKE):  # the set's own file stays with the build
            values["lake"] = place.removeprefix(LAKE)
            place = str(Path(str(values.get("work", cls.work))) / "published" / cls.warehouse.name)
        values["warehouse"] = Path(place)
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

    @property
    def thresholds(self) -> dict[str, float]:
        """The numbers that the expectation suites may name."""
        return {name: float(getattr(self, name)) for name in THRESHOLDS}

    @property
    def log(self) -> Path:
        """What the last build by the command line did, step by step."""
        return self.work / "logs" / "build.log"


PATHS = ("documents", "reference", "warehouse", "lake_data", "work", "expectations", "dbt_project")


ENGINES = ("polars", "daft")

THRESHOLDS = ("fresh_days", "row_fall_warns", "row_fall_blocks", "figures_band")

#: Settings that are addresses, with the beginnings that each may have; blank means none.
ADDRESSES = {
    "lake": ("postgresql://",),
    "failure_webhook": ("http://", "https://"),
    "smtp": ("smtp://", "smtp+starttls://", "smtps://"),
    "ui": ("http://", "https://"),
    "pages": ("http://", "https://"),
    "run_storage": ("postgresql://",),
}


def dagster_home(environment: Mapping[str, str] | None = None) -> Path:
    """Where Dagster keeps its instance: its own variable ``DAGSTER_HOME``, else ``.dagster`` beside the package."""
    environment = os.environ if environment is None else environment
    given = environment.get("DAGSTER_HOME", "").strip()
    return _absolute(Path(given)) if given else HOUSE / ".dagster"


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
    "warehouse": (str, "a path"),
    "strict": (_truth, "true or false"),
    "plausibility_block_share": (float, "a number between 0 and 1"),
    "batch_bytes": (int, "a whole number of bytes"),
    "max_file_bytes": (int, "a whole number of bytes"),
    "worker_bytes": (int, "a whole number of bytes"),
    **dict.fromkeys(("threads", "fresh_days"), (int, "a whole number from 1 up")),
    "retries": (int, "a whole number from 0 up"),
    **dict.fromkeys(("retry_seconds", "figures_band"), (float, "a number from 0 up")),
    **dict.fromkeys(("row_fall_warns", "row_fall_blocks"), (float, "a number between 0 and 1")),
    **dict.fromkeys(
        (
            *ADDRESSES,
            "document_set",
            "engine",
            "ray_address",
            "schedule",
            "timezone",
            "failure_email",
            "failure_sender",
        ),
        (str, "a text"),
    ),
}


def _read(key: str, name: str, text: str) -> object:
    reader, wanted = _READERS[name]
    try:
        return reader(text.strip())
    except (ValueError, KeyError):
        raise SettingsError(f"{key} is {text!r}; give {wanted}.") from None


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
