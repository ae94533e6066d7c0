"""Names in Latin letters lead to the Devanagari spellings that films' transcripts have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cp_whisperx.glossary.devanagari import devanagari_spellings
from shared.glossary_lookup import fold
from shared.unicode_scripts import share_in_script

FIRST = """
    Jai जय, Rohan रोहन, Sanjay संजय, Priya प्रिया, Raj राज, Veeru वीरू, Basanti बसंती, Gabbar गब्बर,
    Munna मुन्ना, Simran सिमरन, Naina नैना, Geet गीत, Rathore राठौर, Singh सिंह, Arjun अर्जुन,
    Sharma शर्मा, Raju राजू, Gauri गौरी, Radha राधा, Sita सीता, Vikram विक्रम, Nandini नंदिनी,
    Vivek विवेक, Ajay अजय, Shankar शंकर, Govind गोविंद, Sonia सोनिया, Babban बब्बन, Nikhil निखिल,
    Anil अनिल
"""
AMONG = """
    Aditi अदिति, Rahul राहुल, Anjali अंजलि, Amitabh अमिताभ, Salim सलीम, Kabir कबीर, Aditya आदित्य,
    Farhan फ़रहान, Shalini शालिनी, Imran इमरान, Ganesh गणेश, Thakur ठाकुर, Krishna कृष्णा,
    Siddharth सिद्धार्थ, Prakash प्रकाश, Lakshmi लक्ष्मी, Karan करण, Balram बलराम, Akash आकाश
"""


def pairs(table: str) -> list[list[str]]:
    return [row.split() for row in table.split(",")]


@pytest.mark.parametrize(("name", "wanted"), pairs(FIRST))
def test_the_first_spelling_is_right(name: str, wanted: str) -> None:
    assert fold(devanagari_spellings(name)[0]) == fold(wanted)


@pytest.mark.parametrize(("name", "wanted"), pairs(AMONG))
def test_the_right_spelling_is_among_those_offered(name: str, wanted: str) -> None:
    assert fold(wanted) in {fold(text) for text in devanagari_spellings(name)}


def test_several_words_have_one_spelling() -> None:
    assert devanagari_spellings("Jai Singh Rathore") == ("जय सिंह राठौर",)


@pytest.mark.parametrize("name", ["", " ", "P.K.", "Kal-El", "जय", "José", "D'Souza", "7"])
def test_what_is_not_plain_latin_has_none(name: str) -> None:
    assert devanagari_spellings(name) == ()


@given(st.text("abcdefghijklmnopqrstuvwxyz ", max_size=40))
def test_spellings_are_few_distinct_and_devanagari(name: str) -> None:
    spellings = devanagari_spellings(name)
    assert len(set(spellings)) == len(spellings) <= 16
    assert all(share_in_script(text, "Deva") == 1 and text.strip() for text in spellings)
