from shared.hindi_letters import best_spelling, letter_cost


def test_usual_letters_cost_less() -> None:
    assert letter_cost("^क", "र") < letter_cost("^क", "ङ")


def test_readings_that_look_like_hindi_are_taken() -> None:
    assert best_spelling([[("त", 0.0), ("ट", 0.0)], [("ु", 0.0)], [("म", 0.0), ("ण", 0.0)]]) == "तुम"
    assert best_spelling([]) == ""
