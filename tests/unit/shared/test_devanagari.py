import pytest

from shared.devanagari import as_spoken, to_latin


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("राम", "Ram"), ("सीता", "Sita"), ("जय", "Jay"), ("अदिति", "Aditi"),
        ("रोहन", "Rohan"), ("कमला", "Kamla"), ("विजय", "Vijay"), ("अमिताभ", "Amitabh"),
        ("लक्ष्मी", "Lakshmi"), ("कृष्ण", "Krishna"), ("चंद्र", "Chandra"), ("हेमन्त", "Hemant"),
        ("रणवीर", "Ranvir"), ("प्रियंका", "Priyanka"), ("राजस्थान", "Rajasthan"),
        ("इंद्रजीत", "Indrajit"), ("ज़ोया", "Zoya"), ("फ़रहान", "Farhan"), ("ज्ञान", "Gyan"),
        ("संजना", "Sanjna"), ("सिंह", "Singh"), ("अंबर", "Ambar"), ("गब्बर", "Gabbar"),
        ("जय-वीरू सिंह", "Jay-Viru Singh"), ("ऋषि", "Rishi"), ("चाँदनी", "Chandni"),
        ("दुःख", "Duhkh"), ("न", "Na"),
    ],
)  # fmt: skip
def test_names_are_spelt_as_they_sound(name: str, latin: str) -> None:
    assert to_latin(name) == latin


@pytest.mark.parametrize("name", ["Ram", "राम7", "ராம", "ा"])
def test_what_is_not_devanagari_is_refused(name: str) -> None:
    assert to_latin(name) is None


def test_precomposed_and_composed_nukta_are_one() -> None:
    assert to_latin("\u095b\u094b\u092f\u093e") == to_latin("\u091c\u093c\u094b\u092f\u093e")


def test_silent_vowels_are_marked() -> None:
    assert as_spoken("राम") == "राम\u094d"
    assert as_spoken("बलदेव") == "बल\u094dदेव\u094d"
    assert as_spoken("कृष्ण") == "कृष्ण"
    assert as_spoken("Ram") is None
