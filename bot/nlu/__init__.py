"""Rasa graph components of our own: how a message is read before the core decides what it means.

    normaliser.py  one normal form, the same in training and in talk
    tokenizer.py   spaCy's blank pipelines, chosen by script
    gazetteer.py   names of options, activities, occupations, languages, countries, wherever they stand in a sentence
    phrases.py     how one language's phrases are looked for
    names.py       what countries and languages are called
    urgent.py      words that may be about violence, suicide or nowhere to sleep
    urgent/        those words, a file a language

They only pass hints on. None switches the language: one word is too little to know it by.
"""
