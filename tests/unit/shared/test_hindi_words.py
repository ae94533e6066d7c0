from shared.hindi_words import hindi_words


def test_words_know_their_language_and_spellings() -> None:
    words = hindi_words()
    assert words["मैं"].spellings[0] == "main"
    assert words["प्रॉब्लम"].language == "en"
    assert words["हैं"].count > words["ख़्वाब"].count
    assert len(words) > 2000
