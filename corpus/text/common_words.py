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
# The words by which lines of pages are judged; those of more languages would blur the picture.
ANY = GERMAN | ENGLISH | FRENCH | SPANISH
