"""Short remarks beside hours, phones, links and addresses."""

from suomifi_standin.generator.wire import t

USUAL = t("Palveluajat", "Servicetider", "Service hours", se="Bálvalusáiggit")
SUMMER = t("Kesäajan aukiolo", "Öppettider på sommaren", "Summer hours", se="Geasseáiggi rahpanáiggit")
WINTER = t("Talvikauden aukiolo", "Öppettider under vintersäsongen", "Winter hours", se="Dálveáiggi rahpanáiggit")
ALWAYS = t(
    "Käytettävissä ympäri vuorokauden", "Tillgänglig dygnet runt", "Available round the clock", se="Rabas birra jándora"
)
BY_BOOKING = t(
    "Palvelemme ajanvarauksella", "Vi betjänar med tidsbokning", "By appointment only", se="Bálvalit áigevárremiin"
)
AGREED = t(
    "Ajoista sovitaan asiakkaan kanssa erikseen",
    "Tiderna avtalas separat med kunden",
    "Times are agreed with each customer separately",
    se="Áiggiid birra šihttojuvvo sierra",
)
NIGHT = t(
    "Viikonlopun yöaukiolo",
    "Öppet på natten under veckoslutet",
    "Open at night at weekends",
    se="Rabas vahkkoloahpa ija",
)
THIS_SERVICE = t(
    "Tämän palvelun ajat voivat poiketa toimipaikan muista ajoista",
    "Tiderna för den här tjänsten kan avvika från de övriga öppettiderna",
    "The hours of this service may differ from the other hours of the place",
    se="Dán bálvalusa áiggit sáhttet spiehkastit",
)
INDEPENDENCE_DAY = t("Itsenäisyyspäivä", "Självständighetsdagen", "Independence Day", se="Iehčanasvuođabeaivi")
CHRISTMAS = t("Joulun aika", "Julhelgen", "Christmas holidays", se="Juovllaid áigi")
EASTER = t("Pääsiäinen", "Påsken", "Easter", se="Beassážat")
MIDSUMMER = t("Juhannus", "Midsommar", "Midsummer", se="Mihcamárat")

CUSTOMER_SERVICE = t("Asiakaspalvelu", "Kundservice", "Customer service", se="Áššehasbálvalus")
BOOKING = t("Ajanvaraus", "Tidsbokning", "Appointments", se="Áigevárren")
SWITCHBOARD = t("Vaihde", "Växel", "Switchboard", se="Guovddáš")
TEXT_MESSAGES = t("Tekstiviestit", "Textmeddelanden", "Text messages", se="Teakstadieđut")
FAX = t("Telekopio", "Telefax", "Fax", se="Fáksa")
ON_CALL = t("Päivystys", "Jour", "On call", se="Vákten")
MANAGER = t("Toimipaikan esihenkilö", "Enhetens chef", "Manager of the place", se="Bálvalanbáikki hovda")
PHONE_REMARKS = (CUSTOMER_SERVICE, BOOKING, MANAGER, ON_CALL)

LOCAL_CALL = t(
    "Puhelu maksaa paikallisverkko- tai matkapuhelinmaksun verran",
    "Samtalet kostar lokalnäts- eller mobilsamtalsavgift",
    "Calls cost the local network or mobile charge",
)
SERVICE_NUMBER = t(
    "Puhelun hinta on 0,19 e/min + paikallisverkko- tai matkapuhelinmaksu",
    "Samtalet kostar 0,19 e/min + lokalnäts- eller mobilsamtalsavgift",
    "Calls cost 0.19 e/min + the local network or mobile charge",
)
FREE_CALL = t(
    "Puhelu on soittajalle maksuton", "Samtalet är avgiftsfritt för den som ringer", "The call is free for the caller"
)

