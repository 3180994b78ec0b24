# ruff: noqa: E501 - a sentence stays on one line
"""Sentences that suit any municipal service, by the question they answer."""

from collections.abc import Mapping, Sequence

from suomifi_standin.generator.wire import Text, t

WHO: Sequence[Text] = (
    t(
        "Palvelu on tarkoitettu ensisijaisesti kunnan asukkaille. Muut voivat käyttää sitä, jos paikkoja on vapaana.",
        "Tjänsten är i första hand avsedd för kommunens invånare. Andra kan använda den om det finns lediga platser.",
        "The service is meant first of all for residents of the municipality. Others may use it if there is room.",
    ),
    t(
        "Palvelua voivat käyttää kaikki, jotka asuvat, opiskelevat tai työskentelevät kunnassa.",
        "Tjänsten kan användas av alla som bor, studerar eller arbetar i kommunen.",
        "Everyone who lives, studies or works in the municipality can use the service.",
    ),
    t(
        "Palvelu on avoin kaikille. Et tarvitse lähetettä etkä aiempaa asiakkuutta.",
        "Tjänsten är öppen för alla. Du behöver ingen remiss och inget tidigare kundförhållande.",
        "The service is open to everyone. You need no referral and need not be a customer already.",
    ),
    t(
        "Palvelun järjestämisestä vastaa {organization}. Osan palvelusta voi tuottaa sopimuskumppani.",
        "{organization} ansvarar för tjänsten. En del av tjänsten kan produceras av en avtalspartner.",
        "{organization} is responsible for the service. Part of it may be provided by a contract partner.",
    ),
)
HOW: Sequence[Text] = (
    t(
        "Asioi ensin verkossa. Jos verkkoasiointi ei onnistu, asiakaspalvelu auttaa puhelimessa ja palvelupisteessä.",
        "Uträtta ärendet först på nätet. Om det inte lyckas hjälper kundservicen dig per telefon och på servicepunkten.",
        "Use the online service first. If that is not possible, customer service helps by phone and at the service point.",
    ),
    t(
        "Täytä hakemus huolellisesti ja liitä mukaan pyydetyt selvitykset. Puutteellinen hakemus pidentää käsittelyä.",
        "Fyll i ansökan omsorgsfullt och bifoga de utredningar som begärs. En bristfällig ansökan förlänger handläggningen.",
        "Fill in the application carefully and enclose the documents asked for. An incomplete application takes longer.",
    ),
    t(
        "Varaa aika ennen käyntiä. Peru varaamasi aika viimeistään edellisenä arkipäivänä, jotta joku muu voi käyttää sen.",
        "Boka tid före besöket. Avboka tiden senast föregående vardag så att någon annan kan använda den.",
        "Book a time before you come. Cancel it on the previous working day at the latest so that somebody else can use it.",
    ),
    t(
        "Ota mukaan henkilöllisyystodistus. Jos asioit toisen puolesta, tarvitset lisäksi valtakirjan.",
        "Ta med en identitetshandling. Om du uträttar ärenden för någon annan behöver du dessutom en fullmakt.",
        "Bring proof of identity. If you act for somebody else, you also need a power of attorney.",
    ),
    t(
        "Tunnistaudu verkkopalveluun pankkitunnuksilla, mobiilivarmenteella tai varmennekortilla.",
        "Identifiera dig i e-tjänsten med bankkoder, mobilcertifikat eller certifikatkort.",
        "Identify yourself in the online service with bank credentials, a mobile certificate or a certificate card.",
    ),
)
AFTER: Sequence[Text] = (
    t(
        "Saat päätöksen kirjallisena. Päätökseen on liitetty ohje siitä, miten siihen voi hakea muutosta.",
        "Du får beslutet skriftligt. Till beslutet fogas en anvisning om hur du söker ändring.",
        "You receive the decision in writing. Instructions for appeal are attached to it.",
    ),
    t(
        "Ilmoita muuttuneista tiedoista heti, sillä ne voivat vaikuttaa palvelun sisältöön ja maksuun.",
        "Meddela genast om ändrade uppgifter, eftersom de kan påverka tjänstens innehåll och avgift.",
        "Report changes at once, as they may affect the contents and the price of the service.",
    ),
    t(
        "Palautteesi luetaan, ja sen perusteella palvelua parannetaan. Voit antaa palautetta myös nimettömästi.",
        "Din respons läses och används för att förbättra tjänsten. Du kan också ge respons anonymt.",
        "Your feedback is read and used to improve the service. You can also give it anonymously.",
    ),
    t(
        "Jos asiasi on kiireellinen, kerro siitä yhteydenotossa. Arvioimme tilanteen saman päivän aikana.",
        "Om ditt ärende är brådskande, berätta det när du kontaktar oss. Vi bedömer läget samma dag.",
        "If your matter is urgent, say so when you contact us. We assess the situation on the same day.",
    ),
)
ACCESS: Sequence[Text] = (
    t(
        "Palvelupisteisiin pääsee pyörätuolilla ja lastenvaunuilla. Tulkkauksesta on hyvä sopia etukäteen.",
        "Servicepunkterna är tillgängliga med rullstol och barnvagn. Kom gärna överens om tolkning på förhand.",
        "The service points are accessible with a wheelchair and a pram. Please arrange interpretation in advance.",
    ),
    t(
        "Ohjeet ovat saatavilla selkokielellä. Asiakaspalvelusta voi pyytää ne myös paperilla.",
        "Anvisningarna finns på lättläst språk. De kan också fås på papper från kundservicen.",
        "The instructions are available in plain language. You can also ask customer service for them on paper.",
    ),
    t(
        "Alueella {district} palvelu toimii samoin ehdoin kuin muualla kunnassa.",
        "I området {district} fungerar tjänsten på samma villkor som i övriga delar av kommunen.",
        "In the district {district} the service works on the same terms as elsewhere in the municipality.",
    ),
    t(
        "Asiakkaan kieli kirjataan yhteydenoton alussa, ja palvelu pyritään antamaan sillä kielellä.",
        "Kundens språk antecknas i början av kontakten, och tjänsten ges om möjligt på det språket.",
        "The customer's language is recorded at the start, and the service is given in that language when possible.",
    ),
)
REQUIREMENTS: Sequence[Text] = (
    t(
        "Palvelun saaminen edellyttää, että kotikuntasi on tässä kunnassa. Tieto tarkistetaan väestötiedoista hakemuksen saavuttua.",
        "För att få tjänsten ska du ha din hemkommun här. Uppgiften kontrolleras i befolkningsdatasystemet när ansökan har kommit in.",
        "Your home municipality must be here. This is checked in the population register when the application has arrived.",
    ),
    t(
        "Hakijan tulee olla täysi-ikäinen tai hakea huoltajan suostumuksella. Suostumus liitetään hakemukseen.",
        "Sökanden ska vara myndig eller söka med vårdnadshavarens samtycke. Samtycket bifogas till ansökan.",
        "The applicant must be of age or apply with the consent of a guardian. The consent is attached to the application.",
    ),
    t(
        "Edellytyksenä on, että muut ensisijaiset tuet ja palvelut on selvitetty. Tarvittavat tositteet pyydetään hakemuksen yhteydessä.",
        "Förutsättningen är att andra primära stöd och tjänster har utretts. De verifikat som behövs begärs i samband med ansökan.",
        "Other primary benefits and services must have been looked into. The documents needed are asked for with the application.",
    ),
)
CHARGES: Sequence[Text] = (
    t(
        "Maksu määräytyy voimassa olevan hinnaston mukaan. Laskun eräpäivä on 21 päivää lähettämisestä.",
        "Avgiften bestäms enligt gällande prislista. Fakturans förfallodag är 21 dagar efter att den skickats.",
        "The fee follows the current price list. An invoice is due 21 days after it is sent.",
    ),
    t(
        "Neuvonta on maksutonta. Muista osista peritään kunnan vahvistama maksu, jota voi hakea alennettavaksi.",
        "Rådgivningen är avgiftsfri. För övriga delar tas ut en avgift som kommunen fastställt och som kan sänkas på ansökan.",
        "Advice is free. Other parts are charged at the rate set by the municipality, which can be lowered on application.",
    ),
)
TIMES: Mapping[str, Sequence[Text]] = {
    "ProcessingTime": (
        t(
            "Käsittely kestää tavallisesti kahdesta neljään viikkoon.",
            "Handläggningen tar i regel två till fyra veckor.",
            "Processing usually takes two to four weeks.",
        ),
        t(
            "Päätös tehdään seitsemän arkipäivän kuluessa siitä, kun hakemus liitteineen on saapunut.",
            "Beslutet fattas inom sju vardagar från det att ansökan med bilagor har kommit in.",
            "A decision is made within seven working days of receiving the application with its attachments.",
        ),
    ),
    "DeadLine": (
        t(
            "Jatkuva haku. Toimita hakemus viimeistään kuukautta ennen toivottua alkamispäivää.",
            "Fortlöpande ansökan. Lämna in ansökan senast en månad före önskat startdatum.",
            "Applications are accepted all the time. Apply at least a month before the wished starting date.",
        ),
        t(
            "Hakuaika päättyy vuosittain maaliskuun viimeisenä arkipäivänä klo 15.",
            "Ansökningstiden går ut den sista vardagen i mars varje år kl. 15.",
            "The application period ends on the last working day of March each year at 15.00.",
        ),
    ),
    "ValidityTime": (
        t(
            "Päätös on voimassa enintään vuoden kerrallaan.",
            "Beslutet gäller högst ett år åt gången.",
            "The decision is valid for a year at most.",
        ),
        t(
            "Oikeus on voimassa toistaiseksi, kunnes olosuhteet muuttuvat.",
            "Rätten gäller tills vidare, tills förhållandena ändras.",
            "The right is valid until circumstances change.",
        ),
    ),
}
PRODUCER: Sequence[Text] = (
    t(
        "Kilpailutettu palveluntuottaja",
        "Konkurrensutsatt serviceproducent",
        "Provider chosen by competitive tendering",
    ),
    t("Palvelusetelituottajat", "Servicesedelproducenter", "Service voucher providers"),
)
VOUCHER: Text = t(
    "Palvelusetelin arvo riippuu perheen koosta ja tuloista. Tuottajat on lueteltu sivulla.",
    "Servicesedelns värde beror på familjens storlek och inkomster. Producenterna finns på sidan.",
    "The value of the voucher depends on the size and income of the family. The page lists the providers.",
)
VOUCHER_NAME: Text = t("Palveluseteli", "Servicesedel", "Service voucher")

