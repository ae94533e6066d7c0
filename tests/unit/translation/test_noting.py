from cp_whisperx.translation.base import LineNotes
from cp_whisperx.translation.holding import HeldLine
from cp_whisperx.translation.noting import NEIGHBOURS, isolated, with_terms
from cp_whisperx.translation.terms import TermKeeper
from shared.artifacts import GlossaryTerm

TEXTS = [f"पंक्ति {n}" for n in range(9)]


def test_terms_are_told_as_the_line_spells_them() -> None:
    keeper = TermKeeper([GlossaryTerm(term="ज़िंदगी", translations={"en": "life"})], "en")
    row = HeldLine("यह जिंदगी है", keeper.find("यह जिंदगी है"))
    assert with_terms({"scene": 2}, row) == {"scene": 2, "terms": {"जिंदगी": "life"}}
    note: LineNotes = {"scene": 2}
    assert with_terms(note, HeldLine("यह है", ())) is note


def test_a_single_line_comes_with_its_neighbours_and_its_draft() -> None:
    notes = [LineNotes(scene=1) for _ in TEXTS]
    alone = isolated(notes, TEXTS, 4, "line", ("looped",))
    assert alone == {
        "scene": 1, "before": TEXTS[4 - NEIGHBOURS : 4], "after": TEXTS[5 : 5 + NEIGHBOURS],
        "faults": ["looped"], "draft": "line",
    }  # fmt: skip
    assert notes[4] == {"scene": 1}


def test_at_the_ends_there_are_fewer_neighbours_and_without_a_draft_none_is_told() -> None:
    notes = [LineNotes() for _ in TEXTS]
    assert isolated(notes, TEXTS, 0, "", ())["before"] == []
    last = isolated(notes, TEXTS, 8, "", ())
    assert last["after"] == []
    assert "draft" not in last