HOME_PAGE = t("Palvelun verkkosivu", "Tjänstens webbplats", "Website of the service", se="Bálvalusa neahttasiidu")
INSTRUCTIONS = t("Ohjeet ja hinnasto", "Anvisningar och prislista", "Instructions and prices", se="Rávvagat ja hattit")
MAP = t("Sijainti kartalla", "Läget på kartan", "Location on the map", se="Sadji gárttas")
FORM = t("Hakemuslomake", "Ansökningsblankett", "Application form", se="Ohcanskovvi")
GUIDE = t("Täyttöohje", "Ifyllningsanvisning", "Guide to filling in", se="Deavdinrávva")
PRIVACY = t("Tietosuojaseloste", "Dataskyddsbeskrivning", "Privacy statement", se="Diehtosuodječilgehus")
ACCESSIBILITY_STATEMENT = t(
    "Saavutettavuusseloste", "Tillgänglighetsutlåtande", "Accessibility statement", se="Olahanvuođačilgehus"
)
ATTACHMENT_NOTES = (
    t(
        "Lomakkeen voi täyttää koneella ja tulostaa. Allekirjoita paperinen lomake ennen lähettämistä.",
        "Blanketten kan fyllas i på dator och skrivas ut. Underteckna pappersblanketten innan du skickar den.",
        "The form can be filled in on a computer and printed. Sign a paper form before sending it.",
    ),
    t(
        "Ohjeessa kerrotaan, mitä liitteitä hakemukseen tarvitaan.",
        "I anvisningen berättas vilka bilagor som behövs till ansökan.",
        "The guide tells which attachments the application needs.",
    ),
)

ENTRANCE_NOTES = (
    t("Käynti sisäpihan puolelta", "Ingång från innergården", "Entrance from the courtyard"),
    t("Sisäänkäynti aukion puolelta", "Ingång från torget", "Entrance from the square"),
    t("2. kerros, hissi aulassa", "Våning 2, hiss i aulan", "2nd floor, lift in the lobby"),
    t("Pysäköinti rakennuksen takana", "Parkering bakom byggnaden", "Parking behind the building"),
)
OTHER_PLACE_NOTES = (
    t("Rannan parkkipaikan vieressä", "Bredvid parkeringsplatsen vid stranden", "Beside the car park on the shore"),
    t("Opasteet kääntyvät maantieltä", "Skyltat från landsvägen", "Signposted from the main road"),
)
RECEIVER = t("Kirjaamo", "Registratorskontoret", "Registry", se="Girjenčálahat")
DELIVERY_NOTE = t(
    "Lomakkeen voi jättää myös minkä tahansa palvelupisteen postilaatikkoon",
    "Blanketten kan också lämnas i brevlådan vid vilken servicepunkt som helst",
    "The form can also be left in the letter box of any service point",
)

MAIN_ENTRANCE = t("Pääsisäänkäynti", "Huvudingång", "Main entrance", se="Váldouksa")
SIDE_ENTRANCE = t("Esteetön sivusisäänkäynti", "Tillgänglig sidoingång", "Accessible side entrance")
ACCESSIBILITY = (
    (
        t("Reitti sisäänkäynnille", "Vägen till ingången", "The route to the entrance"),
        (
            t(
                "Autopaikat ovat alle 20 metrin päässä sisäänkäynnistä.",
                "Bilplatserna finns inom 20 meter från ingången.",
                "The parking spaces are less than 20 metres from the entrance.",
            ),
            t(
                "Reitti on tasainen ja riittävän leveä.",
                "Vägen är jämn och tillräckligt bred.",
                "The route is level and wide enough.",
            ),
        ),
    ),
    (
        t("Sisäänkäynti", "Ingången", "The entrance"),
        (
            t("Ovi erottuu selvästi.", "Dörren är lätt att urskilja.", "The door stands out clearly."),
            t("Ovi avautuu automaattisesti.", "Dörren öppnas automatiskt.", "The door opens automatically."),
        ),
    ),
    (
        t("Sisätilat", "Inomhus", "In the facility"),
        (
            t(
                "Tiloissa on esteetön wc.",
                "I lokalerna finns en tillgänglig toalett.",
                "There is an accessible toilet on the premises.",
            ),
            t(
                "Asiakaspalvelussa on induktiosilmukka.",
                "Kundservicen har en induktionsslinga.",
                "The customer service has an induction loop.",
            ),
        ),
    ),
)