CONNECTION: Sequence[Text] = (
    t(
        "Tässä kanavassa saat palveluun liittyvää neuvontaa ja voit jättää hakemuksen.",
        "I den här kanalen får du rådgivning om tjänsten och kan lämna in din ansökan.",
        "In this channel you get advice on the service and can leave your application.",
    ),
    t(
        "Palvelu on tarjolla täällä vain varatulla ajalla. Saavu paikalle viisi minuuttia aiemmin.",
        "Tjänsten ges här bara på bokad tid. Kom fem minuter i förväg.",
        "The service is given here only at a booked time. Please arrive five minutes early.",
    ),
    t(
        "Kysy palvelusta henkilökunnalta, he ohjaavat oikeaan paikkaan.",
        "Fråga personalen om tjänsten, de visar dig rätt.",
        "Ask the staff about the service, they will guide you.",
    ),
)
CONNECTION_CHARGE: Sequence[Text] = (
    t(
        "Maksu peritään paikan päällä kortilla.",
        "Avgiften betalas på plats med kort.",
        "The fee is paid on the spot by card.",
    ),
    t("Käynti on maksuton.", "Besöket är avgiftsfritt.", "The visit is free of charge."),
)
EXTRA: Text = t(
    "Henkilökunta opastaa verkkopalvelun käytössä paikan päällä.",
    "Personalen handleder på plats i användningen av e-tjänsten.",
    "The staff guide customers on the spot in using the online service.",
)

