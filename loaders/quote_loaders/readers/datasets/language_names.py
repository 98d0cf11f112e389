"""Languages by the English names that GDELT uses, and by codes of three letters, as BCP 47 tags. Pure."""

from __future__ import annotations

from functools import cache

_NAMES = """
af Afrikaans|sq Albanian|am Amharic|ar Arabic|hy Armenian|as Assamese|az Azerbaijani|eu Basque|be Belarusian|bn Bengali
bs Bosnian|bg Bulgarian|my Burmese|ca Catalan|ceb Cebuano|zh Chinese|zh-Hant ChineseT|zh-Hant Chinese Traditional
zh-Hans Chinese Simplified|co Corsican|hr Croatian|cs Czech|da Danish|dv Dhivehi|nl Dutch|dz Dzongkha|en English
eo Esperanto|et Estonian|fo Faroese|fj Fijian|fi Finnish|fr French|fy Frisian|gl Galician|lg Ganda|ka Georgian
de German|el Greek|kl Greenlandic|gn Guarani|gu Gujarati|ht Haitian Creole|ha Hausa|haw Hawaiian|he Hebrew|hi Hindi
hmn Hmong|hu Hungarian|is Icelandic|ig Igbo|id Indonesian|iu Inuktitut|ga Irish|it Italian|ja Japanese|jv Javanese
kn Kannada|ks Kashmiri|kk Kazakh|km Khmer|rw Kinyarwanda|ko Korean|ku Kurdish|ky Kyrgyz|lo Laothian|lo Lao|la Latin
lv Latvian|ln Lingala|lt Lithuanian|lb Luxembourgish|mk Macedonian|mg Malagasy|ms Malay|ml Malayalam|mt Maltese
mi Maori|mr Marathi|mn Mongolian|ne Nepali|nb Norwegian|nb NorwegianBokmal|nn Norwegian_N|nn NorwegianNynorsk
ny Nyanja|ny Chichewa|oc Occitan|or Oriya|or Odia|om Oromo|ps Pashto|fa Persian|pl Polish|pt Portuguese|pa Punjabi
qu Quechua|rm Rhaeto Romance|ro Romanian|rn Rundi|ru Russian|sm Samoan|sa Sanskrit|gd Scots Gaelic|sr Serbian
st Sesotho|nso Pedi|tn Tswana|sn Shona|sd Sindhi|si Sinhalese|si Sinhala|ss Siswant|sk Slovak|sl Slovenian|so Somali
es Spanish|su Sundanese|sw Swahili|sv Swedish|syr Syriac|tl Tagalog|fil Filipino|tg Tajik|ta Tamil|tt Tatar|te Telugu
th Thai|bo Tibetan|ti Tigrinya|to Tonga|ts Tsonga|tr Turkish|tk Turkmen|ug Uighur|ug Uyghur|uk Ukrainian|ur Urdu
uz Uzbek|vi Vietnamese|cy Welsh|wo Wolof|xh Xhosa|yi Yiddish|yo Yoruba|zu Zulu|sh Serbo-Croatian|crs Seselwa
""".strip()
# ISO 639-2 and 639-3 for those of which machine translations are published.
_THREE = (
    "afr=af alb=sq sqi=sq ara=ar arm=hy hye=hy aze=az baq=eu eus=eu bel=be ben=bn bos=bs bul=bg cat=ca chi=zh zho=zh "
    "hrv=hr ces=cs cze=cs dan=da dut=nl nld=nl eng=en est=et fin=fi fra=fr fre=fr glg=gl geo=ka kat=ka deu=de ger=de "
    "ell=el gre=el guj=gu hat=ht heb=he hin=hi hun=hu ice=is isl=is ind=id ita=it jpn=ja kan=kn kaz=kk kor=ko lav=lv "
    "lit=lt mac=mk mkd=mk mal=ml mar=mr may=ms msa=ms mon=mn nep=ne nor=nb nob=nb nno=nn fas=fa per=fa pan=pa pol=pl "
    "por=pt ron=ro rum=ro rus=ru sin=si slk=sk slo=sk slv=sl som=so spa=es srp=sr swa=sw swe=sv tam=ta tel=te tha=th "
    "tur=tr ukr=uk urd=ur vie=vi"
)


@cache
def _by_name() -> dict[str, str]:
    pairs = (entry.split(" ", 1) for line in _NAMES.splitlines() for entry in line.split("|"))
    return {_fold(name): tag for tag, name in pairs}


@cache
def _by_code() -> dict[str, str]:
    return dict(pair.split("=") for pair in _THREE.split())


def _fold(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


def language_tag(name: str) -> str | None:
    """The BCP 47 tag of an English name ("ENGLISH", "ChineseT") or of a code of three letters; None for others."""
    return _by_name().get(_fold(name)) or _by_code().get(name.lower())
