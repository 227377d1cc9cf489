"""Letters with their neighbours, as they stand in names of a language: what a name may look like in it.

Each three characters are a letter beyond a to z between its neighbours; ^ is the start of a word and $ its end. They
were gathered from lists of given names and surnames, and from common words. To add a language, gather its names in
the same way, and give it to its code pages in ``codepages``.
"""

from __future__ import annotations

__all__ = ["LETTERS"]

LETTERS = {
    "ca": (  # Catalan
        "^àl ^àn ^òs añà cè$ cèl dà$ fèl fòr hí$ júl là$ làl làz lòr lúc mèn mòn nà$ nès núr pè$ pòr ròn sàl sè$ sòn "
        "tòn uís và$ ñà$ "
    ),
    "cs": (  # Czech
        "^če ^ří ^še ^ši ^šm ^št ^šv ^šá ^šť ^ža ^žo ^žá aňk ař$ aše ašk ašp aže ažk bá$ bár bíl bíč bý$ bět bře dél "
        "děk děl děž dře dři eáš eče ečk ečn eňk eři eš$ ešk ešo eža eže ežk gát há$ háj ház háč hý$ ičk iři iří iše "
        "išk ján jčo ká$ káš két ký$ kří lá$ láh lák lár láč lář láš lém lén lík lín líč lý$ lýd lče lčk lžb mák már "
        "máš míd mír mül ná$ nác nát nář náš né$ nín ný$ něk něm oňa oři ořá oš$ ošo ošt ož$ ože ožo pán píš pře rák "
        "rál rán rát ráč růž sár sýk tál táz týl týn těc těj těp těz tům uče uš$ uša uše ušk vá$ vác vák vát váv vář "
        "vík víl vít včí věn věr vět yáš yšt áče áčk ář$ ářo áš$ íče íčk íši íž$ ížo čík ěžd řák ří$ říh říž šár šťa "
        "ůže ůži žák "
    ),
    "da": (  # Danish and Norwegian
        "^åb ^åg ^år ^ås ^ær ^ød ^øi ^øj ^ør ^øs ^øv ^øy båd bæk bær bø$ bøe bøg bøj bør får før går håk hår håv hæl "
        "høj jæg jær jæs jø$ jøb jøg jør kår lår læg lær løf løk løn løt løv mår mæl møl når næ$ nær næs né$ nør nøv "
        "på$ pål råe rås råt ræb ræd ræn ræs ré$ rø$ rød røm røn røv så$ sæb sæt søn sør søs våg vår vås vær "
    ),
    "de": (  # German
        "^äh ^än ^öh ^öm ^ös ^öz ^üb aße aël aïs bäc bäh bär bät béa bén böc böh bör bös büc büh bür cát cäc céa céc "
        "céd cél dän däu dèg déb dér dés döh dör dün eß$ fáb fél för für füß gär gèl gèn gél gén gér gök gön gös göt "
        "gül gün häd häf häi häm hän här häu hèl hée hél héo hér höb höd höf hög höl hön höp hör höv hüb hüf hül hür "
        "hüs hüt iß$ ißl ièl ièv jäc jäg jäh jäk jän jér jöb jör jür jüt käf käg käl käs kät köb köc köh köl kön kös "
        "küh kün lás láu lär lèn léa lém lén léo lér ló$ löc löf lög lös löw lüb lüc lüm lüs lüt más mäd mäl mäu mäß "
        "mé$ még mél möc möl mör müh mül näc näf näg näs nça nço nès né$ néd née nês nöb nöc nül oß$ oão oé$ oém oël "
        "oëm oît oïc oïs pär pét pöl pör pös püh räd räf räm räu rèn rès ré$ réa réd rée rég rél rém ría ríc rôm röc "
        "röd röh röl röm rör rös röt röß rü$ rüb rüc rüd rüe rüg rüh rün säu sèl sé$ séb sée sép sér sév són söd söl "
        "sön sör sük sül süß tán tân täg täs tät tép tón töc tög töh tüc tül tür tüt uß$ ußb uís ván vèr vé$ vér wäh "
        "wög wöh wüt zän zöc zöh zür äßi öße üß$ üße "
    ),
    "es": (  # Spanish
        "^áf ^ág ^ál ^ám ^án ^áu ^áv ^èr ^éd ^ín ^ít ^íñ ^ñí ^ól ^ór ^ós ^úr aél aén aía aíd aíl aín aís aña añe añi "
        "año añu aúl aún báe bán bár báñ bé$ bén bét bí$ bó$ bón bór búl các cám cán cár cáz cés cía cíf cío có$ cón "
        "cór cóz dá$ dán dár dáv déb dée dés día díe dín dó$ dón dóñ dú$ eña eño eóf eón fáb fát fél fía fín gál gám "
        "gán gár gès gél gén gó$ góm gón gún güe hár háv héc hí$ hór hún iá$ ián iás iég ién iér iña iñe iñi iño iñó "
        "ión ján jáq jáu jía jód jón júl kán làu lá$ lác láe lán lás láz lèr lé$ lén lés lí$ lía lím lís lív ló$ lóe "
        "lón lóp lór lú$ mª$ màs mán már más máx mé$ mén mér més mí$ mía míl mín mír mó$ món múd múg mús múñ nád náj "
        "nán nás né$ nél nén nés ní$ nía níb nít núr núñ oé$ oés oís oña oñi oño páe pán pér pía pío pól pós púl rá$ "
        "ráb rán rás rès ré$ rég rén rés rév rí$ ría ríg rín río ríq ró$ ród róm rón rós rúz sáe sán sár sé$ sén sés "
        "síl sús tá$ tán tár tél tén tés tév tí$ tía tín tòn tób tón tór tú$ tún uár ué$ uél ués uí$ uía uín uís uña "
        "uñe uñi uño uñá và$ vá$ váe ván vár vás váz vé$ vél vés víc víd vón wál wé$ wól yáñ yén yés yón zà$ záb zál "
        "zán zár zóc zón zúa zún zúñ áñe íñi ñán ñíg ñón óñe úñe úñi "
    ),
    "et": (  # Estonian
        "^õi ^õn ^õu ^öö ^ük ^ül ^še ^šm ^št ^ža ^žu bõs ežd här hõb höö jän jär jõe jõg jür käo kär käs kät kää kõi "
        "kõl kõr kül küt lät lää lõh lõo lõš mäe mäg män mär mõi mõt möl möö mür müü nõg nõm pär põd põh põl püh püs "
        "püv rät rõl rõu rõõ rüü ršo säd sõb sõr söö sül täh tõe tõl tõn tüü tša tše väh väl võd võs võõ ään äär äät "
        "õõm õõr õõt õše ööb ööl ööt ööv üür üüt "
    ),
    "fi": (  # Finnish
        "häk häm hän här iö$ jäl jän jär jää jö$ jöb käh käi käm kän kär kö$ kön lä$ läh läi län lön mäe mäk mäl män "
        "mär mää nä$ näl nän nö$ pä$ päi päl pän pää pöl räi räl rän räs rät rén röm rön sän tä$ täh tö$ tön väi väl "
        "vär väy vää vön ää$ ääk ään ääs äät "
    ),
    "fr": (  # French
        "^à$ ^ça ^çe ^èv ^éd ^él ^ém ^ép ^ér ^ét ^év ^êt ^œu aça aét aël aët aëv aît aïc aïd aïm aïs aït bât bèg bèr "
        "bèy bé$ béa béd bég bél bén bér bêc bœu céa céc céd cél côm côt cœu dèg dèl dès déb dég dél dér dés dû$ eïl "
        "fèb fèv fél gèl gèn gèr gé$ gél gén gér hât hèl hès hé$ héa héb hée hél héo hér hên hôn hôt ièl ièr ièv ié$ "
        "iég ién iér iël jér jés kév là$ lâc lèn lès lèv lèz lé$ léa léc lée lég lél lém lén léo lér lét lév mèc mèg "
        "mèr mé$ mée még mél mén méo mêm mül nça nço nès né$ néd née nél nêt nüs oé$ oém oël oën oëy oît oïc oïs où$ "
        "oût pâq pèr pél pén pép pét rço rèn rèr rès ré$ réa réc réd rée rég rél rém rén rép rét rév rêp rêt rôm rûl "
        "sèl sèn sèv sé$ séb sée ség sép sév sœu tèn tès té$ téo tép têt tôt uèr uèy uér uël vé$ véq vér véz vêq vôt "
        "wér yèr zée zél "
    ),
    "ga": (  # Irish
        "^ád ^ág ^án ^ás ^át ^éa ^éi ^én ^ío ^ó$ ^ób ^ód ^óg ^úg aí$ aíd aío bá$ bác bái bát béa béi bín búi bún búr "
        "cáb cád cái cáp cár céa céi cér cí$ cín cío cír cóg cól cóm cór cúi cúl cún cúr dáb dái dál déa déi díg dín "
        "dío dís dóg dól dór dúd dúg dúi dúl dún dúr dús eá$ eád eág eái eán eár eó$ eóg eói eót fág fái fár fát féi "
        "fín fío fóg fór fúr gáb gái gán gás géa géi gín gío gó$ gói gún gúr há$ háb hád hág hái hál hám hán hár hé$ "
        "héa héi hén híc híd híg híl hín hío hís hób hód hóg hói hóm hór hú$ húb húi hún húr iú$ iúc iúi iún iúr iús "
        "iút lá$ lác lái lám lár lás lát lé$ léa léi lí$ lín lío lír lís lít lóc lóg lói lón lór lú$ lúb lúd lúi lúm "
        "lún lúó mág mái mál mán már mát méa mí$ míd míl mín mío mói mór múr nád nái nám nár nát néa néi nér ní$ níl "
        "ním nín nío nóg nói nól nú$ núc núi nún núr oái pái péa pín póg pói ráb rád rág rái rál rán ráo rás réa réi "
        "rí$ ríb ríc ríd ríf ríl rín río rís róc ród róg rói ról rón rós rú$ rúc rúi rún rúá sái sé$ séa sí$ sín sío "
        "sír sít sóg sói súi tái tám tás téa téi tín tóc tói tól tór túi tún túr uí$ úái úóg "
    ),
    "hr": (  # Croatian
        "^ća ^će ^ći ^ćo ^ću ^ča ^če ^či ^čo ^ču ^đo ^đu ^ša ^še ^ši ^šk ^šo ^šp ^št ^šu ^šv ^šć ^ža ^že ^ži ^žu ać$ "
        "aće ač$ ača ače ači aču ađa ađe aš$ aša aše aši ašn aža aže aži ažo bči dža dže dži eći eča eči eču eđa eđo "
        "eš$ eša eše eši ešk ešč eža ežd eže eži ić$ ića iča iče iči ičk iš$ iša iše iši išk išč iža iže iži ižm jče "
        "jči kče kša kši lče lči nča nče nči nđa nđe nže oča oči ođa oš$ oša oše oši ošk ošn ošt ošč oža ože oži ožo "
        "pči rče rči rču rđa rđe rđi rša rše rši ršo ršu rže rži uča uče uči učk uđa uđm uš$ uša uše uši ušk ušl ušt "
        "ušć ušč už$ uža uži vči vši šće šče šči "
    ),
    "hu": (  # Hungarian
        "^áb ^ád ^ág ^ák ^ár ^év ^ök ^ör ^őr ^őz ^űr bál bán bás bél bó$ bőr bős bűd dám dán dás dáv dén dór döm dú$ "
        "düs dő$ dőr dős dűs eák eát eöt fáb fés föl fül füz fűr gáb gál gás géz gó$ gúz gő$ hál hár hás hér hőg hőn "
        "ián jám ján jáz jón józ júl kác kál kár kés kó$ köv köz kő$ kőh kőm kőr kős lág láh lán lár lás láz lér lés "
        "ló$ lós löp lőd lőr mán már más mát mér més món mös möt mő$ műv nán nár nás nát nél ném nór nő$ oém oós pád "
        "pál pár pás pét rác rág rál rás réd rék rén rét réz ró$ rób róz röc rök rös rő$ rőc rőt rű$ sán sár sás séb "
        "sér sóf sós süt ső$ sők sűs tán táv té$ tér tés tím tó$ tóf tór tót tör tün tő$ tőf tők tős tűz vác vák ván "
        "vár vát vér vör vös yás yém yír yön yör yőr yőz yűr zál zár zék zér zöl züc ző$ zők zős zűc zűt "
    ),
    "is": (  # Icelandic
        "^ág ^ák ^ál ^ám ^ár ^ás ^æg ^æs ^æv ^ía ^íd ^íg ^ím ^ín ^ír ^ís ^íu ^ív ^ód ^óf ^ól ^óm ^ós ^ót ^óð ^ög ^öl "
        "^ön ^ör ^ös ^öx ^úa ^úd ^úl ^ún ^úr ^ýj ^ým ^ýr ^þa ^þe ^þi ^þj ^þo ^þr ^þu ^þy ^þó ^þö ^þú aía aíd aíl aím "
        "aís aða aðe aðg aði aðl aðs aðu aðv aðí aðó aóm aþe bár bær bí$ bía bíb bíl bín bóa bóe bói bór bót bör böð "
        "búi búr bý$ cía cýr dán dæj dí$ día díe díl dím dín dír dís díð díó dóa dól dóm dón dór dós dög dúa dúf dúi "
        "dúl dún dý$ dýr dþó eð$ eðn eðs eðu eðv eó$ eód eón eóp eós fá$ fáf fál fán fía fíd fíf fín fír fðd fól fón "
        "fön fús fþa fþó gæf gía gíd gíg gín gís gít gða gó$ góa góg gói gól gós gúa gúe gúl gús gý$ gýg gým gþr gþó "
        "hák hál hám hár hás háv hæn héð hía hír hól hór hós höd höf hög hör hös höð húb húg húm hún húr hús iða iðb "
        "iðd iðe iðf iðg iðh iði iðj iðl iðm iðn iðr iðs iðu iðv iðó iðþ iþó já$ jáf ják jál ján jár ját jóa jód jóe "
        "jóf jóh jói jók jól jóm jón jór jós jót jóv jóð jöf jök jöl jör júd júf júk júl jún júr kál kár kæj kær kíe "
        "kín kío kír kít kíð kó$ kók kól kóp kós kúl kúr kús kút kþó lá$ lád láe láf lák lár lás læd læl læn lær læv "
        "léd lég lér lí$ lía líb líd líe líf lík lím lín lír lís líu lív líð ló$ lóa lób lód lóe lói lók lóm lór lóv "
        "lóð löf lök löð lúc lúk lúm lún lús lút lúv lúí lúð lý$ lýd lýt lýð lþr lþó máb mák mál mán már mí$ mía mím "
        "mín mír mít míó mób mód móe móh mól món mór mós mót móð mör múe múl mút mý$ mýr mþó ná$ nát næb næd næf næh "
        "næl nær næv næþ ní$ nía níd níe níf ník níl nín nís nít níu nív nó$ nóa nód nóe nói nól nón nór nós nót nóv "
        "nök nör núe núl núm núp nús nút ný$ nýa nýb nýj nýr nýs nýv nþr nþó oði oðm oðr pál pét pía pít pói pól rá$ "
        "rái rák rán rár rás ráð rær ré$ rél rés rét rí$ ría ríe ríf rík ríl rím rín río rís rít ríu ríð ríó rð$ rða "
        "rðd rði rðl rðm rðs rðu ró$ róa rób rói ról róm rón rór rós rót róð röf rög rök rön rör rös röð rú$ rúb rúd "
        "rúm rún rúr rút rúð rý$ rýs rþj rþr rþó sál sæb sæd sæf sæh sæi sæl sæm sæn sær sæs sæu sæv sæþ sí$ sía sím "
        "sín sír sís sít síu sív sóf sók sól són sóþ söl sör súa súl sús sý$ sýr sþó tía tíb tíe tíg tím tín tís tíu "
        "tó$ tób tóf tói tók tól tóm tór tós tót tóv túe túl tún túr tús tý$ týr tþr tþó uðb uðd uðf uðg uðj uðk uðl "
        "uðm uðn uðr uðs uðu uðv uðó uðþ váf vál váp vár véb véd vég vék vél vém vén vés ví$ vía víb víd víf víg vík "
        "vín vír vís vít víu víð víó vög vök völ vön vör vöt vý$ xía xíu yða yðj yðr yþr yþó zóp áð$ áðg áðh áðs áðu "
        "áðv æþó éði íð$ íða íðb íðd íði íðk íðs íðu íó$ íól íóm íós ðín ðól ðþj ðþó óð$ óða óðb óðg óðh óði óðl óðm "
        "óðn óðr óðs óðu óðv óðó óþe öð$ öðm öðs öðu öðv úís úða úðm úðu úðv ýðs ýðu þór þöl þúf "
    ),
    "it": (  # Italian
        "^è$ cò$ dì$ dù$ fè$ hé$ ià$ iè$ iù$ lì$ lò$ lù$ mà$ mè$ mì$ nà$ nù$ oà$ oè$ pé$ rà$ rè$ rì$ rò$ rù$ sè$ sì$ "
        "tà$ tù$ uè$ "
    ),
    "lt": (  # Lithuanian
        "^ąs ^ąž ^če ^či ^įs ^ša ^še ^ši ^šl ^ūk ^ūl ^že ^ži ^žu ^žv ^žy ^žą ači ačk aša ašk aži ažv dė$ dėj dūd dūn "
        "ešk gėl iča iči išk išč iūn iūt iža ižy jūn jūr kęs kša kūb lči lė$ lėj mėn mėt mša mūn nči nė$ nėr oči ošk "
        "ožė rąs rė$ rėj rėv rūn rūt sąl sėd tė$ tėj tęv tūb tūr uči učy uša uši ušk ušr uža vė$ vėj vėl vėn yšn ąžu "
        "šči žąs žė$ "
    ),
    "lv": (  # Latvian
        "^āb ^ād ^ār ^ča ^ēr ^ēv ^ģe ^ģi ^īv ^ķe ^ķi ^ķī ^ļa ^ņi ^šm ^šu ^šķ ^ūd ^ža ^žī aķe aķi aņe aņi aše aža bēr "
        "cīr dāb dār dāv dīt dūm ešs ežs gīn iān iča iķe iķi iļu iņa iņš išj išs ižn jān jāz jēk jūl kār kļa lāc lēj "
        "lēn līb līc līd līg līn līt līz lūc lūm lūs māl mār mīl mīt mūr nār nže oģe oģi oļģ oņi pēr pēt pļa pūc rāv "
        "rēd rēn rēs rēt rīd rīn rīt rūd rūm rūz sīt tāl tīl tīn tīs tūr uļi ušs vān vār vēj vīd vīk vīn vīr vīt vīz "
        "zāl zīt ķēl ķīl ļģe ņš$ šķē žīg "
    ),
    "nl": (  # Dutch
        "^öm aël aïs bök céc céd cél dér fél gèl hèl hél hér hön ièg ië$ ië, iël iën jèn jör jür kös lèn lèr léo lér "
        "mée mél nço nès né$ née oé$ oë$ oël oïc oïs rèn rès ré$ réd rél sèl sé$ séb sée tép vér "
    ),
    "pl": (  # Polish
        "^ćm ^ćw ^ła ^łe ^ło ^łu ^ły ^łó ^łą ^łę ^śc ^śl ^śm ^śn ^św ^ża ^żb ^że ^żm ^żo ^żu ^ży ^żó aćc aćk ał$ ała "
        "ałc ałd ałe ałg ałk ało ału ałw ały ałę ałż ańc ańk ańs aś$ aśc aśk aśl aśn aź$ aźd aźl aźm aźn aźw aż$ ażd "
        "aże ażm ażn ażu bój bów bąb bąc bąk bła bło błą bźd cąk cła dąb dęb dęg dła dło dłu dź$ dźk dźw dża dżo dży "
        "eć$ ećk eł$ eła ełb ełe ełk eło ełz eń$ eńc eńk eś$ eśc eśk eśl eśn eźn eża eżo eży fąf gór gół gąb gąg gąs "
        "gęb gęc gęg gęs gła gło głu głó hów hół hła hło hłą iób iór iół iąs iąt iąz ić$ ięb ięc ięg ięk ięs ięt ięż "
        "ił$ iłk iło ińc ińs iś$ iśc iśk iśn iż$ iża józ jóź jąc jąk jć$ jęd kób ków kóz kół kęd kęs kła kło kły kłó "
        "lów ląd ląg lęc lęk lżb mów mąd męc męd męt mło mły mża nóg nów nóż nęd oć$ oćw oł$ oła ołc ołe ołk ołn oło "
        "ołp ołs ołt ołu oły ołą oń$ ońc ońs oś$ ośc ośk ośl ośn ośp ość oźd oźl oźn ożd oże ożn ożu oży pól pór pół "
        "pęc pęd pęk pła pło płu płó pś$ rób ród róg rój ról rów róz róż rüg rąb rąc rąd rąg rąż ręb ręc ręg ręp ręt "
        "ręż rła rło rłó rża sąd sąs sąż sęd sęp sł$ sła sło słu sły tóg tój tór tąp tęg tęp tło tłu ućk uła ułk uń$ "
        "uś$ uśc uśk uśm uśn uśw uźn uż$ uże uży wód wój wąs wąz węg węż wła wło yć$ yło yłu yń$ yńc yńs yś$ yśk yśl "
        "yść yż$ yżo yży zós zów zół ząc ząd ząk ząt zęb zęk zęp zęś zła zło zły ół$ óła ółc ółk ółt óźw óż$ óża óże "
        "óżk ąże ążn ąży ęśc ęża ężk ężo ęży łóc łóg łój łós łów łąd łąg łęc łęg łęs łęz łż$ ść$ żół "
    ),
    "pt": (  # Portuguese
        "^à$ ^às ^ág ^ál ^ân ^ér ^ír ^ís ^ór aça açã aís aúj bár bém bôa câm cân cão cél cés cê$ cíl dão déb eão fáb "
        "fát fão fél gão hãe hél héo ião içã içõ jés júl kév láu láv léo líc lív lór lúc már más mã$ mão mé$ mél mês "
        "míl môn mõe nád não nça nço nçã nél nês níc núr oá$ oão oís pés pêg pós rãe rão ré$ rês ríc rós rôn rúb sá$ "
        "sé$ sér són tál táv tân tão té$ tê$ tên têv tíc tón tór tôn uã$ ué$ uê$ uês uís uño vân vão vín vít xão zél "
        "ção çõe "
    ),
    "ro": (  # Romanian
        "^îm ^în ^şa ^şe ^şt ^ţe ^ţi ^ţu ^ţă aşa aşc aşi aşu aţi băl băn băr câr că$ căl căp căr căt cşu cşă dăl dăn "
        "dăs eş$ eşa eşt eşu eţi făn făt gâd hăi hău iş$ işa işo iţa iţi iţă lă$ lăc lăd lăr măd măg măl măn măr nă$ "
        "năi nţa nţi oş$ oşb oţ$ pâr păc păr păt pău râm rân râţ ră$ răc răd răg răm răt răz sân sâr săn tâi târ tăl "
        "tăn tăr uşa uşc uşi uşo uţ$ uţa uţă vâl văc zăr âţă şă$ ţă$ ţăr "
    ),
    "sk": (  # Slovak
        "^ár ^ča ^če ^či ^čo ^ďa ^ďo ^ďu ^ľu ^ša ^še ^ši ^šk ^šl ^šm ^šo ^šp ^št ^šu ^šv ^šť ^ťa ^ža ^že ^ži ^žo aúk "
        "ač$ ača ače ačk ačo ačá aďa aďo aďá aľ$ aľa aľk aľo aľu aľú aň$ aňa aňk aňo aňv aňá aš$ aša aše aši ašk ašo "
        "ašp aší ašč ašť aže ažk ažo bán bár bík bín bíč bór bôr bče bčo bčí bši bšu cák cíg cík cíl cúr dán dáv dáč "
        "dáš dík dón dúz dúš dľo dža džo eák eát eáš eč$ eče eči ečk ečo eď$ eďo eľ$ eľa eľo eň$ eňa eňo eňu eš$ eši "
        "ešk eža ežd ežk fác fán fél fín gál gán gát gáč gáň gén gín hál hám hár háč hús húš ián iáš ič$ iče ičk ičo "
        "iľj iňá iš$ iša iše išk išo išt iší išú išň iža ižn ižň ján jíč júl jči jčo jčá jčí jži ká$ kán kár káz káč "
        "káš kôs kúb kús kúš ký$ kýo kýš kša kšo lák lál lán lár láv láš láž lén lér lík lím lín líp lív líč líš lúb "
        "lúc lýd lčí lďá lžb mác mál mán már máč máš mén mík míl mín mír mór ná$ nác nák nál nán nár nás nát náč náš "
        "né$ nél ník nír níč níž nór nôp nôt nús ný$ nýz nč$ nča nče nči nčo nčá nčí nšt nší oč$ oče oči očk očo oľg "
        "oľs oň$ oňa oňo oš$ oše ošk ošo ošt oší ošň ošť ože oži pá$ pád pák pál páč pý$ pľa pší rác rád rál rás ráz "
        "ráľ ráš réd rél rér rét réz ríc rík rín ríž rób róm róz rúd rúf rúp rúš rýs rýč rča rči rčo rčá rčí rňa rňo "
        "ršu rťa sák sám sár sík sýk sňa sňá sťá ták tál tán tár táv táč táň tés tét tíl tín tón tór túš týs tče uče "
        "učk uľa uľk uľo uňa uš$ uša uše uši ušk ušn ušo ušt ušť uže uži vá$ váb vác vák ván vás váč vät vín vír vít "
        "víť vúk vý$ včí xén yčk yš$ yša yšk yšo záb zák zál zár záč zíc zík zúb áč$ áče áči áčn áčo áľ$ áľo áň$ áňo "
        "áš$ áša áše áši ášk ášo áž$ ážo íče íše íšk íťa íž$ íži ížo úš$ úše úšk úšo ýče ýš$ ýšo čák čí$ čík čío čír "
        "ďák ďár ľúc ňák šík šút ščá šňo šňá šťa šťá ťák žňa "
    ),
    "sl": (  # Slovene
        "^če ^ču ^ši ^šm ^šp ^št ^šu ^ža ^že ^ži ^žn ač$ ače ači ačn aša ašo až$ aži dži ečk ečn ešn eža eži ić$ ič$ "
        "iše iže jše mša mši nči nše nže oče očn oš$ oša oše oši ošk ošt ože oži ožm rša rši ršk rže uči uša ušn ušt "
        "vča vči vž$ "
    ),
    "sv": (  # Swedish
        "^än ^är ^åb ^åg ^åk ^år ^ås ^öb ^öh ^ör ^ös ^öv bäc båd bör dén för gär gör gös göt häg häl håk höf hög jöb "
        "jöd jög jöh jöl jön jör jös käl köl lår lén löf lön löv mär mån mår möl nä$ när näs néa née pär på$ pål rän "
        "ré$ réa rée rén rés röm rön så$ sé$ sén söd sör tåh tör vär zén "
    ),
    "tr": (  # Turkish
        "^âd ^âl ^ça ^çe ^çi ^ço ^çı ^öc ^ög ^ök ^öm ^ön ^ör ^öv ^öz ^öğ ^üb ^üg ^ül ^üm ^ün ^ür ^üs ^üz ^üç ^ğa ^şa "
        "^şe ^şi ^şu ^şö ^şü aç$ açn açı ağ$ ağa ağb ağc ağd aği ağl ağm ağr ağv ağı aş$ aşa aşh aşi aşk aşo bör büg "
        "bük bün bür büş bır cün cüy cı$ cım döl dön dü$ dül dün dür düz dıg dık dıl dım dın dır dız eç$ eçg eçi eçm "
        "eğe eğm eş$ eşh eşi eşr füg füy fır fız gök göl gön gör göz gü$ güb güc gül güm gün gür güt güv güz güç gı$ "
        "gın gız gış hâl hüd hük hüm hür hüs hıf hıg hşi iç$ içe içs iğd iği iğm iş$ işa işi işı i̇b i̇d i̇h i̇k i̇l "
        "i̇m i̇n i̇p i̇r i̇s i̇v i̇y i̇z i̇ç i̇ş kâm kâz kça kçe kçi kçu kök kös köz küb küd küf küm kür kı$ kıl kın "
        "kır kıs kıv kıy kız lâ$ lâl lâm lân lât lây lçe lçu löv löz lûl lü$ lüd lüe lüf lüh lüs lüt lı$ lıh lık lım "
        "lın lıç lış lşa lşe möh müb müc müf müh müj mük mül müm mün mür müs müv müz müğ müş mık mış mşa mşe nç$ nça "
        "nçb nçe nçi nçk nçl nço nçs nön nü$ nüb nüd nüh nül nür nım nır nış nşa nşe n˜z oça oçk oğa oğd oğl oğr oğu "
        "oşk oşu pür pın rç$ rçe rçi röz rük rüm rün rüy rüş rı$ rıc rıe rıf rık rım rıp rıs rış rşa rşi rşı sök sön "
        "söy söz söğ sü$ süc süd süh sül süm sün süs süv süz sıl sım sın sır sıy sız sığ tör töz tük tül tüm tün tür "
        "tüz tı$ tıa tıl tın tır tış t˜n uç$ uça uçb uçi uöz uğ$ uğa uğb uğc uğr uğt uğu uğç uş$ uşa uşr vâl vün vıl "
        "vşi yça yön yüc yük yül yüm yüp yür yıl yın yıt yşa yşe zça zöh züd züf züh zül züm zı$ zıd zıl çı$ çıd çık "
        "çıl çıv çığ öğe öğü üç$ üça üçg üçl üçy üğb üşe üşr üşt üşü ğçe ğüt ğın ğır ğıt ğız ıç$ ıçb ığ$ ığı ış$ ışc "
        "ışı şöh şük şür şık şıl şım şın şıy ̇çi ̇şc "
    ),
}  # fmt: skip
