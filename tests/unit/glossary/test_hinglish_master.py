"""The shipped Hinglish glossary is well formed, unambiguous and in the right scripts."""

import re
import unicodedata
from pathlib import Path

import pytest

from shared.glossary_files import read_glossary_file
from shared.glossary_lookup import TermFinder, fold
from shared.glossary_merge import merge_glossaries

GLOSSARY = Path(__file__).resolve().parents[3] / "glossary" / "hinglish_master.tsv"
COLUMNS = ("term", "script", "kind", "aliases", "en", "hi", "gu", "ta", "es", "ru", "zh", "ar")
HEADER = (*COLUMNS, "note")
KINDS = {"name", "keep", "translate", "transliterate", "idiom", "address"}
MINIMUM_ENTRIES = 380
MINIMUM_BY_KIND = {"address": 40, "idiom": 70, "keep": 40, "translate": 100}

# One class of letters a column may hold; marks, digits, spaces and punctuation are free.
LETTERS_OF = {
    "hi": r"\u0900-\u097F",
    "gu": r"\u0A80-\u0AFF",
    "ta": r"\u0B80-\u0BFF",
    "ru": r"\u0400-\u04FF",
    "zh": r"\u4E00-\u9FFF",
    "ar": r"\u0600-\u06FF",
    "en": r"A-Za-z\u00C0-\u024F",
    "es": r"A-Za-z\u00C0-\u024F",
}
# Abbreviations that the target language itself writes in Latin letters.
LATIN_ABBREVIATIONS = {("NRI", "ru")}

# Romanised Hindi that is also everyday English: as an alias it would fire on English speech.
ENGLISH_WORDS = """
a abbey able ad all am an and any are as at ate bade bag bail ball band bandage bang bar bat bay
be bed bees been beer best big bin bit book boss bow boy bus but by can car card case chain char
chat chum clock cop court cut dam damn date day do dad dear did die dog don door down dude due
dull eve fair far fat feet fell fir first fly foot for free fun game gate get god good gore got
gum gun ha had hair hall ham hand hat have he hen her here hero hey hi him his hit home hot how
hum i if in is it item jab jail jam jar job keep kit lad lag lake land lathe law line log loot
lot love maid mail main male mama man mane mar mare mat may me mean men mere milk mine moral
more mummy my nail name nan nit no not now oh on or our out pack pair pal pan papa par part peer
pet pile pond pool poor pun put rail rain ram ran rang rat road rod roof room sad sale same sand
sat saw say sea see set she sing sit so sold some son soon star sun super take tale tall tank
tan tap tar tea tell ten the them then they thin this time to too top tour town uncle up us was
we well were who why wife win yes you zoo
"""
# The commonest Hindi words in Latin letters: an alias like these would fire on every other line.
HINDI_FUNCTION_WORDS = """
aap ab aur bhi diya hai hain haan ho hoon hua jo ka kab kar karo kaun ke ki ko koi kuch kya kyun
liya lo main mat mein mera mere meri mujhe na nahi nahin pe phir raha rahe rahi se tera tere
teri tha the thi toh tu tum udhar woh wo yahan yeh ye
"""


def _lines() -> list[str]:
    return GLOSSARY.read_text(encoding="utf-8").split("\n")


def _rows() -> list[dict[str, str]]:
    body = [line for line in _lines()[1:] if line]
    return [dict(zip(HEADER, line.split("\t"), strict=True)) for line in body]


def _aliases(row: dict[str, str]) -> list[str]:
    return row["aliases"].split("|") if row["aliases"] else []


ROWS = _rows()


def test_header_is_the_documented_one() -> None:
    assert tuple(_lines()[0].split("\t")) == HEADER


def test_every_line_has_every_column() -> None:
    wrong = [line for line in _lines() if line and line.count("\t") != len(HEADER) - 1]
    assert wrong == []


def test_file_is_plain_utf8_with_unix_line_ends() -> None:
    raw = GLOSSARY.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert not raw.endswith(b"\n\n")


def test_there_are_enough_entries() -> None:
    assert len(ROWS) >= MINIMUM_ENTRIES


@pytest.mark.parametrize(("kind", "minimum"), MINIMUM_BY_KIND.items())
def test_each_main_kind_is_well_covered(kind: str, minimum: int) -> None:
    assert sum(row["kind"] == kind for row in ROWS) >= minimum


def test_text_is_in_normal_form_c() -> None:
    assert [line for line in _lines() if not unicodedata.is_normalized("NFC", line)] == []


def test_no_invisible_characters_quotes_or_comments() -> None:
    bad = re.compile('[\u00a0\u200b-\u200f\u2028-\u202e\u2060\ufeff"]|^#')
    assert [line for line in _lines() if bad.search(line)] == []


def test_no_stray_spaces() -> None:
    stray = [
        (row["term"], column)
        for row in ROWS
        for column in HEADER
        if row[column] != " ".join(row[column].split())
        or " |" in row[column]
        or "| " in row[column]
    ]
    assert stray == []