CHANNEL: Mapping[str, Sequence[Text]] = {
    "ServiceLocation": (
        t(
            "Paikan päällä saat henkilökohtaista palvelua. Ruuhkaisin aika on aamupäivä, iltapäivällä pääset yleensä heti.",
            "På plats får du personlig service. Mest rusning är det på förmiddagen, på eftermiddagen kommer du oftast fram genast.",
            "You get personal service on the spot. Mornings are busiest, in the afternoon you are usually served at once.",
        ),
        t(
            "Toimipaikka sijaitsee alueella {district}. Lähin pysäkki on muutaman minuutin kävelymatkan päässä.",
            "Verksamhetsstället finns i området {district}. Närmaste hållplats ligger några minuters gångväg bort.",
            "The place is in the district {district}. The nearest stop is a few minutes' walk away.",
        ),
        t(
            "Tiloissa on asiakaspääte ja maksuton langaton verkko. Saattaja ja opaskoira ovat tervetulleita.",
            "I lokalerna finns en kundterminal och avgiftsfritt trådlöst nät. Ledsagare och ledarhundar är välkomna.",
            "There is a customer terminal and free wireless network. Assistants and guide dogs are welcome.",
        ),
    ),
    "Phone": (
        t(
            "Puhelimessa vastaa asiantuntija. Ruuhka-aikoina jätä soittopyyntö, niin soitamme sinulle takaisin.",
            "I telefonen svarar en sakkunnig. Lämna en ringbegäran vid rusning så ringer vi upp dig.",
            "A specialist answers the phone. At busy times leave a request and we will call you back.",
        ),
        t(
            "Pidä asiasi numero tai aiempi päätös esillä, kun soitat. Arkaluonteisia tietoja emme kysy ilman tunnistamista.",
            "Ha ärendets nummer eller ett tidigare beslut till hands när du ringer. Vi frågar inte efter känsliga uppgifter utan identifiering.",
            "Have the number of your matter or an earlier decision at hand. We never ask for sensitive data without identification.",
        ),
    ),
    "EChannel": (
        t(
            "Verkkopalvelussa voit täyttää hakemuksen, lisätä liitteet ja seurata asiasi käsittelyä.",
            "I e-tjänsten kan du fylla i ansökan, lägga till bilagor och följa hur ärendet framskrider.",
            "In the online service you can fill in the application, add attachments and follow the handling of your matter.",
        ),
        t(
            "Voit tallentaa keskeneräisen hakemuksen ja jatkaa myöhemmin. Saat kuittauksen sähköpostiisi.",
            "Du kan spara en halvfärdig ansökan och fortsätta senare. Du får en kvittering till din e-post.",
            "You can save an unfinished application and go on later. A receipt comes to your e-mail.",
        ),
    ),
    "WebPage": (
        t(
            "Sivulta löydät ohjeet, hinnat ja ajankohtaiset tiedotteet sekä linkit lomakkeisiin.",
            "På webbplatsen hittar du anvisningar, priser och aktuella meddelanden samt länkar till blanketter.",
            "The page has instructions, prices and current notices, and links to the forms.",
        ),
        t(
            "Sisältö tarkistetaan vähintään kaksi kertaa vuodessa. Kerro meille, jos huomaat virheen.",
            "Innehållet granskas minst två gånger om året. Berätta för oss om du ser ett fel.",
            "The content is checked at least twice a year. Tell us if you notice a mistake.",
        ),
    ),
    "PrintableForm": (
        t(
            "Tulosta lomake, täytä se selvällä käsialalla ja allekirjoita. Lomakkeen saa myös palvelupisteistä.",
            "Skriv ut blanketten, fyll i den tydligt och underteckna. Blanketten fås också på servicepunkterna.",
            "Print the form, fill it in clearly and sign it. The form is also available at service points.",
        ),
        t(
            "Lomaketta ei kannata lähettää sähköpostilla, jos siinä on arkaluonteisia tietoja. Käytä postia tai verkkopalvelua.",
            "Skicka inte blanketten per e-post om den innehåller känsliga uppgifter. Använd post eller e-tjänsten.",
            "Do not e-mail the form if it has sensitive data. Use the post or the online service.",
        ),
    ),
}

