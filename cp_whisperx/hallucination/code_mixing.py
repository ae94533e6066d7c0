"""Tells English spoken within another language from that language written in Latin letters.

Indian films mix: a line in English within a Hindi film is right in Latin letters, a Hindi line in
Latin letters is not. Function words decide, because every line has them and they rarely coincide.
"""

import re

from shared.unicode_scripts import dominant_script

_WORD = re.compile(r"[a-z']+")
_ENGLISH = frozenset(
    """a about after again all always am an and another any are at away back be because been before
    but by call can can't come could day did didn't do does don't door even ever every for forget
    from get give go going good got had has have have he her here him his how i i'm if in into is
    it it's its just know last leave leaves let like little look make many may maybe me more must
    my never new night no not nothing now of off ok okay old on one only or other our out over
    please put right said say see seen seven she should so some something sorry stop such take tell
    than thank that that's the their them then there they thing think this time today tomorrow
    tonight too two until up us very want was way we well were what when where which who why will
    with without won't work works would yes yesterday you your""".split()  # noqa: SIM905
)
_ROMAN_HINDI = frozenset(
    """aa aaj aap aapka aapke aapki ab abhi accha achha aise aur bahut batao beti bhai bhi
    bolo chahiye chal chalo dekh dekho diya dono gaya gayi ghar haan hai hain hamara hamari
    hoga hogi hoon hu humko hun jaa jaao jab jao jaise jo jaldi kab kaha kahan kal kar karna
    karo karta karte karti kaun ke khana ki kisi kitna kiya ko koi kuch kya kyon kyun lekin
    liye log maa magar matlab mein mera mere meri mujhe mujhko nahi nahin naam paas phir
    pyaar pyar raha rahe rahi rahega sab sabse sahi samajh sath se suno tab theek tera tere
    teri tha thi thik thoda toh tujhe tum tumhara tumhare tumhari tumhe unka uske usko usne
    waha wahan wala wale wali woh yaar yaha yahan yeh zara zindagi""".split()  # noqa: SIM905
)  # fmt: skip


def reads_as_english(text: str) -> bool:
    """Whether a text in Latin letters is English rather than romanised Hindi.

    A line without any known function word, such as a name alone, is taken for English, because
    it is written rightly either way.
    """
    if dominant_script(text) != "Latn":
        return False
    words = _WORD.findall(text.lower())
    english = sum(word in _ENGLISH for word in words)
    hindi = sum(word in _ROMAN_HINDI for word in words)
    return hindi == 0 or english > 2 * hindi
