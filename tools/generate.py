"""Derives files from the four tables: configuration, its documentation, stages, engines, schemas.

Usage:
    python tools/generate.py --write     refresh the files; values in config/.env.pipeline are kept
    python tools/generate.py --check     fail if one of them is out of date
"""

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path

from shared import artifacts
from shared.atomic import write_text
from shared.config import FILE_NAME, parse_env_file
from shared.engines import ENGINES, Engine
from shared.env_file import allowed_values, default_text, render_env
from shared.environment_manager import ENVIRONMENTS
from shared.paths import CONFIG_DIR, PROJECT_ROOT
from shared.settings import NAMES, PARAMETERS
from shared.stage_order import STAGES, get_stage_dir

_NOTE = "<!-- Made by tools/generate.py from the tables in shared/: change those. -->\n"
DOCS = PROJECT_ROOT / "docs"
_DOCUMENTED = re.compile(r"^# (\w+): .*\n#   Values: .*\n#   Default: (.*)$", re.MULTILINE)


def env_file() -> str:
    """Renders config/.env.pipeline with the values that its user has changed."""
    path = CONFIG_DIR / FILE_NAME
    if not path.is_file():
        return render_env({})
    values = parse_env_file(path)
    # What the file itself calls the default was not chosen by its user: a new default replaces it.
    documented = dict(_DOCUMENTED.findall(path.read_text(encoding="utf-8")))
    return render_env(
        {
            name: value
            for name, value in values.items()
            if name in NAMES and (value or "(empty)") != documented.get(name)
        }
    )


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _table(*heads: str) -> str:
    return _row(*heads) + _row(*("---" for _ in heads))


def configuration_page() -> str:
    """Renders the page on parameters."""
    parts = [
        "# Parameters\n\n", _NOTE,
        "\nFrom low to high: `config/.env.pipeline`, the job's `.env.pipeline`, the job's\n"
        "optional `.job-YYYYMMDD-user-NNNN.env`, environment variables, the command line "
        "(`--set NAME=VALUE`).\n",
    ]  # fmt: skip
    topic = ""
    for row in PARAMETERS:
        if row.topic != topic:
            topic = row.topic
            parts += [f"\n## {topic}\n\n", _table("parameter", "values", "default", "purpose",
                                                  "impact", "changes")]  # fmt: skip
        default = f"`{default_text(row)}`" if default_text(row) else "(empty)"
        changes = ", ".join(row.stages) if len(row.stages) < len(STAGES) else "every stage"
        parts.append(
            _row(f"`{row.name}`", allowed_values(row), default, row.purpose, row.impact,
                 changes or "no output")
        )  # fmt: skip
    return "".join(parts)


def stages_page() -> str:
    """Renders the page on stages and what flows between them."""
    parts = ["# Stages\n\n", _NOTE, "\n", _table("stage", "purpose", "reads", "writes",
                                                  "workflows", "runs in")]  # fmt: skip
    for stage in STAGES:
        reads = [item.name for item in stage.reads] + [f"({item.name})" for item in stage.may_read]
        reads += [f"sound by {stage.hears.setting.upper()}"] if stage.hears else []
        writes = [f"`{item.file}`" for item in stage.writes]
        place = f"the {stage.role} engine's environment" if stage.role else "common"
        parts.append(
            _row(f"`{get_stage_dir(stage.name)}`", stage.purpose, ", ".join(reads) or "the film",
                 ", ".join(writes), ", ".join(stage.workflows), place)
        )  # fmt: skip
    parts.append("\nIn parentheses: read where it was made. The JSON files' schemas are in\n"
                 "`docs/schemas/`.\n")  # fmt: skip
    return "".join(parts)


def _chosen(row: Engine) -> str:
    if not row.automatic:
        return "only when named"
    return "where it is set up" if row.where_ready else "yes"


def engines_page() -> str:
    """Renders the page on engines and environments."""
    parts = ["# Engines\n\n", _NOTE, "\n", _table("role", "engine", "what it is", "environment",
                                                   "devices", "languages", "licence",
                                                   "chosen by auto")]  # fmt: skip
    for row in ENGINES:
        languages = row.pairs or ", ".join(row.languages)
        parts.append(
            _row(row.role, f"`{row.name}`", row.purpose, row.environment, ", ".join(row.devices),
                 languages, row.licence, _chosen(row))
        )  # fmt: skip
    parts += ["\n# Environments\n\n", _table("environment", "for")]
    parts += [_row(f"`{row.name}`", row.purpose) for row in ENVIRONMENTS.values()]
    return "".join(parts)


def schemas() -> dict[Path, str]:
    """Renders the JSON Schema of each artifact."""
    rows = [row for row in vars(artifacts).values() if isinstance(row, artifacts.Artifact)]
    return {
        DOCS / "schemas" / f"{row.name}.schema.json": json.dumps(
            row.model.model_json_schema(), indent=2, ensure_ascii=False
        )
        + "\n"
        for row in rows
    }


def derived_files() -> dict[Path, str]:
    """Returns every derived file and what should be in it."""
    return {
        CONFIG_DIR / FILE_NAME: env_file(),
        DOCS / "CONFIGURATION.md": configuration_page(),
        DOCS / "STAGES.md": stages_page(),
        DOCS / "ENGINES.md": engines_page(),
        **schemas(),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes or checks the derived files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--write", action="store_true", help="refresh the files")
    mode.add_argument("--check", action="store_true", help="fail if a file is out of date")
    writing = parser.parse_args(arguments).write
    stale = [
        (path, text)
        for path, text in derived_files().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        name = path.relative_to(PROJECT_ROOT)
        if writing:
            write_text(path, text)
        print(f"{'written' if writing else 'out of date'}: {name}")
    if stale and not writing:
        print("Run: python tools/generate.py --write")
    return 0 if writing or not stale else 1


if __name__ == "__main__":
    raise SystemExit(main())
