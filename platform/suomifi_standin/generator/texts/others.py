# ruff: noqa: E501 - a sentence stays on one line
"""Other parties that work in every town: a state agency, the wellbeing services county, a joint authority.

The parties of the state and the joint authorities are invented; the counties have their real names.
"""

from suomifi_standin.generator.texts.subject import subject
from suomifi_standin.generator.wire import t

STATE_NAME = t("Valtion etuuskeskus", "Statens förmånscentral", "State Benefits Centre")
STATE_ABOUT = (
    t(
        "{name} maksaa asumisen, opiskelun ja perheiden etuuksia koko maassa.",
        "{name} betalar förmåner för boende, studier och familjer i hela landet.",
        "{name} pays benefits for housing, studies and families in the whole country.",
    ),
)
JOINT_NAME = t(
    "{region}: koulutuskuntayhtymä", "{region}: samkommunen för utbildning", "{region}: Joint Authority for Education"
)
JOINT_ABOUT = (
    t(
        "{name} järjestää toisen asteen koulutusta jäsenkuntiensa puolesta.",
        "{name} ordnar utbildning på andra stadiet för sina medlemskommuner.",
        "{name} provides upper secondary education on behalf of its member municipalities.",
    ),
)
COUNTY_ABOUT = (
    t(
        "{name} järjestää sosiaali- ja terveydenhuollon sekä pelastustoimen palvelut alueellaan.",
        "{name} ordnar social- och hälsovården samt räddningsväsendet inom sitt område.",
        "{name} provides social and health care and rescue services in its area.",
    ),
)

