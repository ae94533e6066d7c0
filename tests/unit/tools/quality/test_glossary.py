from pathlib import Path

from tools.quality import glossary


def test_inflected_renderings_are_found_beside_exact_ones() -> None:
    found = glossary.found_in(["Он говорил с отцом.", "Отец дома.", "отечество"], "ru")
    assert {(item.form, item.is_exact): count for item, count in found.items()} == {
        ("отцом", False): 1,
        ("отец", True): 1,
    }


def test_every_form_that_the_texts_have_was_read(shared_data: Path) -> None:
    section = glossary._inflections(shared_data)
    table = [row.split("|") for row in section.splitlines() if row.startswith(("| ru |", "| gu |"))]
    assert [int(row[7]) for row in table[:2]] == [0, 0]


def test_altered_numbers_differ_from_the_truth() -> None:
    assert glossary._with_wrong_number([("In 1990.", "En 1990."), ("no 5", "no 5")]) == [
        ("In 2990.", "En 1990.")
    ]
