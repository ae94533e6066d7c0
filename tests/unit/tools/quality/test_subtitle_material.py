from itertools import pairwise
from pathlib import Path

from tools.quality.subtitle_material import films, news


def test_films_come_as_sentences_with_word_times(shared_data: Path) -> None:
    material = list(films(shared_data))
    assert {"en", "ru", "es", "ar"} <= {one.language for one in material}
    for one in material:
        assert one.published.count("-->") >= len(one.segments)
        for segment in one.segments:
            assert segment.words
            starts = [word.start for word in segment.words]
            assert starts == sorted(starts)


def test_news_stands_in_where_no_film_is(shared_data: Path) -> None:
    material = list(news(shared_data))
    assert [one.language for one in material] == ["hi", "gu", "ta", "zh", "ar"]
    for one in material:
        assert not one.published
        for segment, following in pairwise(one.segments):
            assert segment.end < following.start
