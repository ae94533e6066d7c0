"""Glossary files are read in full or refused with every problem at its place."""

import json
import os
import time
from pathlib import Path

import pytest

from shared.artifacts import GlossaryTerm
from shared.errors import InvalidInputError
from shared.glossary_files import MAX_FILE_BYTES, read_glossary_file


def save(folder: Path, content: str | bytes, name: str = "g.tsv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def problems(path: Path) -> str:
    with pytest.raises(InvalidInputError) as caught:
        read_glossary_file(path)
    assert caught.value.exit_code == 2
    return str(caught.value)


MASTER = (
    "term\tscript\tkind\taliases\ten\thi\tgu\tta\tes\tru\tzh\tar\tnote\n"
    "# relations\n"
    "\n"
    "bhai\tLatn\taddress\tbhaiya|भाई\tbrother\tभाई\t\t\thermano\t\t\t\tto any man\n"
    "जय हो\tDeva\tidiom\t\thail\n"
)


def test_a_tsv_with_all_columns(tmp_path: Path) -> None:
    bhai, jai = read_glossary_file(save(tmp_path, MASTER), "master")
    assert bhai == GlossaryTerm(
        term="bhai",
        kind="address",
        aliases=("bhaiya", "भाई"),
        translations={"en": "brother", "hi": "भाई", "es": "hermano"},
        source="master",
        note="to any man",
    )
    assert (jai.term, jai.kind, jai.translations) == ("जय हो", "idiom", {"en": "hail"})


@pytest.mark.parametrize("encode", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_and_line_ends(tmp_path: Path, encode: str, newline: str) -> None:
    text = newline.join(["term\ten", "यार\tbuddy", ""])
    (term,) = read_glossary_file(save(tmp_path, text.encode(encode)))
    assert (term.term, term.translations, term.source) == ("यार", {"en": "buddy"}, "job")


def test_the_term_column_alone_is_enough(tmp_path: Path) -> None:
    (term,) = read_glossary_file(save(tmp_path, "term\nyaar"))
    assert term.term == "yaar"
    assert "kind" not in term.model_fields_set


def test_quotation_marks_of_spreadsheets_are_taken_off(tmp_path: Path) -> None:
    (term,) = read_glossary_file(save(tmp_path, 'term\ten\n"waah"\t"he said ""wow"""\n'))
    assert (term.term, term.translations["en"]) == ("waah", 'he said "wow"')


def test_a_spreadsheet_export_with_tabs_at_the_ends(tmp_path: Path) -> None:
    (term,) = read_glossary_file(save(tmp_path, "term\ten\t\t\nyaar\tbuddy\t\t\n"))
    assert term.translations == {"en": "buddy"}


@pytest.mark.parametrize("wrapped", [True, False])
def test_json(tmp_path: Path, wrapped: bool) -> None:
    rows = [{"term": "ji", "kind": "address", "translations": {"en": "sir"}, "aliases": ["जी"]}]
    text = json.dumps({"terms": rows} if wrapped else rows)
    (term,) = read_glossary_file(save(tmp_path, text, "g.JSON"))
    assert (term.term, term.aliases, term.source) == ("ji", ("जी",), "job")


def test_all_problems_of_a_tsv_are_told_with_their_lines(tmp_path: Path) -> None:
    rows = [
        "term\tkind\ten",
        "a\tnoun\tx",
        "\tname\ty",
        "ok\tname\tz",
        "b\tname\tx\tmore",
        "c\t\ta\x07",
    ]
    text = problems(save(tmp_path, "\n".join(rows)))
    assert "g.tsv:2: the kind 'noun' is none of name, keep" in text
    assert "g.tsv:3: there is no term" in text
    assert "g.tsv:4" not in text
    assert "g.tsv:5: 4 cells for 3 columns" in text
    assert "g.tsv:6: 'a\\x07' holds control characters" in text


def test_all_problems_of_a_json_are_told_with_their_entries(tmp_path: Path) -> None:
    rows = [{"term": "a", "translations": {"xx": "y"}}, {"kind": "name"}, {"term": "b", "zzz": 1}]
    text = problems(save(tmp_path, json.dumps(rows), "g.json"))
    assert "g.json, entry 1: the language 'xx' is not known" in text
    assert "g.json, entry 2: term: Field required" in text
    assert "g.json, entry 3: zzz: Extra inputs" in text


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("", "no header line"),
        ("word\ten\nx\ty", "no column `term`"),
        ("term\tenglish\nx\ty", "'english' is neither a language code"),
        ("term\ten\ten\nx\ty\tz", "'en' stands twice"),
        ("term\n" + "x" * 201, "longer than 200"),
        ("term\ten\n\u202egpj\tx", "control characters"),
        ("term\ten\nx\ty".encode("utf-16"), "not UTF-8"),
        (b"\x80\x04\x95\x00", "not UTF-8"),
    ],
)
def test_a_bad_tsv_is_refused(tmp_path: Path, content: str | bytes, wanted: str) -> None:
    assert wanted in problems(save(tmp_path, content))


@pytest.mark.parametrize(
    "content",
    ["", "{", "[1]", '"x"', '{"terms": {}}', '{"words": []}', "[" * 100_000, "NaN", "[[]]"],
)
def test_a_bad_json_is_refused(tmp_path: Path, content: str) -> None:
    assert "g.json" in problems(save(tmp_path, content, "g.json"))


def test_many_problems_are_cut_short(tmp_path: Path) -> None:
    text = problems(save(tmp_path, "term\tkind\n" + "x\tnoun\n" * 1000))
    assert "and 970 more" in text


@pytest.mark.parametrize("name", ["g.yaml", "g.pkl", "g.csv", "g"])
def test_other_formats_are_never_opened(tmp_path: Path, name: str) -> None:
    canary = tmp_path / "canary"
    payload = f"!!python/object/apply:os.system ['touch {canary}']"
    assert "neither a .tsv nor a .json" in problems(save(tmp_path, payload, name))
    assert not canary.exists()


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    assert "not a file" in problems(tmp_path / "none.tsv")
    (tmp_path / "folder.tsv").mkdir()
    assert "not a file" in problems(tmp_path / "folder.tsv")
    os.mkfifo(tmp_path / "pipe.tsv")
    start = time.monotonic()
    assert "not a file" in problems(tmp_path / "pipe.tsv")
    assert time.monotonic() - start < 5


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = save(tmp_path, "term\n")
    with path.open("r+b") as stream:
        stream.truncate(MAX_FILE_BYTES + 1)
    assert "larger than 10 MB" in problems(path)
