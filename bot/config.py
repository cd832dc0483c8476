"""Settings: the only reader of the environment (contract, "Environment")."""

import os
import secrets
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import httpx
from pydantic import AnyHttpUrl, Field, SecretStr, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from models.database import is_database, is_sqlite, sqlite_file
from models.sealing import Keys

ROOT = Path(__file__).resolve().parent.parent
TELEGRAM = "https://api.telegram.org"
ZALO = "https://bot-api.zaloplatforms.com"
DEFAULT_DATABASE = "sqlite:///data/sotay.db"
SAMPLE_DATABASE = "sqlite:///data/mau.db"
KEY_FILE = ROOT / ".keys" / "sotay.key"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
EMPTY_SAYS = "sotay_quiet_hours"
"""The one variable that says something when it is empty: no quiet hours. Any other is then as if it were not there."""


class Settings(BaseSettings):
    """All settings, each `SOTAY_` and its name in capitals, from the environment or `.env`."""

    model_config = SettingsConfigDict(
        env_prefix="SOTAY_",
        env_file=ROOT / ".env",
        extra="ignore",
        hide_input_in_errors=True,
    )

    database_url: str | None = None
    telegram_token: SecretStr | None = None
    telegram_api: str = TELEGRAM
    telegram_per_second: float = Field(default=30, gt=0)
    zalo_token: SecretStr | None = None
    zalo_api: str = ZALO
    public_url: AnyHttpUrl | None = None
    updates: Literal["auto", "poll", "webhook"] = "auto"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    secret_key: SecretStr | None = None
    timezone: ZoneInfo = ZoneInfo("Asia/Ho_Chi_Minh")
    quiet_hours: str = "21:00-06:30"
    now: datetime | None = None
    trial: bool = False

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before `.env`, both without what stands there empty."""
        for source in (env_settings, dotenv_settings):
            if isinstance(source, EnvSettingsSource):
                source.env_vars = {k: v for k, v in source.env_vars.items() if v or k == EMPTY_SAYS}
        return init_settings, env_settings, dotenv_settings

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str | None) -> str | None:
        if value is not None and not is_database(value):
            raise ValueError(NO_DATABASE)
        return value

    @field_validator("timezone", mode="before")
    @classmethod
    def _zone(cls, value: object) -> object:
        try:
            return ZoneInfo(value) if isinstance(value, str) else value
        except (KeyError, ValueError, OSError):
            raise ValueError(NO_ZONE) from None

    @field_validator("quiet_hours")
    @classmethod
    def _hours(cls, value: str) -> str:
        _span(value)
        return value

    @field_validator("telegram_api", "zalo_api")
    @classmethod
    def _api(cls, value: str) -> str:
        if not _host(value):
            raise ValueError(NO_API)
        return value.strip().rstrip("/")

    @model_validator(mode="after")
    def _sane(self) -> "Settings":
        if self.now is not None and self._real_api:
            raise ValueError(NO_NOW)
        if self.trial and self.reaches_real_people:
            raise ValueError(NO_TRIAL)
        url = self.public_url
        if url is not None and url.scheme != "https" and url.host not in LOOPBACK:
            raise ValueError(NO_HTTP)
        if self.updates == "webhook" and url is None:
            raise ValueError(NO_ADDRESS)
        if self.host not in LOOPBACK and (url is None or url.scheme != "https"):
            raise ValueError(NO_TLS)
        if self.secret_key is None and not is_sqlite(self.url):
            raise ValueError(NO_KEY)
        return self

    @property
    def _real_api(self) -> bool:
        telegram = self.telegram_token is not None and _host(self.telegram_api) == _host(TELEGRAM)
        return telegram or (self.zalo_token is not None and _host(self.zalo_api) == _host(ZALO))

    @property
    def reaches_real_people(self) -> bool:
        """A real messenger or a public address: nobody may play somebody else (people 29)."""
        return self._real_api or self.public_url is not None

    @property
    def url(self) -> str:
        """The database's URL; a relative SQLite path is relative to the repository's root."""
        named = self.database_url or (SAMPLE_DATABASE if self.is_tryout else DEFAULT_DATABASE)
        if not is_sqlite(named):
            return named
        file = sqlite_file(named)
        return f"sqlite:///{file if file.is_absolute() else ROOT / file}"

    @property
    def is_tryout(self) -> bool:
        """Nothing is set: `make run` shows the sample branch."""
        return not (self.database_url or self.telegram_token or self.zalo_token or self.public_url)

    @property
    def polls(self) -> bool:
        """Whether messengers are asked for updates; else they post them to the public address."""
        return self.updates == "poll" or (self.updates == "auto" and self.public_url is None)

    def keys(self) -> Keys:
        """The server's key: the setting, else with SQLite a file made on first run, outside the data folder."""
        if self.secret_key is not None:
            return Keys(self.secret_key.get_secret_value().encode())
        if not KEY_FILE.exists():
            KEY_FILE.parent.mkdir(mode=0o700, exist_ok=True)
            fresh = os.open(KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(fresh, "w") as file:
                file.write(secrets.token_hex(32))
        return Keys(KEY_FILE.read_text().strip().encode())

    def quiet(self) -> tuple[time, time] | None:
        """From when to when the clock sends nothing; None: never quiet."""
        return _span(self.quiet_hours)


def _span(text: str) -> tuple[time, time] | None:
    """From when to when; None for nothing. Raises ValueError."""
    if not text.strip():
        return None
    try:
        start, end = (datetime.strptime(part.strip(), "%H:%M").time() for part in text.split("-"))
    except ValueError:
        raise ValueError(NO_HOURS) from None
    return start, end


def _host(address: str) -> str:
    """Whom an address leads to, as our HTTP library reads it; empty when it leads nowhere."""
    try:
        url = httpx.URL(address.strip())
    except httpx.InvalidURL:
        return ""
    return url.host.rstrip(".") if url.scheme in ("http", "https") else ""


class Clock:
    """The product's clock, in its timezone. With SOTAY_NOW it starts there and runs on; tests may move it."""

    def __init__(self, zone: ZoneInfo, start: datetime | None = None) -> None:
        """A clock for the zone, at the real time or at `start` (taken as local when it names no zone)."""
        self._zone = zone
        self._shift = timedelta()
        if start is not None:
            self.set(start)

    def set(self, moment: datetime) -> None:
        """It is `moment` now."""
        aware = moment if moment.tzinfo else moment.replace(tzinfo=self._zone)
        self._shift = aware - datetime.now(self._zone)

    def __call__(self) -> datetime:
        """Now."""
        return datetime.now(self._zone) + self._shift


# Wording

NO_NOW = "SOTAY_NOW chỉ dùng khi thử, không dùng với Telegram hay Zalo thật."
NO_TRIAL = "SOTAY_TRIAL chỉ dùng khi thử, không dùng với Telegram, Zalo thật hay địa chỉ công khai."
NO_ADDRESS = "SOTAY_UPDATES=webhook cần SOTAY_PUBLIC_URL, địa chỉ https mà Telegram và Zalo gọi đến được."
NO_HTTP = "SOTAY_PUBLIC_URL phải bắt đầu bằng https:// (http chỉ cho 127.0.0.1)."
NO_TLS = (
    "SOTAY_HOST khác 127.0.0.1 thì cần một máy chủ https đứng trước và địa chỉ của nó trong SOTAY_PUBLIC_URL (https://...). "
    "Chưa có thì bỏ SOTAY_HOST."
)
NO_ZONE = "không có múi giờ này. Ví dụ: Asia/Ho_Chi_Minh"
NO_HOURS = "cần dạng 21:00-06:30; để trống là không có giờ yên lặng."
NO_API = "phải là địa chỉ bắt đầu bằng https:// hoặc http://"
NO_DATABASE = "cần dạng sqlite:///data/sotay.db hoặc postgresql://tên:mật-khẩu@máy/cơ-sở-dữ-liệu"
NO_KEY = "Cần đặt SOTAY_SECRET_KEY khi dùng PostgreSQL."
