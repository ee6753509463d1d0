"""Words around a name that give it away, and words that only look like one. Written by hand."""

from __future__ import annotations

import re

from pipeline.core.dutch import GREETINGS, KINDLY, MONTHS
from pipeline.core.numerals import TWO_TO_NINE
from pipeline.text.redact import lists

_TITLES = (
    r"mevr(?:ouw|\.)?|mw\.?|mej\.|dhr\.?|meneer|mijnheer|de\s+heer|geachte\s+heer|heer"
    r"|drs\.?|dr\.|ir\.|ing\.|mr\.|(?-i:Mr)|prof\.|bc\.|fam\.|heren|dames|ds\.?|weth\.|burg\.|zr\."
)
_SHORT_TITLES = (
    r"mevr\.?|mw\.?|mej\.|dhr\.?|fam\."  # written before a name, and before nothing else
)
_FOREIGN_TITLES = r"mrs\.?|(?-i:Ms)\.?|miss|herr|frau|madame|monsieur|mme\.?|pani|pan"
_SOFT_TITLES = (
    r"juf(?:frouw)?|meester|familie|gezin(?:nen)?|oma|opa|tante|oom|dokter|zuster|broeder|pater"
    r"|teacher"
)
_ROLES = (
    r"wethouder|burgemeester|minister|(?:adjunct-)?directeur|directrice|schoolleider|locatieleider|teamleider|afdelingsleider|rector|conrector|decaan"
    r"|mentor|mentrix|docente?|leraar|lerares|leerkracht|ib'?er|ib-er|intern\s+begeleid(?:er|ster)|begeleid(?:er|ster)"
    r"|psycholoog|psychologe|orthopedagoog|orthopedagoge|pedagoog|logopedist(?:e)?|fysiotherapeut|ergotherapeut"
    r"|therapeut|jeugdarts|kinderarts|huisarts|arts|schoolarts|verpleegkundige|leerplichtambtenaar|leerplicht"
    r"|consulent(?:e)?|casemanager|gezinscoach|coach|jeugdwerker|jeugdhulpverlener|hulpverlener|voogd|tolk"
    r"|conciërge|administratie|secretaris|secretaresse|voorzitter|penningmeester|bestuurder|bestuurslid|raadslid"
    r"|ouderraadslid|mr-lid|opr-lid|buschauffeur|taxichauffeur|chauffeur|stagiair(?:e)?|invaljuf|invaller"
    r"|onderwijsassistent(?:e)?|advocaat|opsteller|schrijver|notulist|klasgenoot|klasgenootje|leerling|student"
    r"|secr\.|vz\.|penn\.|moderator|procesbegeleider|portefeuillehouder|gespreksleider|dagvoorzitter|tafelvoorzitter"
    r"|tafelheer|gastspreker|projectleider|projectsecretaris|beleidsmedewerker|beleidsadviseur|ambtenaar"
    r"|zorgmakelaar|regisseur|griffier|kwartiermaker|taakdocent|vertrouwenspersoon|brugfunctionaris"
    r"|[^\W\d_]{2,20}(?:iater|oloog|ologe|peute?|arts|coördinator|medewerk(?:er|ster)|trainer|specialist|ambtenaar)"
    r"|collega|bakker|slager|kapper|tandarts|dominee|imam|gastouder|oppas|duo|duopartner|onderwijskundige|gedragswetenschapper|zorgcoördinator|remedial\s+teacher|vrijwilliger"
)
_COMPOUND = "jeugd|school|onderwijs|wijk|hoofd|vak|zorg|kinder|ouder|oud-|ex-"  # "jeugdconsulent"
_KIN = (
    r"zoon(?:tje)?|dochter(?:tje)?|kind|jongen|jongetje|meisje|man|vrouw|partner|echtgenoot|echtgenote|ex"
    r"|broer(?:tje)?|zus(?:je)?|moeder|mama|vader|papa|neef(?:je)?|nicht(?:je)?|kleinzoon|kleindochter|kleinkind"
    r"|pleegzoon|pleegdochter|pleegkind|stiefzoon|stiefdochter|vriend(?:in)?(?:netje)?|vriendje|buurjongen"
    r"|buurmeisje|buurvrouw|buurman|oppas|tweeling|jongste|oudste|middelste"
    r"|pake|beppe|heit|mem|omke|muoike|opoe|opa|oma|bompa|bomma"
)
_KIN_ABROAD = (
    r"my\s+(?:son|daughter|child|boy|girl|husband|wife|brother|sister|friend)|mein(?:e)?\s+(?:sohn|tochter|kind)"
    r"|mon\s+fils|ma\s+fille|mi\s+hij[oa]|syn|syna|córka|córki|oğlum|kızım|eşim|moja|mój"
)
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("short", re.compile(rf"(?i)(?<![\w-])(?:{_SHORT_TITLES})\s+(?=[^\W\d_])")),
    ("title", re.compile(rf"(?i)(?<![\w-])(?:{_TITLES}),?\s+(?:(?:mevrouw|meneer|dhr\.|mw\.|drs\.|dr\.)\s+)?(?=[^\W\d_])")),  # noqa: E501
    ("foreign", re.compile(rf"(?i)(?<![\w-])(?:{_FOREIGN_TITLES})\s+(?=[^\W\d_])")),
    ("soft", re.compile(rf"(?i)(?<![\w-])(?:{_SOFT_TITLES}),?\s+(?=[^\W\d_])")),
    ("role", re.compile(rf"(?i)(?<![\w-])(?:{_COMPOUND})?(?:{_ROLES}),?\s+(?=[^\W\d_])")),
    ("kin", re.compile(rf"(?i)(?<![\w-])(?:{_KIN}),?\s+(?:heet\s+|genaamd\s+|van\s+\d+,?\s+)?(?=[^\W\d_])")),  # noqa: E501
    ("soft", re.compile(r"(?<!de )(?<!\w)ene\s+(?=[A-ZÀ-ÖØ-Þ])")),  # "ene Ruyskens belde"
    ("role", re.compile(r"(?i)(?<![\w-])(?:kinderen|broers|broertjes|zussen|zusjes|gezusters|gebroeders)\s+(?=[^\W\d_])")),  # noqa: E501
    ("abroad", re.compile(rf"(?i)(?<![\w-])(?:{_KIN_ABROAD}),?\s+(?=[^\W\d_])")),
    ("kin", re.compile(r"(?i)(?<![\w-])(?:(?:stief|pleeg|groot)?(?:ouders?|vader|moeder|mama|papa|oma|opa|zoon|dochter|broer(?:tje)?|zus(?:je)?)|juf|meester|mentor|verzorger)\s+van\s+(?=[^\W\d_])")),  # noqa: E501
    ("title", re.compile(rf"(?i)(?<![\w-])(?:{_KIN}|{_ROLES}|juf|meester|pestkop|pester|maatje|kindje),?\s+(?:die\s+)?(?:heet|heette|genaamd)\s+(?=[^\W\d_])")),  # noqa: E501
    ("kin", re.compile(r"(?i)(?<![\w-])(?:mijn|onze|ons|m'n|mn)\s+(?=[^\W\d_])")),
    ("self", re.compile(r"(?i)(?<![\w-])(?:ik\s+ben|ik\s+heet|hij\s+heet|zij\s+heet|ze\s+heet|heet|heette|genaamd|mijn\s+naam\s+is|naam\s+is|ik,|i\s+am|my\s+name\s+is|ondergetekende,?|jestem|ich\s+bin|je\s+suis|adım)\s+(?=[^\W\d_])")),  # noqa: E501
    ("greet", re.compile(r"(?i)(?<![\w-])(?:beste|lieve|hoi|hallo|hey|hi|dear|dag|bedankt|dank(?:\s+je)?(?:\s+wel)?(?:\s+aan)?)\s+(?=[^\W\d_])")),  # noqa: E501
)  # fmt: skip
# Who is called so is named next, also without a capital.
CLOSE = re.compile(
    r"(?i)(?<![\w-])(?:ib'?er|ib-er|juf|meester|mentor|ambulant\s+begeleid(?:er|ster)|buurvrouw"
    r"|buurman)\s+(?=[^\W\d_])"
)
INITIALS = re.compile(  # also "R. v.d. Laan"
    r"(?<![\w.])(?:(?:[A-ZÀ-ÖØ-ÞĞİŞŁŻŚ]|Th|Ch|Chr|Ph|IJ|Sj|Tj|Joh|Jac|Jos|Fr|Gr|St)\.\s?){1,5}"
    r"(?:(?:van|von|der|den|de|het|'t|ter|ten|te|el|al|in|op|aan|la|le|du|Van|De|Den|Der|El|Ten|Ter)\s+"
    r"|[vV](?:\.\s?|/)[dD]\.?\s*|[vV][dD]\s+){0,3}"
    r"[A-ZÀ-ÖØ-ÞĞİŞŁŻŚ][^\W\d_A-Z]+(?:-[A-ZÀ-ÖØ-Þ][^\W\d_A-Z]+)?"
)
CLOSING = re.compile(
    rf"(?im)(?<![^\W\d_])(?:met\s+(?:{KINDLY}|collegiale|bezorgde|lieve)\s+groet(?:en)?|(?:{KINDLY})\s+groet(?:en)?"
    rf"|met\s+groet(?:en)?|de\s+groeten|{GREETINGS}|m\.?v\.?g\.?|vr\.?\s?gr\.?|gr\.|grt\.?|grtz"
    r"|hartelijks|grtjs|groetn|hgr\.?|hoogachtend|liefs|(?:^|\n)dank,?|bvd|alvast\s+bedankt|was\s+get(?:ekend|\.)|(?:^|\n)get\.|ondertekend|namens"
    r"|(?:kind|best|warm)?\s?regards|sincerely|mit\s+freundlichen\s+grüßen|cordialement|pozdrawiam|z\s+poważaniem"
    r"|saygılarımla|sevgiler|doei|tot\s+ziens)[\s,.!:]*?(?=[ \t,.!:\n])[ \t,.!:]*"
)
LINES = re.compile(r"[^\n]+")
LABELS = (
    re.compile(
        r"(?im)^[ \t]*+(?:-[ \t]*+)?(?:(?:voor|achter|roep|meisjes)?naam"
        r"(?:[ \t]+(?:kind|ouder|leerling|indiener))?"
        r"|voornamen|lln\.?|ll\.|ouders?[ \t]?\d?|verzorgers?[ \t]?\d?"
        r"|ingevuld\s+door|ingediend\s+door|contactpersoon|notulen|notulist|opgesteld\s+door"
        r"|aanwezig(?:en)?|afwezig(?:en)?(?:\s+met\s+bericht)?"
        r"|aan|van|cc|ondertekend|voorzitter|secretaris|leerling|kind)[ \t]*:[ \t]*"
        r"(?P<names>[^\n]{2,200})"
    ),
    re.compile(
        r"(?i)\b(?:t\.?n\.?v\.?|t\.?a\.?v\.?|o\.?v\.?v\.?|ingevuld\s+door|opgesteld\s+door|reactie\s+van|opmerking\s+van)"
        r"\s+(?P<names>[^\n]{2,80})"
    ),
)

