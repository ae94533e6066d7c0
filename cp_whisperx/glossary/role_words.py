"""Words that stand in cast lists beside or instead of names."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Before or after a name: left out, what remains is the name.
TITLES = _words("""
    acp advocate aunt auntie aunty baba babu baby bhai bhaiya brother capt captain chacha chachi
    colonel commander commissioner constable dada dadi dcp detective didi doctor dr father general
    guru havaldar inspector judge justice king lady lieutenant lord lt madam major master miss
    mister mr mrs ms nana nani old officer pandit president prime minister prince princess prof
    professor queen raja rani seth sergeant sgt shri sir sister smt smti sub-inspector swami thakur
    uncle young
""")

# Anywhere: the entry describes a role and names nobody.
ROLES = _words("""
    actor actress agent announcer assistant attendant band bartender beggar boss boy boyfriend
    bride bridesmaid butler caller chauffeur chef child choir clerk client club coach cook cop
    courtesan crowd customer dancer daughter dealer director driver editor employee extra family
    fan farmer father-in-law female fighter fiance fiancee friend gangster girl girlfriend goon
    groom guard guest henchman herself himself host hostess husband inmate interviewer item
    journalist kid killer landlady landlord lawyer leader maid male man manager men model mother
    mother-in-law mum murderer musician narrator neighbor neighbour news newsreader nurse owner
    parent party passenger passerby patient peon person photographer pilot player police policeman
    policewoman priest principal prisoner prostitute receptionist reporter robber sailor salesman
    secretary security self servant shopkeeper singer soldier son speaker spokesperson staff
    student teacher terrorist thief thug tourist troupe trucker tv uncredited vendor victim
    villager voice waiter waitress watchman wife witness woman women worker
""")

# Between the words of a description.
LINKS = _words("and at by for from in of on the to with")

# First names that are common words as well: alone they would be found where nobody is named.
ORDINARY = LINKS | _words("""
    angel april art asha baby bill bob bunny bunty chandni dawn dil drew faith frank grace guy
    happy harmony hope jab jack joy june khushi lily lucky mark mausam may maya melody misty muskan
    pinky prem pyaar rain raja rani ray rich rob rose roshni sage sapna sky summer sunny tara tu
    victor will win
""")

# Everyday Hindi words that a name in Latin letters may happen to spell.
ORDINARY_HINDI = _words("""
    अगर अपना अपनी अपने अब अभी अरे आ आई आए आओ आग आगे आज आना आप आया आशा इक इस उन उस एक ओर और कब कभी कम कर
    करना कल कह कहा का काम काल कि किस की के को कोई क्या खाना खा खुशी गया गई गाना गीत घर चल चला चाय चाल
    चाँद जग जब जरा जल जा जान जाना जाने जी जो तब तक तन तरह तारा तुम तू तेरा तेरी तो था थी थे दम दाम दान
    दिन दिल दी दे देर दो न ना नज़र नम नया नहीं नाम नाना ने पर पल पानी पास पिता पिया पीना पे प्यार प्रेम फिर
    बस बात बाद बाबा बाल भला भी मगर मत मन मना माँ मान माल मामा मेरा मेरी मै मैं में मैला मौत यह यही या यार ये
    रात राह रहा रही रहे रोज़ रोना लगा लाल लाना ले लोग वह वही वाला वे वो शाम शायद सच सपना सब सर सा साथ
    सारा सारी साल सी सुन सुना से सोना सो हम हर हल हाथ हाल हाँ ही है हैं हो होगा होना
""")
