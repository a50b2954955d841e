"""The commonest words of some languages, which distinguish prose from lists of links."""


def word_set(text: str) -> frozenset[str]:
    """Return the words of a list written as text."""
    return frozenset(text.split())


GERMAN = word_set(
    """
    aber alle allem allen aller als also am an ander andere anderen auch auf aus bei beim bereits
    bin bis bist da dabei dadurch dafür damit dann daran darauf das dass dazu dein deine dem den
    denn der deren des dessen deutlich dich die dies diese diesem diesen dieser dieses dir doch
    dort du durch ein eine einem einen einer eines er es etwa etwas euch für gegen geht gibt ganz
    habe haben hat hatte hatten hätte hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer
    im immer in ins ist ja jede jedem jeden jeder jedes jetzt kann kein keine keinen können könnte
    konnte machen man mehr mein meine mich mir mit muss müssen nach nachdem nicht nichts noch nun
    nur ob oder ohne sagte schon sehr sei sein seine seinem seinen seiner seit sich sie sind so
    sollen sollte sondern soll sowie über um und uns unser unsere unter viel viele vom von vor
    wann war waren warum was weil wenn werde werden weitere wie wieder will wir wird wo worden
    wurde wurden würde während zu zum zur zwar zwischen
    """
)
ENGLISH = word_set(
    """
    a about after all also an and any are as at be because been before being between but by can
    could did do does for from had has have he her here him his how i if in into is it its just
    like made may me more most my no not now of on one only or other our out over said says she
    should since so some such than that the their them then there these they this those through to
    under until up us was we were what when where which while who will with would you your
    """
)
FRENCH = word_set(
    """
    à au aux avec ce ces cette dans de des du elle en est et était eux il ils je la le les leur
    leurs lui mais même ne nous on ont ou où par pas plus pour qu que qui sa se ses son sont sur
    un une vous été être
    """
)
SPANISH = word_set(
    """
    al como con cuando de del desde donde el ella en entre era es esta este esto fue ha han hasta
    la las lo los más muy no o para pero por que qué se según ser si sin sobre son su sus también
    un una y ya
    """
)
DUTCH = word_set(
    """
    aan al als bij daar dan dat de deze die dit door dus een en er geen gaat haar had hadden heb
    hebben heeft hem het hij hoe ik in is je kan kon maar meer met mijn naar niet nog nu of om omdat
    onder ook op over te tegen tot uit van veel voor waar was wat we werd werden wie wij wil worden
    wordt zal ze zei zich zij zijn zo zonder zou
    """
)
ITALIAN = word_set(
    """
    a ai al alla anche che chi ci come con così cui da dal dalla degli dei del della delle di dopo
    dove e ed era è fra gli ha hanno i il in io la le lo loro ma mi nel nella non o ogni per perché
    più quando quella quello questa questo se si sono su sua sul sulla suo un una uno
    """
)
PORTUGUESE = word_set(
    """
    à ainda ao aos após as até com como da das depois desde disse do dos e é ela ele eles em entre
    era essa esse esta este está estão foi foram há isso já mais mas muito na não nas nos num numa o
    os para pela pelo por qual quando que são se segundo ser seu seus sua suas também tem um uma
    """
)
SWEDISH = word_set(
    """
    att av alla av blev bland blir både de den denna dessa det detta dock då efter eller en enligt
    ett finns fram från för ha hade han har hon hur här i inför inte jag kan kommer kunde man med
    mellan men mot mycket många måste nu när och också om ska skulle som sedan sin sina sitt säger
    till under upp ut utan vad var vara varit vid vill är år än över
    """
)
DANISH = word_set(
    """
    af alle at blandt blev bliver da de den denne der det dette disse efter eller en end er et fik
    for fordi fra få får ham han har havde hun hvad hvis hvor i ifølge igen ikke ind jeg kan kun
    kunne man med meget mellem men mod må nogle nu når og også om op over på sagde siger skal skulle
    som til ud under var ved vi vil ville være været år
    """
)
NORWEGIAN = word_set(
    """
    alle at av ble blir blitt bare da de den denne der det dette disse du eller en enn er et
    etter for fordi fra få får før ha hadde han har hun hva hvis hvor i ifølge igjen ikke inn
    jeg kan kunne man med mellom men mot mye må noe nå når og også om opp over på sa seg sier
    sin skal skulle som til under ut var ved vi vil ville være vært å år
    """
)
FINNISH = word_set(
    """
    ei eivät eli en ennen että he hän häntä hänen itse ja jo joka jos jossa jotka joten jälkeen
    kanssa kertoo koska kuin kun kuten me minä mitä mukaan mutta muun myös ne niin noin nyt ole
    oli olivat olla on ovat sekä sen se sitä siitä tai tämä tämän vain vielä vuoden vuonna voi
    ympäri
    """
)
POLISH = word_set(
    """
    a aby ale bardzo bez być był była było były co czy dla do gdy gdzie go i ich ile jak jako je
    jego jej jest jeszcze już która które którego którzy który lub między na nad nie nich niż o
    od oraz po pod podczas powiedział przed przez przy roku są się tak tego tej ten to tylko tym
    tych w we więc wszystkie z za ze został że
    """
)
HUNGARIAN = word_set(
    """
    a az azt azonban arra akik amely amelyek ami amit ahol azért be csak de e egy egyik el elmondta
    ennek én és ez ezért ezt ha hanem hogy időn ilyen is ki kell között közölte le lehet lesz már
    még meg mert mint minden most nem nincs olyan ő őket pedig szerint számára után utáni vagy van
    vannak volt voltak
    """
)
ROMANIAN = word_set(
    """
    a acest această aceste acestea ai al ale am anul are au avea ca că care ce cel cea cei cele când
    către cu cum da dar de despre din după ei el este era fi fost iar în între la lui mai mult nu o
    pe pentru poate prin sa să sale sau se si spus sunt și un una unei unui
    """
)
TURKISH = word_set(
    """
    ama ancak bir bu bunun bunu çok da daha de değil diye dedi en gibi göre her için ile ilgili ise
    kadar karşı ki kim mi mı ne o olan olarak olduğu olduğunu olması oldu ve veya ya yeni yıl zaman
    sonra önce üzerine tarafından şu şekilde var
    """
)
RUSSIAN = word_set(
    """
    а без более бы был была были было быть в вам вас весь во вот все всех всё где да для до его ее
    если есть ещё еще же за и из или им их к как когда которые который которых кто ли между может мы
    на над не нет них но о об однако он она они от по под после при с сам сказал со так также
    там то того тоже только том у уже что чтобы эта эти это этого этой этом этот я
    """
)
UKRAINIAN = word_set(
    """
    а або але без би був була були було бути в ви від він вона вони все де для до є ж за з зі і із
    інших їх його її й як яка який які коли лише між може ми на над не ні ну о один під після при
    про проти сказав та так також там те того тоді тому у це цей цього ця через що щоб я
    """
)
# The words by which lines of pages are judged; those of more languages would blur the picture.
ANY = GERMAN | ENGLISH | FRENCH | SPANISH
