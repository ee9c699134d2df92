"""The same words give the same chance, and other words another."""

from ckanext.spenddata.demo.seeds import seeded


def test_chance_depends_on_the_words_alone():
    assert seeded(7, "roads").random() == seeded("7", "roads").random()
    assert seeded(7, "roads").random() != seeded(8, "roads").random()
    assert seeded("a", "b").random() != seeded("ab").random()