def test_terms_are_unique_and_filled() -> None:
    terms = [row["term"] for row in ROWS]
    assert all(terms)
    assert sorted({term for term in terms if terms.count(term) > 1}) == []


def test_aliases_are_filled_and_listed_once() -> None:
    wrong = [
        row["term"]
        for row in ROWS
        if len(set(_aliases(row))) != len(_aliases(row))
        or "" in _aliases(row)
        or row["term"] in _aliases(row)
    ]
    assert wrong == []


def test_no_surface_form_belongs_to_two_entries() -> None:
    owner: dict[str, str] = {}
    collisions = []
    for row in ROWS:
        for form in (row["term"], *_aliases(row)):
            first = owner.setdefault(fold(form), row["term"])
            if first != row["term"]:
                collisions.append((form, first, row["term"]))
    assert collisions == []


@pytest.mark.parametrize("common", [ENGLISH_WORDS, HINDI_FUNCTION_WORDS], ids=["en", "hi"])
def test_no_alias_is_an_everyday_word(common: str) -> None:
    words = set(common.split())
    hits = [form for row in ROWS for form in _aliases(row) if form.casefold() in words]
    assert hits == []


def test_aliases_are_each_in_one_script() -> None:
    mixed = [
        form
        for row in ROWS
        for form in _aliases(row)
        if re.search("[\u0900-\u097f]", form) and re.search("[A-Za-z]", form)
    ]
    assert mixed == []


def test_kinds_are_known() -> None:
    assert {row["kind"] for row in ROWS} <= KINDS


def test_script_column_tells_the_script_of_the_term() -> None:
    devanagari = re.compile("[\u0900-\u097f]")
    wrong = [
        row["term"]
        for row in ROWS
        if row["script"] != ("Deva" if devanagari.search(row["term"]) else "Latn")
    ]
    assert wrong == []


@pytest.mark.parametrize("column", ["en", "hi"])
def test_english_and_hindi_are_always_given(column: str) -> None:
    assert [row["term"] for row in ROWS if not row[column]] == []


def test_hindi_of_a_devanagari_term_is_the_term() -> None:
    wrong = [row["term"] for row in ROWS if row["script"] == "Deva" and row["hi"] != row["term"]]
    assert wrong == []


@pytest.mark.parametrize("column", LETTERS_OF)
def test_renderings_are_in_the_script_of_their_language(column: str) -> None:
    wanted = re.compile(f"[{LETTERS_OF[column]}]")
    foreign = [
        (row["term"], row[column])
        for row in ROWS
        if row[column]
        and (row["term"], column) not in LATIN_ABBREVIATIONS
        and not all(wanted.match(c) for c in row[column] if unicodedata.category(c)[0] in "LM")
    ]
    assert foreign == []


@pytest.mark.parametrize("column", COLUMNS[4:])
def test_a_cell_holds_one_rendering(column: str) -> None:
    several = [(r["term"], r[column]) for r in ROWS if re.search(r"[/;|()\[\]]", r[column])]
    assert several == []


@pytest.mark.parametrize("column", COLUMNS[4:])
def test_a_rendering_brings_no_closing_punctuation(column: str) -> None:
    closed = [(r["term"], r[column]) for r in ROWS if re.search(r"[!?,;:。？！؟،।]$", r[column])]
    assert closed == []


def test_the_reader_takes_every_row_and_merging_finds_no_conflict() -> None:
    terms = read_glossary_file(GLOSSARY, "master")
    snapshot = merge_glossaries([terms])
    assert [term.term for term in snapshot.terms] == [row["term"] for row in ROWS]
    assert snapshot.conflicts == ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("अरे यार, टेंशन मत ले!", ["oh man", "don't worry"]),
        ("हिन्दुस्तान ज़िन्दाबाद!", ["India", "long live"]),
        ("शर्मा जी, नमस्ते।", ["ji", "namaste"]),
        ("मैं तेरे बिना जी रहा हूं", ["living"]),
        ("हवाई अड्डे पर मिलो", ["airport"]),
        ("मेरी जान मत खा", ["stop pestering me"]),
        ("Beta, daal mein kuch kala hai", ["son", "something's fishy"]),
        ("उसकी नाक कट गई", ["lost face"]),
    ],
)
def test_lines_of_speech_find_the_longest_terms(line: str, expected: list[str]) -> None:
    found = TermFinder(read_glossary_file(GLOSSARY)).find(line)
    assert [match.term.translations["en"] for match in found] == expected


@pytest.mark.parametrize(
    "line",
    [
        "Hum the main log, sun jab the chain and the maid are on sale at par.",
        "The bandage is in the main hall, so do take it to him.",
        "मैं घर जा रहा हूँ और वह भी आएगा।",
        "जयपुर में बाबुल रहता था",
    ],
)
def test_plain_speech_finds_nothing(line: str) -> None:
    assert TermFinder(read_glossary_file(GLOSSARY)).find(line) == []
