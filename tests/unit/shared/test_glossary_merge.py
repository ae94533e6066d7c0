"""What stands earlier wins, what it leaves open is filled in, and conflicts are reported."""

from typing import Any

from shared.artifacts import GlossaryTerm
from shared.glossary_merge import merge_glossaries


def term(text: str, source: str, **fields: Any) -> GlossaryTerm:
    return GlossaryTerm(term=text, source=source, **fields)


def test_the_higher_layer_wins_and_the_conflict_names_both() -> None:
    job = term("yaar", "job", translations={"en": "dude"})
    master = term("yaar", "master", translations={"en": "buddy", "es": "amigo"})
    snapshot = merge_glossaries([[job], [master]])
    (merged,) = snapshot.terms
    assert merged.translations == {"en": "dude", "es": "amigo"}
    assert merged.source == "job"
    (conflict,) = snapshot.conflicts
    assert (conflict.term, conflict.field) == ("yaar", "en")
    assert (conflict.kept, conflict.kept_source) == ("dude", "job")
    assert (conflict.dropped, conflict.dropped_source) == ("buddy", "master")


def test_three_layers_win_in_their_order() -> None:
    layers = [
        [term("a", "job", translations={"en": "1"})],
        [term("a", "tmdb", translations={"en": "2", "es": "2"})],
        [term("a", "master", translations={"en": "3", "es": "3", "ru": "3"})],
    ]
    snapshot = merge_glossaries(layers)
    assert snapshot.terms[0].translations == {"en": "1", "es": "2", "ru": "3"}
    assert [(c.field, c.dropped_source) for c in snapshot.conflicts] == [
        ("en", "tmdb"),
        ("en", "master"),
        ("es", "master"),
    ]


def test_equal_entries_are_no_conflict() -> None:
    one = term("ji", "job", kind="address", translations={"en": "sir"})
    two = term("Ji", "master", kind="address", translations={"en": "sir"})
    snapshot = merge_glossaries([[one], [two]])
    assert len(snapshot.terms) == 1
    assert snapshot.conflicts == ()


def test_spelling_variants_are_one_term() -> None:
    layers = [[term("हिंदी", "job", translations={"en": "Hindi"})], [term("हिन्दी", "master")]]
    assert len(merge_glossaries(layers).terms) == 1


def test_what_the_higher_layer_leaves_open_is_filled_in() -> None:
    job = term("beta", "job", translations={"en": "son"})
    master = term("beta", "master", kind="address", note="to a child", aliases=("बेटा",))
    (merged,) = merge_glossaries([[job], [master]]).terms
    assert (merged.kind, merged.note, merged.aliases) == ("address", "to a child", ("बेटा",))


def test_different_kinds_mean_different_things() -> None:
    name = term("Jai", "tmdb", kind="name", translations={"en": "Jai"})
    cry = term("jai", "master", kind="idiom", translations={"en": "hail", "ru": "слава"})
    snapshot = merge_glossaries([[name], [cry]])
    assert snapshot.terms == (name,)
    assert next((c.field, c.kept, c.dropped) for c in snapshot.conflicts) == (
        "kind",
        "name",
        "idiom",
    )


def test_a_lower_term_that_is_a_higher_alias_joins_it() -> None:
    job = term("bhai", "job", aliases=("भाई",), translations={"en": "bro"})
    master = term("भाई", "master", translations={"en": "brother", "es": "hermano"})
    (merged,) = merge_glossaries([[job], [master]]).terms
    assert merged.term == "bhai"
    assert merged.aliases == ("भाई",)
    assert merged.translations == {"en": "bro", "es": "hermano"}


def test_a_lower_alias_never_takes_a_higher_term_away() -> None:
    job = term("यार", "job", translations={"en": "dude"})
    master = term("yaar", "master", aliases=("यार", "yar"))
    snapshot = merge_glossaries([[job], [master]])
    assert [t.aliases for t in snapshot.terms] == [(), ("yar",)]
    assert [(c.field, c.dropped) for c in snapshot.conflicts] == [("alias", "यार")]


def test_within_one_layer_a_term_is_not_swallowed_by_an_alias() -> None:
    layer = [term("bhai", "master", aliases=("bhaiya",)), term("bhaiya", "master")]
    assert [t.term for t in merge_glossaries([layer]).terms] == ["bhai", "bhaiya"]


def test_twice_in_one_layer_the_first_wins_and_it_is_reported() -> None:
    rows = [term("a", "job", translations={"en": text}) for text in ("x", "y")]
    snapshot = merge_glossaries([rows])
    assert snapshot.terms[0].translations == {"en": "x"}
    assert [(c.kept, c.dropped) for c in snapshot.conflicts] == [("x", "y")]


def test_nothing_merges_to_nothing() -> None:
    assert merge_glossaries([[], []]).terms == ()
