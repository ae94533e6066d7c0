"""The models that can be fetched: what `config/ai_models.json` says of them."""

import json
from functools import cache

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.errors import ConfigurationError
from shared.paths import CONFIG_DIR

CATALOG_FILE = CONFIG_DIR / "ai_models.json"


class ModelSource(BaseModel):
    """Files of one repository of the model hub.

    Attributes:
        repo: Its id, `owner/name`.
        revision: Branch, tag or commit.
        files: Names of the files that are wanted; all of them must be there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    repo: str
    revision: str = "main"
    files: tuple[str, ...]


class CatalogModel(BaseModel):
    """One model.

    Attributes:
        name: Its name, and that of its folder in the cache.
        aliases: Other names that settings may use.
        purpose: One line for the docs.
        licence: Licence of the weights.
        megabytes: Size of the download, about.
        gated: Whether the hub gives it only to accounts that accepted its conditions.
        sources: Where its files come from.
        aligns: Languages whose words it can align; `any` for all. Empty: it is no aligner.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    aliases: tuple[str, ...] = ()
    purpose: str
    licence: str
    megabytes: int
    gated: bool = False
    sources: tuple[ModelSource, ...]
    aligns: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """The files a complete folder has."""
        return tuple(file for source in self.sources for file in source.files)


@cache
def catalog() -> tuple[CatalogModel, ...]:
    """Returns all models that can be fetched.

    Raises:
        ConfigurationError: If the catalogue is missing or damaged.
    """
    try:
        rows = json.loads(CATALOG_FILE.read_text(encoding="utf-8"))["models"]
        return tuple(CatalogModel.model_validate(row) for row in rows)
    except (OSError, ValueError, KeyError, ValidationError) as error:
        raise ConfigurationError(f"{CATALOG_FILE} cannot be read: {error}.") from error


def find_model(name: str) -> CatalogModel | None:
    """Returns the model of a name or alias, or None."""
    return next((row for row in catalog() if name == row.name or name in row.aliases), None)


def aligners_for(language: str) -> tuple[CatalogModel, ...]:
    """Returns the models that align a language's words, those made for it first.

    Args:
        language: BCP-47 code; a script after the language does not count. `auto`, a language
            that is not known yet, has those for all languages.
    """
    spoken = language.split("-", maxsplit=1)[0]
    own = [row for row in catalog() if spoken in row.aligns]
    return (*own, *(row for row in catalog() if "any" in row.aligns))
