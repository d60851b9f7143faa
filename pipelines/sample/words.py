"""The words that made-up names are put together from, read from `words.toml` beside this module.

How they are put together is in `places` and `organisation_names`; names of people come from Faker instead.
"""

import tomllib
from importlib.resources import files

_TABLES: dict[str, dict[str, list[str]]] = tomllib.loads(
    (files("pipelines.sample") / "words.toml").read_text(encoding="utf-8")
)
PLACES = _TABLES["places"]
ORGANISATIONS = _TABLES["organisations"]
GOVERNMENTS = _TABLES["governments"]
LEGAL_FORMS = _TABLES["legal_forms"]
