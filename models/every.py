"""Imports every module of models, so that all tables are known; a new file needs no entry here."""

import importlib
import pkgutil

import models

for _found in pkgutil.walk_packages(models.__path__, "models."):
    if not _found.name.startswith(("models.migrations", "models.every")):
        importlib.import_module(_found.name)