STATE = (
    subject(
        "state-benefits",
        "P1.4",
        ("Asumisen etuudet", "Förmåner för boende", "Housing benefits"),
        ("Etuuskeskuksen palvelupiste", "Förmånscentralens servicepunkt", "Service point of the Benefits Centre"),
        (
            "Haet etuutta asumisen kuluihin ja ilmoitat muutoksista.",
            "Du söker förmåner för boendekostnader och anmäler ändringar.",
            "Apply for benefits towards the costs of housing and report changes.",
        ),
        (
            "Etuus myönnetään ruokakunnalle, ja sen määrä riippuu asukkaista, tuloista ja kunnasta.",
            "Förmånen beviljas hushållet, och beloppet beror på boende, inkomster och kommun.",
            "The benefit is granted to a household; the amount depends on residents, income and municipality.",
        ),
        words="etuudet/förmåner/benefits; asumistuki/bostadsbidrag/housing allowance",
        events="KE4",
    ),
    subject(
        "state-families",
        "P3.2",
        ("Perheen etuudet", "Förmåner för familjer", "Family benefits"),
        ("Perhe-etuuksien palvelupiste", "Servicepunkten för familjeförmåner", "Family benefits service point"),
        (
            "Haet vanhempainrahaa, lapsilisää ja hoitotukia.",
            "Du ansöker om föräldrapenning, barnbidrag och vårdstöd.",
            "Apply for parental allowance, child benefit and care allowances.",
        ),
        (
            "Hakemus kannattaa jättää viimeistään kaksi kuukautta ennen laskettua aikaa.",
            "Lämna gärna in ansökan senast två månader före beräknad nedkomst.",
            "It is best to apply at least two months before the due date.",
        ),
        words="perhe-etuudet/familjeförmåner/family benefits; lapsilisä/barnbidrag/child benefit",
        groups="KR1.2",
        events="KE1",
    ),
    subject(
        "state-studies",
        "P6.14",
        ("Opintojen tuki", "Stöd för studier", "Support for studies"),
        ("Opintotuen palvelupiste", "Servicepunkten för studiestöd", "Student support service point"),
        (
            "Haet opintorahaa ja lainan takausta päätoimisiin opintoihin.",
            "Du ansöker om studiepenning och lånegaranti för heltidsstudier.",
            "Apply for a study grant and a loan guarantee for full-time studies.",
        ),
        (
            "Tukea maksetaan opiskelukuukausilta, ja omat tulot vaikuttavat siihen.",
            "Stöd betalas för studiemånader, och egna inkomster inverkar på det.",
            "Support is paid for months of study, and your own income affects it.",
        ),
        words="opintotuki/studiestöd/student financial aid",
        groups="KR1.3",
        events="KE3",
    ),
)
COUNTY = (
    subject(
        "county-health",
        "P5.1",
        ("Terveysasemien palvelut", "Hälsostationernas tjänster", "Health centre services"),
        ("Terveysasema", "Hälsostation", "Health centre"),
        (
            "Terveysasema hoitaa äkillisiä ja pitkäaikaisia sairauksia.",
            "Hälsostationen vårdar plötsliga och långvariga sjukdomar.",
            "The health centre treats sudden and long-term illnesses.",
        ),
        (
            "Ota ensin yhteyttä puhelimitse tai verkossa. Hoidon tarve arvioidaan saman päivän aikana.",
            "Ta först kontakt per telefon eller på nätet. Vårdbehovet bedöms samma dag.",
            "Contact us first by phone or online. The need for care is assessed on the same day.",
        ),
        words="terveysasemat/hälsostationer/health centres; perusterveydenhuolto/primärvård/primary health care",
        law="health_promotion",
        events="KE11",
    ),
    subject(
        "county-social",
        "P4.13",
        ("Sosiaaliohjaus", "Social handledning", "Social guidance"),
        ("Sosiaalikeskus", "Socialcentral", "Social services centre"),
        (
            "Sosiaaliohjaaja auttaa arjen pulmissa ja etsii sopivan tuen.",
            "Socialhandledaren hjälper med vardagens problem och söker lämpligt stöd.",
            "A social counsellor helps with everyday problems and finds suitable support.",
        ),
        (
            "Ohjaus on luottamuksellista ja maksutonta, eikä siihen tarvita lähetettä.",
            "Handledningen är konfidentiell och avgiftsfri, och ingen remiss behövs.",
            "Guidance is confidential and free of charge, and no referral is needed.",
        ),
        words="sosiaaliohjaus/social handledning/social guidance; sosiaalipalvelut/socialtjänster/social services",
        law="social",
    ),
    subject(
        "county-seniors",
        "P4.2",
        ("Ikäihmisten asiakasohjaus", "Klienthandledning för äldre", "Client guidance for older people"),
        ("Seniorineuvonta", "Seniorrådgivning", "Senior advice"),
        (
            "Asiakasohjaus arvioi avun tarpeen ja sopii kotiin annettavasta tuesta.",
            "Klienthandledningen bedömer hjälpbehovet och avtalar om stöd i hemmet.",
            "Client guidance assesses the need for help and arranges support at home.",
        ),
        (
            "Soittaa voi myös omainen tai naapuri, jos huoli herää.",
            "Också en anhörig eller granne kan ringa om det finns anledning till oro.",
            "A relative or a neighbour can also call if there is cause for concern.",
        ),
        words="ikääntyneet/äldre/older people; kotihoito/hemvård/home care",
        groups="KR1.1",
        law="social",
        events="KE13",
    ),
)
JOINT = (
    subject(
        "joint-vocational", "P6.6",
        ("Ammattiopintojen hakuneuvonta", "Ansökningsrådgivning för yrkesstudier", "Admissions advice for vocational studies"),
        ("Kuntayhtymän hakutoimisto", "Samkommunens ansökningsbyrå", "Admissions office of the joint authority"),
        ("Saat neuvoja koulutusalan valintaan ja jatkuvaan hakuun.",
         "Du får råd om val av utbildningsområde och om kontinuerlig ansökan.",
         "Get advice on choosing a field of study and on continuous admission."),
        ("Neuvojan voi tavata kampuksella tai verkossa, ja mukaan voi ottaa huoltajan.",
         "Rådgivaren kan träffas på campus eller på nätet, och vårdnadshavaren får komma med.",
         "You can meet the adviser on campus or online, and a guardian may come along."),
        words="hakuneuvonta/ansökningsrådgivning/admissions advice; ammatillinen koulutus/yrkesutbildning/vocational education",
        groups="KR1.3", law="vocational", events="KE3",
    ),
)  # fmt: skip
