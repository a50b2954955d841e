"""Words so common that a query skips them, unless it has no others.

These are function words only. A word that also means something, in any of these languages, stays
searchable: `US`, `Not`, `Weg`, `will` (Wille), `car`, `Ton`. The index itself keeps every word,
because quoted phrases need them.
"""

from corpus.text.common_words import word_set

GERMAN = word_set(
    """
    ab aber alle allem allen aller alles als also am an andere anderem anderen anderer anderes
    auch auf aus bei beim bereits bin bis bist da dabei dadurch dafür dagegen daher dahin damit
    danach dann daran darauf daraus darin darüber darum das dass davon davor dazu dein deine
    deinem deinen deiner deines dem den denen denn dennoch der deren des dessen dich die dies
    diese diesem diesen dieser dieses dir doch dort du durch dürfen ein eine einem einen einer
    eines einige einigem einigen einiger einiges er es etwa etwas euch euer eure für gegen habe
    haben hat hätte hatte hätten hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren
    ihrer ihres im in indem ins ist ja jede jedem jeden jeder jedes jene jenem jenen jener jenes
    jetzt kann kein keine keinem keinen keiner keines könne können könnte könnten man manche
    manchem manchen mancher manches mein meine meinem meinen meiner meines mich mir mit muss
    müssen nach nachdem nicht nichts noch nun nur ob oder ohne sehr sei seien sein seine seinem
    seinen seiner seines seit sich sie sind so sogar solche solchem solchen solcher solches soll
    sollen sollte sollten sondern sonst sowie sowohl trotz über um und uns unser unsere unserem
    unseren unserer unseres unter vom von vor während wann war waren warum was wegen weil welche
    welchem welchen welcher welches wem wen wenn wer werde werden weshalb wessen weswegen wie
    wieder wieso wieviel wir wird wo wodurch wofür wogegen woher wohin womit woran worauf woraus
    worden worin worüber wovon wovor wozu wurde würde wurden würden zu zum zur zwar zwischen
    """
)
ENGLISH = word_set(
    """
    a about after all also an and any are as at be because been before being between but by could
    did do does for from had has have he her here him his how if in into is it its just more most
    nor of on only or other our over said she should since so some such than that the their them
    then there these they this those through to under until up was we were what when where which
    while who whom whose with would you your
    """
)
FRENCH = word_set(
    """
    afin ainsi alors après au aucun aucune aussi autre autres aux avait avant avec avoir c ce
    ceci cela celle celles celui ces cet cette ceux chaque chez comme comment d dans de depuis des
    donc dont du elle elles en encore entre es est et étaient était été être eu eux fait faire fut
    il ils j je jusqu l la le les leur leurs lors lui m ma mais me même mêmes mes moi moins mon n ne
    ni nos notre nous on ont ou où par parce pas pendant peu pour pourquoi puis qu quand que
    quel quelle quelles quels qui quoi s sa sans se selon sera ses si soit sont sous sur ta te
    tes toi ton tous tout toute toutes très tu un une vers vos votre vous y
    """
)