# Descriptions in the Sámi languages, whatever the subject.
SAMI: Mapping[str, Sequence[str]] = {
    "se": (
        "Gielda fállá bálvalusa buot gielddalaččaide.",
        "Oaččut bálvalusa maiddái davvisámegillii.",
        "Váldde oktavuođa áššehasbálvalussii telefovnnain dahje šleađgapoasttain.",
        "Eanet dieđuid oaččut gieldda neahttasiidduin.",
        "Sáhtát ohcat bálvalusa elektrovnnalaččat dahje báberskoviin.",
        "Mearrádus addo čálalaččat, ja dasa lea laktojuvvon váidinrávva.",
        "Bálvalusa birra sáhttá addit máhcahaga maiddái namaheapmen.",
        "Dulka diŋgojuvvo dárbbu mielde ovddalgihtii.",
        "Ohcamuša sáhttá guođđit miehtá jagi.",
        "Áššehasbálvalus veahkeha árgabeivviid.",
        "Bálvalanbáikái beassá maiddái juvlastuoluin.",
        "Mánát ja nuorat leat maid bures boahtán.",
    ),
    "smn": (
        "Kieldâ fáálá palvâlus puoh kieldâ aassâid.",
        "Uážuh palvâlus meiddei anarâškielân.",
        "Lase tieđuid uážuh kieldâ nettisiijđoin.",
        "Väldi ohtâvuođâ äšigâspalvâlusân.",
        "Miärádâs adeluvvoo kirjálávt.",
    ),
    "sms": (
        "Kåʹdd taʹrjjad kääzzkõõzz pukid jälsteeʹjid.",
        "Vuäǯǯ kääzzkõõzz še nuõrttsääʹmǩiõʹlle.",
        "Lââʹssteâđaid vuäǯǯ kååʹdd neʹttseeidain.",
        "Väʹldd õhttvuõđ äʹššneeǩǩkääzzkõʹsse.",
    ),
}

