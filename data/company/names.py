"""Names of nobody: given and family names put together from syllables of many languages."""

import unicodedata

import numpy as np

# weight, given-name starts and ends, family-name starts and ends, which stands first: blends of many languages; a likeness is chance
_TONGUES: tuple[tuple[int, str, str, str, str, str], ...] = (
    (30, "Mär Tor Lin Jul Hed Os Bri Fe Wil Ann Gre Käs", "e en wig a ine ike o mar tje ke",
     "Hol Brück Stein Wald Küs Mör Ot Grün Fäl Riß Tann", "ner brand lein mann ter hofer berg ling weiler", "gf"),
    (12, "Élo Mar Clé Thé Jo Hél Bas Fré Noé Ama", "ise ine lien cel vie ot mence ette ric",
     "Bel Mont Char Ger Lau Pré Vau Des Rou", "vaux ière ton bois mier rand court élan", "gf"),
    (14, "Ro El Har Bry Ca Ol Mor Win Is Gar", "wen lie ver ony na bert la win ric eth",
     "Ash Thorn Pem Wick Hal Brae Dun Car Fen", "ley worth by field more rick well den", "gf"),
    (8, "Ka Woj Ma Zby Ag Sta Łu Bo", "cja tek ria szek nia sław kasz żena",
     "Kow Wiś Dąb Zie Śliw Jaw Nów", "alek niak rowicz liński czyk orski", "gf"),
    (7, "Ay Em Ce Bur Eli Se Dö Gül", "şe re ren han fa lim ndü çin",
     "Yıl Kar Öz Ça Demi Ak Şen", "maz gün kan lık tepe soy", "gf"),
    (6, "Sa Ja Fle Ma An Pie", "nne ntje ris rijn ouk ter", "Vel Hout Wij Bree Kui", "lden beek sman gers stra", "gf"),
    (6, "Si As Ing Tu Bjø Sø", "gne trid vild va rn ren",
     "Lind Øst Hol Mæh Nor Sand", "gård vik sen holt dal lund", "gf"),
    (6, "Lu Gio Mat Chia Va Fio", "ciano vanna tea ra lentina rella",
     "Bel Mon Fer Ros Gal Cas", "letti tani raro sini doni", "gf"),
    (5, "Íñ Lu Be Ál Jo Ma", "igo cía goña varo aquín risol", "Ola Ech Vi Mo Zu Cas", "neda évar llar rán ñeda", "gf"),
    (4, "Пав Ири Мар Све Оле Дми", "ла на та лина ксий тро", "Кор Лес Вер Гор Зим", "енко ник бицкая ский ова", "gf"),
    (3, "Ελέ Νί Θεο Κω Δά", "νη κος δώρα στας φνη", "Παπα Καρα Μελ Θαλ", "νέλης βάς ίδου ασσινός", "gf"),
    (3, "سل رش نو لي كر", "مى يد رة لى يم", "الحد البر المن الكو", "ادي كاني صوري فلي", "gf"),
    (3, "はる み ゆ そ か", "と さき な た ほ", "森 川 青 小 松", "野 原 沢 島", "fg"),
    (2, "서 민 지 하 도", "윤 준 은 린 현", "강 백 오 류", "", "fg0"),
    (3, "Thị Ng Mi Lê Tuấ", "ọc nh n ên", "Nguyễ Trầ Phạ Đặ", "n m ng", "fg"),
    (3, "अ नी रा प्री", "नन्या लम हुल ति", "शर् वर् जो मे", "ला मन शी हरा", "gf"),
    (4, "Ade Chi Kwa Nne Olu", "ola di bena ka mide", "Oka Ade Mba Eze", "for yemi nde kwu", "gf"),
)  # fmt: skip


def _word(rng: np.random.Generator, starts: str, ends: str) -> str:
    end = str(rng.choice(ends.split())) if ends else ""
    return str(rng.choice(starts.split())) + end


def person_name(rng: np.random.Generator) -> str:
    """A full name; the family name stands first where that is the custom."""
    weights = np.array([tongue[0] for tongue in _TONGUES], dtype=float)
    _, given, given_ends, family, family_ends, order = _TONGUES[int(rng.choice(len(_TONGUES), p=weights / weights.sum()))]
    first, last = _word(rng, given, given_ends), _word(rng, family, family_ends)
    if order == "fg0":
        return last + first
    return f"{last} {first}" if order == "fg" else f"{first} {last}"


def latin(name: str, otherwise: str) -> str:
    """Lower-case ASCII letters of a name for an address or handle; `otherwise` where none are left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    kept = "".join(letter for letter in plain.replace(" ", ".") if letter.isalpha() or letter == ".").strip(".")
    return kept if len(kept) > 3 else otherwise
