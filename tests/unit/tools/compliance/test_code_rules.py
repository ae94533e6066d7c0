"""Each rule on code catches what is planted, where it applies, and nothing else."""

import pytest

from tests.support.compliance import found
from tools.compliance.code_rules import CODE_RULES

BROKEN = {
    "output": ("print('done')", "import pprint\npprint.pprint(1)"),
    "environment": (
        "import os\nos.environ['A']",
        "import os\nos.getenv('A')",
        "import os\nos.environ.get('A')",
        "from os import environ, path",
    ),
    "import path": (
        "import sys\nsys.path.insert(0, '.')",
        "import sys\nsys.path = []",
        "import sys\nsys.path += ['.']",
        "import sys\nsys.path[:0] = ['.']",
        "import sys\ndel sys.path[0]",
        "import site\nsite.addsitedir('.')",
    ),
    "safe loading": (
        "import pickle",
        "from pickle import loads",
        "import joblib.numpy_pickle",
        "import torch\ntorch.load('model.pt')",
        "import torch\ntorch.load('model.pt', weights_only=False)",
        "eval('1')",
        "exec('1')",
        "import numpy\nnumpy.load('a.npy', allow_pickle=True)",
    ),
    "stage folders": (
        "path = job_dir / '06_asr' / 'segments.json'",
        "path = f'{job_dir}/06_asr/segments.json'",
        "make(stage_number=6)",
    ),
}
WHOLE = {
    "output": ("logger.info('done')", "self.print('x')"),
    "environment": ("from shared.variables import variable\nvariable('A')", "import os\nos.path"),
    "import path": ("import sys\nfolders = list(sys.path)", "sys.argv.append('x')"),
    "safe loading": (
        "torch.load(path, weights_only=True)",
        "model.eval()",
        "json.load(stream)",
        "np.load('a', allow_pickle=False)",
    ),
    "stage folders": (
        "def f():\n    '''Writes `06_asr/segments.json`.'''",
        "get_stage_dir('asr')",
        "log = '99_pipeline_asr.log'",
        "make(stage_number=stage.number)",
    ),
}


def pairs(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(rule, code) for rule, codes in table.items() for code in codes]


def test_every_rule_has_its_examples() -> None:
    assert {rule.name for rule in CODE_RULES} == set(BROKEN) == set(WHOLE)


@pytest.mark.parametrize(("rule", "code"), pairs(BROKEN))
def test_planted_violation_is_caught_at_its_line(rule: str, code: str) -> None:
    problems = found(CODE_RULES, rule, code, "cp_whisperx/asr/sample.py")
    assert len(problems) == 1
    line = 1 if code.startswith("from") else len(code.splitlines())
    assert problems[0].startswith(f"{line} ")


@pytest.mark.parametrize(("rule", "code"), pairs(WHOLE))
def test_what_is_allowed_is_not_caught(rule: str, code: str) -> None:
    assert found(CODE_RULES, rule, code, "cp_whisperx/asr/sample.py") == []


@pytest.mark.parametrize(
    ("path", "caught"),
    [
        ("scripts/bootstrap.py", False),
        ("scripts/06_asr.py", True),
        ("shared/doctor.py", False),
        ("shared/logger.py", True),
        ("tools/generate.py", False),
        ("tests/validate-quality.py", False),
    ],
)
def test_commands_alone_print(path: str, caught: bool) -> None:
    assert bool(found(CODE_RULES, "output", "print(1)", path)) is caught


@pytest.mark.parametrize(
    ("path", "caught"),
    [("shared/variables.py", False), ("shared/config.py", True), ("tests/conftest.py", False)],
)
def test_one_module_reads_the_environment(path: str, caught: bool) -> None:
    assert bool(found(CODE_RULES, "environment", "import os\nos.environ", path)) is caught


def test_tests_edit_no_import_path_either() -> None:
    code = "import sys\nsys.path.append('.')"
    assert found(CODE_RULES, "import path", code, "tests/conftest.py")