_w = str.split
NEVER = frozenset(
    _w(
        """
    een de het en of nl nederland nederlandse nederlander turks turkse marokkaans marokkaanse
    pools poolse engels frans duits arabisch fries oekraïens syrisch syrische passend onderwijs
    samenwerkingsverband school basisschool gemeente bestuur kinderen ouders leerlingen
    leerkrachten team groep klas sinterklaas kerst pasen god allah maandag dinsdag woensdag
    donderdag vrijdag zaterdag zondag ik wij we hij zij u jullie dit dat deze die er hier daar
    nu dan toen waarom hoe wat wie wanneer niet geen ook maar want dus als voor met naar bij op in
    te van aan uit over mijn onze ons dutch english turkish polish swv po vo so sbo vso mr opr ib
    ggd ggz cjg loket plan thema ronde regio noord oost zuid west
    """
    )
) | frozenset(MONTHS)
AFTER_TITLE = frozenset(
    _w(
        """
    pastoor directeur directrice voorzitter minister wethouder burgemeester bestuurder rector
    dokter doctor juf onderwijs jeugd zorg prikkebeen en of van des wie heeft zegt is was kan wil
    mag moet vindt gaat doet tussen boven bovenbouw onderbouw middenbouw kleuters gym engels
    muziek nt2 sinterklaas kerstman
    """
    )
)
NOT_SIGNED = frozenset(
    _w(
        """
    een de het team groep ouder ouders moeder vader mama papa oma opa school mr or opr bestuur
    directie namens leerkracht leraar juf meester anoniem bezorgde bezorgd trotse boze klas
    leerlingen leerling kinderen gezin iemand niemand medewerker ib'er begeleider schoolleider
    docent docenten collega collega's wij ik alle allen iedereen basisschool stichting gemeente
    redactie sectie afdeling onderbouw bovenbouw onbekend geen nvt uit en vo po so moeders vaders
    oudergeleding personeel namen met voor bij in op tot dank
    """
    )
)
DETERMINERS = frozenset(
    _w(
        """
    de het een 't 'n deze die dit dat elke iedere geen veel meer alle mijn jouw zijn haar ons hun
    welke zo'n der den
    """
    )
)
NAMED_AFTER = frozenset(
    _w(
        """
    commissie sint st sinte prins prinses koning koningin keizer paus obs cbs rkbs pcbs pcb ods ikc
    sbo so vso kbs bs basisschool kindcentrum school college lyceum stichting methode
    peuterspeelzaal kinderopvang kinderdagverblijf kdv bso zorgboerderij boerderij huize villa
    locatie wijk dorp scouting zwembad camping dorpshuis buurthuis wijkcentrum woonzorgcentrum
    zorgcentrum verzorgingshuis manege speeltuin
    straat lokaal unit stamgroep project programma app boek lesmethode werkgebied
    samenwerkingsverband wijkteam museum
    bibliotheek provincie eiland vereniging ziekenhuis kliniek fonds musical film serie liedje
    voorstelling toneelstuk prentenboek game merk orkaan taxi
    """
    )
)
GROUPS = frozenset(_w("gemeente regio groep klas team unit afdeling code"))  # "groep Storm"
PERSON_VERBS = frozenset(
    _w(
        """
    heeft had zit zat wil wilde kan kon mag mocht moet moest gaat ging krijgt kreeg zegt zei zegde
    vertelt vertelde vindt vond vraagt vroeg doet deed leest las leert leerde slaapt sliep huilt
    huilde durft durfde snapt begrijpt begreep komt kwam loopt liep woont woonde werkt werkte
    helpt hielp luistert luisterde staat stond ziet zag weet wist speelt speelde praat praatte
    kijkt keek blijft bleef denkt dacht belde belt mailde schreef schrijft geeft gaf neemt nam
    heet hoort hoorde spreekt sprak voelt voelde zou zal werd wacht wachtte past kent ken houdt
    hield pakt pakte regelt regelde stuurt stuurde zoekt zocht meldt meldde checkt sluit sloot
    sei hat wie giet krijt
    """
    )
)
PRIVATE_VERBS = frozenset(
    _w(
        """
    zegt zei vertelde huilt huilde durft durfde snapt vindt slaapt leest belde mailde vroeg miste
    spreekt sprak schrijft schreef speelt leert kijkt luistert luisterde praat beloofde belt mailt
    woont woonde denkt dacht weet wist vond sei
    mist vraagt schreeuwt lacht knikte haalt brengt voelt wil wilde heet kreeg krijgt zit zat
    mocht moest mag
    """
    )
)
_AGE = "zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien"  # of a pupil, in words
PERSONAL_STATE = re.compile(
    rf"(?:nu\s+|net\s+|al\s+|pas\s+)?(?:\d|een|{TWO_TO_NINE}|tien|elf|twaalf|dertien|veertien|vijftien)"
    r"(?:\s+(?:jaar|en\s+\w+|geworden|maanden))|(?:nu\s+|net\s+|al\s+|pas\s+)?\d+\b|(?:hoogbegaafd|dyslectisch|slechthorend|slechtziend"
    r"|een\s(?:\w+\s)?(?:jongen|meisje|kind|leerling)|autistisch|overprikkeld|verdrietig|boos|bang|ziek|gepest|geschorst|thuis|blij|gelukkig|slim|mijn|onze|zijn|haar|van\s+school|weggestuurd|aangemeld)\b"
)
PRIVATE_STATE = re.compile(
    rf"(?:nu\s+|net\s+|al\s+)?(?:\d{{1,2}}\s+jaar|(?:{_AGE})\s+(?:jaar|en)|hoog(?:begaafd|sensitief|gevoelig)|pleegouders|dyslectisch|slechthorend|slechtziend|autistisch"
    r"|gepest|geschorst|adhd|add|autisme|dyslexie|tos|epilepsie|een\s+(?:tlv|jongen|meisje)"
    r"|overspannen|ziek|zwanger|overleden|jarig|uitgevallen|ontslagen|verhuisd|boos|bang|verdrietig|lief"
    rf"|(?:{_AGE})(?=[\s.,]))(?!\w)"
)
AGE_OR_GROUP = re.compile(
    r"\s?\(?,?\s?(?:van\s\d{1,2}(?!\w|[.,]\d|\s(?:kinderen|leerlingen|scholen|uur|weken|dagen|euro|procent|tot|à))|\(groep\s\d|\(?\d{1,2}\s?(?:jaar|jr)\b|,\s\d{1,2}\s(?:jaar|jr)|\((?:zes|zeven|acht|negen|tien|elf|twaalf|\d{1,2})\))",
    re.IGNORECASE,
)
SAYS = frozenset(_w("zei zegt aldus vroeg vraagt antwoordt antwoordde"))
IS_A_THING = re.compile(  # "Vera is een keurmerk", "Sterre der Zee is een mooie school"
    r"(?i)(?:\s\w+){0,3}?\s(?:is|was|heet)\s(?:een|de|het)\s(?:\w+\s)?\w*(?:school|methode|keurmerk|programma|app"
    r"|aanpak|project|boek|cursus|training|toets|test|locatie|gebouw|stichting|organisatie|bureau"
    r"|bedrijf|werkgroep|museum|vereniging|tijdschrift|website|platform|instrument|muntsoort|bloem|boomsoort)(?!\w)"
)
OWNS = frozenset(_w("zijn haar z'n d'r"))  # behind a name: "in Luuk z'n klas"
BE_SO = re.compile(r"\s(?:zijn|worden|blijven)\s(?:is|was|kan|moet)\b")  # "Koen zijn is moeilijk"
LINKS_OF_NAMES = frozenset(_w("Van Von Ten Ter El Den Der"))
WORDS_FIRST = frozenset(
    _w(
        """
    elke over onder
    sunday monday april may june august summer özel said hem al zo ga om ze we men daar
    """
    )
)
OF_AN_OFFICE = re.compile(  # behind a surname: "Van Ruyskens van de gemeente"
    r"(?i)(?:van|namens|vanuit)\s(?:de|het|stichting)\s(?:gemeente|samenwerkingsverband|school|bestuur"
    r"|swv|loket|jeugdhulp|administratie|receptie|vervoerder|taxi|bso|mr|gmr|opr|inspectie|leerplicht|ggd|stichting|directie|ouderraad|provincie|(?:\w+\s)?team)\b"
)
BELONGS = re.compile(  # "Storm van Dijk", "Roos van groep 5", unlike "Storm van kritiek"
    r"(?i:(?:[a-z]{1,3}|'t)\s){1,3}(?:[A-ZÀ-ÖØ-Þ\d]|groep|klas)"
)
STANDS_OUT = re.compile(  # "Rindert was de enige die luisterde", "Bodil staat op de wachtlijst"
    r"(?i)\s(?:(?:is|was)\s(?:de|het|een)\s(?:enige|beste|liefste|fijnste|eerste|lieve|goede|fijne"
    r"|echte|vaste)\s(?:die|juf|meester|leerkracht|mentor|begeleider|leerling|jongen|meisje|kind"
    r"|chauffeur)|sta(?:at|at\sal\s\w+)\sop\s(?:de|een)\swachtlijst"
    rf"|en\s(?:haar|zijn)\s(?:{_KIN}|kinderen|ouders))\b"
)
PROMISED = re.compile(  # only people say things: "Schreuder heeft dat toegezegd"
    r"(?i)\sheeft\s(?:\w{2,6}\s){0,3}(?:toegezegd|gezegd|verteld|gemaild|gevraagd|aangegeven)\b"
)
SAINTS = frozenset(  # of schools and churches; a person has a surname behind it
    _w(
        """
    antonius bonifatius franciscus ludgerus nicolaas willibrord willibrordus bavo augustinus
    ignatius aloysius dominicus vincentius paulus petrus johannes jozef maria theresia
    bernadette clara gerardus martinus laurentius servatius benedictus titus werenfridus
    """
    )
)
INVERTED = re.compile(  # "Rekentuin vindt hij leuk": the subject comes after the verb
    r"(?i)\s\w{2,12}\s(?:ik|jij|hij|zij|ze|wij|we|men|jullie)(?!\w)"
)
ANNOUNCES = re.compile(r"\s?:\s|\s?\(\d|,\s\d")
UNLISTED_WORDS = frozenset(  # ordinary words that the dictionary lacks
    _w(
        """
    zomaar elders mezelf jezelf hemzelf haarzelf onszelf alsof alweer amper ergens nergens achteraf
    kortom hoezo intussen doorgaans zolang ontstaat ontstaan vrijwel bovenaan onderaan eronder
    erboven immers zelden desnoods tevens ontvangt medio hartstikke buitenaf inclusiever appgroep
    groepsapp invaljuf gymjuf buddy app mentoren thuiszitter dringend
    achterin voorin onderin bovenin ontvangen tegemoet bevalt anderzijds enerzijds ertussenin
    from fwd subject sent onderdoor bovendien desondanks sindsdien
    vanalles voorts ondertussen caseload erna ernaast ervandoor meerkunner meerkunners plusser
    plussers veelkunner onderpresteerder onderpresteerders zorgmijder thuiszitters kanjers
    """
    )
)
LANGUAGES = frozenset(_w("Frans"))  # a first name too
TEACHES = re.compile(  # "als docent Frans", unlike "docent Frans: ik hoorde in februari"
    r"(?i)\b(?:een|de|elke|als|mijn|onze|geen|twee)\s(?:vak)?(?:docente?n?|leraar|leraren|lerares|leerkracht"
    r"|sectie|les|lessen|toets)\s$"
)
SPEAKING = re.compile(
    r"(?i)\b(?:spreek|spreekt|spreken|sprak|spraken|praat|praten|taal|talen|leren|les|lessen|vak|vakken"
    r"|engels|duits|spaans|nederlands|arabisch|frans\s+en\s+(?:engels|duits))\b"
)
ORGANISATIONS = lists.read_list("things")
# Before an unlisted name: a verb or a word that places no school or town after it.
BEFORE_UNLISTED = frozenset(
    _w(
        """
    heeft had hebben heb zit zat wil wilde kan kon mag mocht moet moest gaat ging krijgt kreeg
    zegt zei vertelt vertelde vindt vond vraagt vroeg doet deed komt kwam loopt werkt helpt hielp
    zag weet wist blijft belt belde mailde geeft gaf nam neemt noemen noem gehad hadden liever
    waarom wie met aan zonder behalve als toen omdat zodat totdat terwijl zodra dat dankzij namens
    volgens want zelfs ook achter naast tegen keer wanneer hoe waar maakt maakte bleef sprak
    spraken mis missen noemden bezochten zagen vroegen hielpen belden mailden kenden kennen kent
    koos kozen verloor vergat vergaten riep riepen steunt steunde bedankte bijvoorbeeld kreeg werd
    zal zou doordat sinds voordat nadat alleen dossier casus kwestie geval
    """
    )
)
FOLK_FROM = re.compile(  # who is from somewhere: "leerlingen uit Lindert"
    r"(?i)\b(?:leerling(?:en)?|kind(?:eren)?|ouders|jongeren|jeugd|mensen|gezin(?:nen)?|bewoners"
    r"|inwoners|collega's|scholen|school|bus|busje|taxi)\s(?:uit|vanuit|rond)\s$"
)
SIZED = frozenset(_w("Lage Hoge Nieuwe Oude Grote Kleine Klein Groot Nieuw Oud Beneden Boven"))
PLACE_WORDS = frozenset(
    _w(
        """
    in op bij naar te vanuit uit rond tussen rondom buiten binnen langs via tot richting
    """
    )
)
BEFORE_SURNAME = frozenset(_w("van door bij"))
# What stands before a name on a line of notes that gives its speaker: nothing, or one of these.
BEFORE_SPEAKER = frozenset(
    ("", "actie", "actiepunt", "inbreng", "vraag", "opmerking", "reactie", "aanvulling", "antwoord")
)
COMPANY = (
    "bedrijf",
    "bureau",
    "winkel",
    "praktijk",
    "organisatie",
    "instelling",
    "centrum",
    "vervoer",
    "erij",
)
ONLY_PERSONS = frozenset(
    _w(
        """
    mevrouw meneer helpt vroeg sprak mailde dankzij namens lieve beste @ tegen
    """
    )
)
BEFORE_PERSON = frozenset(
    _w(
        """
    met van en voor namens zonder dankzij zelfs tegen door aan juf meester helpt dat als toen
    omdat
    """
    )
)
ORGANISATION_ENDS = (
    "school",
    "scholen",
    "straat",
    "plantsoen",
    "college",
    "lyceum",
    "stadion",
    "gymnasium",
    "fonds",
    "schule",
)
FROM_TO = re.compile(
    r"(?<!\w)[Vv]an\s([A-ZÀ-ÖØ-Þ][^\W\d_]{1,15})\stot\s([A-ZÀ-ÖØ-Þ][^\W\d_]{1,15})(?!\w)"
)
THING_ENDS = (  # of compounds that no dictionary has, and of no surname
    "dag", "feest", "training", "methode", "methodiek", "programma", "project", "toets", "overleg",
    "traject", "therapie", "groep", "team", "centrum", "platform", "netwerk", "akkoord",
    "regeling", "budget", "loket", "fonds", "aanpak", "wijzer", "pact", "school", "college",
    "groepen", "scholen", "klassen", "trainingen", "gezinnen", "kinderen", "leerlingen", "dagen",
    "labs", "lessen", "projecten", "toetsen",
)  # fmt: skip
NAMED_THINGS = (  # behind a hyphen: "de tante Agaath-regeling", unlike "het Nienke-overleg"
    "regeling", "wet", "norm", "toets", "test", "model", "aanpak", "programma", "schaal", "klas",
    "akkoord", "verdrag", "pas",
)  # fmt: skip
STREET_ENDS = ("laan", "plein", "straat", "weg", "kade", "plantsoen", "park", "dreef")
ORGANISATION_WORDS = (
    "college", "lyceum", "school", "gymnasium", "mavo", "atheneum", "foundation", "stichting", "fonds", "instituut",  # noqa: E501
    "ziekenhuis", "kliniek", "cultuurfonds", "scholengemeenschap", "onderwijs", "methode", "training", "boerderij", "taal",  # noqa: E501
)  # fmt: skip