# The other description types in the Sámi languages; where one is missing, the type has no version in that language.
SAMI_BY_TYPE: Mapping[str, Mapping[str, str]] = {
    "se": {
        "UserInstruction": "Deavdde skovvi dárkilit ja laktte dárbbašlaš mildosiid. "
        "Sáhtát maid váldit oktavuođa áššehasbálvalussii.",
        "ChargeTypeAdditionalInfo": "Bálvalusmávssut čuvvot gieldda haddelisttu.",
        "ProcessingTime": "Ohcamuš meannuduvvo dábálaččat guovtti dahje njealji vahkus.",
        "DeadLine": "Ohcamuš galgá boahtit gildii áigemearrái.",
        "ValidityTime": "Mearrádus lea fámus eanemustá jagi hávális.",
    },
    "smn": {"UserInstruction": "Väldi ohtâvuođâ äšigâspalvâlusân. Lase tieđuid uážuh kieldâ nettisiijđoin."},
    "sms": {"UserInstruction": "Väʹldd õhttvuõđ äʹššneeǩǩkääzzkõʹsse."},
}

# Main service classes in the Sámi languages: the start of a service's name there.
SAMI_CLASSES: Mapping[str, Mapping[str, str]] = {
    "P1": {"se": "Ássan", "smn": "Aassâm", "sms": "Jälstummuš"},
    "P2": {"se": "Huksejuvvon biras", "smn": "Huksiimpirâs", "sms": "Raajjâmpirrõs"},
    "P3": {"se": "Bearrašiid bálvalusat", "smn": "Perrui palvâlusah", "sms": "Piârri kääzzkõõzz"},
    "P4": {"se": "Sosiálabálvalusat", "smn": "Sosiaalpalvâlusah", "sms": "Sosiaalkääzzkõõzz"},
    "P5": {"se": "Dearvvašvuođabálvalusat", "smn": "Tiervâsvuođâpalvâlusah", "sms": "Tiõrvâsvuõđkääzzkõõzz"},
    "P6": {"se": "Skuvlejupmi", "smn": "Škovliittâs", "sms": "Škooultõs"},
    "P7": {"se": "Riektedorvu", "smn": "Riehtitorvo", "sms": "Vuõiggâdvuõđstaan"},
    "P8": {"se": "Demokratiija", "smn": "Demokratia", "sms": "Demokratia"},
    "P9": {"se": "Oppalaš dieđut ja hálddahus", "smn": "Ohtsiih tiätupalvâlusah", "sms": "Õhttsaž teâttkääzzkõõzz"},
    "P10": {"se": "Bargu ja bargguhisvuohta", "smn": "Pargo já pargottesvuotâ", "sms": "Tuâjj da tuâjjtemvuõtt"},
    "P11": {"se": "Ealáhusat", "smn": "Iäláttâsah", "sms": "Jieʹllemvueʹjj"},
    "P12": {"se": "Bargoaddi bálvalusat", "smn": "Pargoadeleijee palvâlusah", "sms": "Tuâjjuʹvddi kääzzkõõzz"},
    "P13": {"se": "Ealáhagat", "smn": "Iäláduvah", "sms": "Jeällõõǥǥ"},
    "P14": {"se": "Vearuheapmi ja almmolaš ekonomiija", "smn": "Verotem já almos tuáluh", "sms": "Veärtummuš"},
    "P15": {"se": "Priváhta ekonomiija", "smn": "Priivaat tuáluh", "sms": "Jiijjâs täʹll"},
    "P16": {"se": "Johtolat", "smn": "Jotolâh", "sms": "Jååttlõk"},
    "P17": {"se": "Turisma", "smn": "Turism", "sms": "Turism"},
    "P18": {"se": "Báikediehtu", "smn": "Päikkitiätu", "sms": "Pääiʹǩǩteâtt"},
    "P19": {"se": "Dorvvolašvuohta", "smn": "Torvolâšvuotâ", "sms": "Staanvuõtt"},
    "P20": {"se": "Ortnet", "smn": "Oornig", "sms": "Riâžldõs"},
    "P21": {"se": "Geavaheaddjiáššit", "smn": "Kevtteeääših", "sms": "Âʹnneeʹjääʹšš"},
    "P22": {"se": "Sisafárren ja olggosfárren", "smn": "Eennâmân varriim", "sms": "Jânnma serddummuš"},
    "P23": {"se": "Biras", "smn": "Pirâs", "sms": "Pirrõs"},
    "P24": {"se": "Luondduriggodagat, eallit ja šattut", "smn": "Luánduriggoduvah", "sms": "Luâđ rikksõõzz"},
    "P25": {"se": "Kultuvra", "smn": "Kulttuur", "sms": "Kulttuur"},
    "P26": {"se": "Gulahallan", "smn": "Savâstâllâm", "sms": "Teâđtummuš"},
    "P27": {"se": "Lihkadeapmi ja olgonastin", "smn": "Lihâdem", "sms": "Liikkummuš"},
    "P28": {"se": "Nuoraid bálvalusat", "smn": "Nuorâi palvâlusah", "sms": "Nuõri kääzzkõõzz"},
}
