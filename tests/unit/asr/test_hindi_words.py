from cp_whisperx.asr.hindi_words import best_spelling, hindi_words, letter_cost


def test_words_know_their_language_and_spellings() -> None:
    words = hindi_words()
    assert words["मैं"].spellings[0] == "main"
    assert words["प्रॉब्लम"].language == "en"
    assert words["हैं"].count > words["ख़्वाब"].count
    assert len(words) > 2000


def test_usual_letters_cost_less() -> None:
    assert letter_cost("^क", "र") < letter_cost("^क", "ङ")


def test_readings_that_look_like_hindi_are_taken() -> None:
    assert best_spelling([[("त", 0.0), ("ट", 0.0)], [("ु", 0.0)], [("म", 0.0), ("ण", 0.0)]]) == "तुम"
    assert best_spelling([]) == ""
