"""Where the project's own folders are."""

from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent
CONFIG_DIR = PROJECT_ROOT / "config"
SCRIPTS_DIR = PROJECT_ROOT / "scripts"
VENV_DIR = PROJECT_ROOT / "venv"
REQUIREMENTS_DIR = PROJECT_ROOT / "requirements"
GLOSSARY_DIR = PROJECT_ROOT / "glossary"
