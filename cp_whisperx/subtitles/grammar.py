"""Function words by language: where a line likes to break and where it must not.

To add a language: a row in `GRAMMARS`. Words are in lower case and without signs. A language
without a row is broken by signs and balance alone.
"""

from dataclasses import dataclass

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Grammar:
    """A language's function words.

    Attributes:
        conjunctions: A line may well begin with one.
        prepositions: A line may well begin with one, and must not end with one.
        determiners: Never parted from the noun that follows: articles, titles, possessives.
        leading: Better not parted from what follows: pronouns, auxiliaries, negations.
        trailing: Never parted from what stands before: postpositions, auxiliaries, particles.
        postpositions: Of the trailing words, those after which a line may well break.
    """

    conjunctions: frozenset[str] = _NONE
    prepositions: frozenset[str] = _NONE
    determiners: frozenset[str] = _NONE
    leading: frozenset[str] = _NONE
    trailing: frozenset[str] = _NONE
    postpositions: frozenset[str] = _NONE


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH = Grammar(
    conjunctions=_words(
        "and but or nor so because although though while when if unless until since that which "
        "who whom whose where whether than as before after how why what"
    ),
    prepositions=_words(
        "of in on at by for with about against between into through during above below to from "
        "under over across behind beyond near without within toward towards upon among around "
        "like inside outside onto despite except per via"
    ),
    determiners=_words(
        "a an the my your his its our their this these those every each no some any another "
        "mr mrs ms miss dr prof st sir lady lord captain inspector mr. mrs. ms. dr. prof. st."
    ),
    leading=_words(
        "i you he she we they it i'm you're he's she's we're they're it's i'll you'll he'll "
        "she'll we'll they'll i've you've we've they've i'd you'd he'd she'd we'd they'd that's "
        "there's am is are was were be been being have has had do does did will would can could "
        "shall should may might must not never don't doesn't didn't won't wouldn't can't cannot "
        "couldn't shouldn't isn't aren't wasn't weren't haven't hasn't hadn't very too more most "
        "and but or nor so because if that which who her him me us them"
    ),
)
_SPANISH = Grammar(
    conjunctions=_words(
        "y e o u pero porque que si cuando aunque mientras como ni sino pues donde quien quienes"
    ),
    prepositions=_words(
        "a de en con por para sin sobre entre hasta desde hacia contra según tras ante bajo "
        "durante del al"
    ),
    determiners=_words(
        "el la los las un una unos unas lo del al mi mis tu tus su sus nuestro nuestra nuestros "
        "nuestras este esta estos estas ese esa esos esas aquel aquella cada algún ningún señor "
        "señora don doña sr sra dr dra sr. sra. dr. dra."
    ),
    leading=_words(
        "yo tú él ella nosotros ellos ellas usted ustedes me te se le les nos os no nunca ya muy "
        "más he has ha hemos han había habían soy eres es somos son era eran fue fueron está "
        "están estoy estaba ser estar puede pueden puedo debe deben va van voy "
        "y o pero porque que si"
    ),
)
_RUSSIAN = Grammar(
    conjunctions=_words(
        "и а но или что чтобы если когда потому как где который которая которое которые которого "
        "которой которых хотя пока либо зато ведь поэтому"
    ),
    prepositions=_words(
        "в во на с со к ко о об от до из изо у за по под подо над при для без через между перед "
        "про около после против среди ради вместо кроме из-за из-под"
    ),
    determiners=_words(
        "мой моя моё мое мои твой твоя твоё твое твои наш наша наше наши ваш ваша ваше ваши его "
        "её ее их этот эта это эти тот та те каждый каждая каждое господин госпожа г г."
    ),
    leading=_words(
        "я ты он она оно мы вы они не ни очень более самый самая был была было были буду будет "
        "будут и а но или что если"
    ),
    trailing=_words("же ли бы ж б"),
)
_HINDI = Grammar(
    conjunctions=_words(
        "और लेकिन मगर या कि क्योंकि अगर यदि जब जहाँ जहां तो जबकि बल्कि इसलिए ताकि हालाँकि हालांकि परंतु "
        "परन्तु किंतु किन्तु तब तथा एवं जो जिसने जिसे जिसका जिसकी जिसके जिन्होंने चाहे वरना"
    ),
    determiners=_words(
        "एक यह ये वह वे इस उस इन उन किसी कोई हर मेरा मेरी मेरे तेरा तेरी तेरे हमारा हमारी हमारे तुम्हारा "
        "तुम्हारी तुम्हारे आपका आपकी आपके अपना अपनी अपने श्री श्रीमती डॉ डॉ. सर इंस्पेक्टर"
    ),
    leading=_words("नहीं न ना मत बहुत मैं तुम आप हम तू वो और लेकिन मगर या कि क्योंकि अगर जब का के की"),
    trailing=_words(
        "में से को का के की ने पर तक लिए साथ बाद पहले बारे तरह पास ऊपर नीचे अंदर बाहर सामने पीछे बीच द्वारा "
        "बिना लेकर बावजूद अलावा दौरान अनुसार मुताबिक खिलाफ ख़िलाफ़ ओर बजाय ज़रिए जरिए सहित समेत "
        "वाला वाले वाली है हैं हूँ हूं हो था थी थे थीं रहा रही रहे गया गई गए गयी गये होगा होगी होंगे "
        "दिया दी दिए लिया ली लिये सकता सकती सकते चाहिए जी भी ही साहब भाई जैसा जैसी जैसे"
    ),
    postpositions=_words(
        "में से को ने पर तक लिए साथ बाद पहले पास ऊपर नीचे अंदर बाहर सामने पीछे बीच द्वारा बिना "
        "लेकर बावजूद अलावा दौरान अनुसार मुताबिक खिलाफ ख़िलाफ़ ओर बजाय ज़रिए जरिए सहित समेत"
    ),
)
_ROMAN_HINDI = Grammar(
    conjunctions=_words(
        "aur lekin magar ya ki kyunki kyonki agar jab jahan to toh jabki balki isliye taaki "
        "warna varna jo and but or because"
    ),
    determiners=_words(
        "ek yeh ye woh wo is us in un kisi koi har mera meri mere tera teri tere hamara hamari "
        "hamare tumhara tumhari tumhare aapka aapki aapke apna apni apne the a an my your"
    ),
    leading=_words("nahi nahin na mat bahut main mein tum aap hum tu aur lekin ki agar ka ke"),
    trailing=_words(
        "me se ko ka ke ne par pe tak liye saath baad pehle baare tarah paas upar neeche andar "
        "bahar saamne peeche beech bina lekar bawajood alawa dauraan anusaar khilaaf wala wale "
        "wali hai hain hoon hu ho tha thi raha rahi rahe "
        "gaya gayi gaye hoga hogi honge sakta sakti sakte chahiye ji bhi hi sahab bhai"
    ),
    postpositions=_words(
        "me se ko ne par pe tak liye saath baad pehle paas upar neeche andar bahar bina lekar "
        "bawajood alawa dauraan anusaar khilaaf"
    ),
)
_GUJARATI = Grammar(
    conjunctions=_words(
        "અને પણ પરંતુ કે કારણ તો અથવા જો જ્યારે ત્યારે જ્યાં એટલે જેથી છતાં તેમજ તથા કેમકે જે જેમાં જેઓ"
    ),
    determiners=_words(
        "એક આ તે એ મારો મારી મારું મારા તારો તારી તારું તારા અમારો અમારી અમારું અમારા તમારો તમારી તમારું "
        "તમારા તેનો તેની તેનું તેના પોતાના પોતાની દરેક કોઈ શ્રી શ્રીમતી ડૉ ડૉ."
    ),
    leading=_words("નહીં ન ના હું તું તમે અમે બહુ ખૂબ અને પણ પરંતુ કે જો"),
    trailing=_words(
        "માં થી ને નો ની નું ના પર માટે સાથે પછી પહેલાં પહેલા વિશે દ્વારા તરફ વગર વિના સુધી પાસે નીચે ઉપર અંદર "
        "બહાર સામે જેવું જેવી જેવો જેવા છે છો છું છીએ હતો હતી હતું હતા હશે રહ્યો રહી રહ્યું રહ્યા ગયો ગઈ ગયું ગયા "
        "શકે શકાય જોઈએ જ જી ભાઈ બહેન"
    ),
    postpositions=_words(
        "માં થી પર માટે સાથે પછી પહેલાં પહેલા વિશે દ્વારા તરફ વગર વિના સુધી પાસે નીચે ઉપર અંદર બહાર સામે"
    ),
)
_TAMIL = Grammar(
    conjunctions=_words("மற்றும் ஆனால் அல்லது எனவே ஏனெனில் ஏனென்றால் அதனால் ஆகவே ஆகையால் மேலும் இருப்பினும்"),
    determiners=_words("ஒரு ஓர் இந்த அந்த எந்த என் உன் நம் எங்கள் உங்கள் அவர் அவள் தன் திரு திருமதி டாக்டர்"),
    leading=_words("மிக மிகவும் நான் நீ நீங்கள் நாம் நாங்கள் மற்றும் ஆனால் அல்லது"),
    trailing=_words(
        "மீது மேல் கீழ் பற்றி போல போன்ற உடன் வரை முதல் மூலம் இல்லை உள்ளது உள்ளன உள்ளார் என்று என என்ற என்பது பிறகு "
        "முன் பின் இடையே இருந்து குறித்து கொண்டு விட்டு தான் கூட வேண்டும் முடியும் முடியாது இருந்தது இருக்கிறது "
        "இருந்தார் செய்து"
    ),
    postpositions=_words(
        "மீது மேல் கீழ் பற்றி உடன் வரை முதல் மூலம் என்று என பிறகு முன் பின் இடையே இருந்து குறித்து கொண்டு"
    ),
)
_ARABIC = Grammar(
    conjunctions=_words(
        "ثم لكن ولكن أو أم لأن لأنه إذا عندما حين حينما بينما حتى كي لكي الذي التي الذين"
    ),
    prepositions=_words(
        "في من إلى على عن مع بين تحت فوق قبل بعد خلال حول دون منذ عند لدى ضد أمام خلف"
    ),
    determiners=_words(
        "هذا هذه ذلك تلك هؤلاء كل بعض أي السيد السيدة الدكتور د د. يا أبو أم ابن عبد"
    ),
    leading=_words(
        "لا لم لن ما ليس ليست قد لقد سوف إن أن كان كانت كانوا يكون تكون أنا أنت هو هي نحن هم و "
        "في من إلى على عن مع غير"
    ),
)
_CHINESE = Grammar(
    conjunctions=_words("和 与 但 而 或 因 所 如 虽 并"),
    prepositions=_words("在 从 对 向 把 被 给 为 以"),
    trailing=_words(
        "的 了 吗 吧 呢 啊 呀 们 着 过 地 得 个 年 月 日 岁 次 位 名 块 元 点 分 秒 人 天 说 是"
    ),
    leading=_words(
        "不 没 很 最 我 你 他 她 它 这 那 第 一 二 三 四 五 六 七 八 九 十 百 千 万 两 几"
    ),
    postpositions=_words("的 了 吗 吧 呢 啊 呀 们"),
)

GRAMMARS: dict[str, Grammar] = {
    "en": _ENGLISH,
    "es": _SPANISH,
    "ru": _RUSSIAN,
    "hi": _HINDI,
    "hi-Latn": _ROMAN_HINDI,
    "gu": _GUJARATI,
    "ta": _TAMIL,
    "ar": _ARABIC,
    "zh": _CHINESE,
}
_GENERIC = Grammar()


def get_grammar(language: str) -> Grammar:
    """Returns a language's function words; empty sets where none are listed."""
    return GRAMMARS.get(language, _GENERIC)
