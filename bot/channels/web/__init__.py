"""The chat page: a Rasa input channel whose pages are drawn from the journey, so that Back, reload and no script work.

    channel.py    the channel as Rasa knows it, and its addresses
    site.py       what each address does: start, say, hide, come back by receipt, choose a PIN
    papers.py     what the page of her papers does: choose, add a photo, fetch
    public.py     what is open to everybody: sectors, words, topics; no session
    arrival.py    how someone comes to the first page: by a campaign, with a worker beside her
    guard.py      what every request and answer must satisfy: own page only, headers, the session's cookie
    view.py       a journey -> what stands on the page: bubbles, the open question's buttons, the summary's lines
    pages.py      view -> HTML, in her language and its direction
    assets.py     style, script and icon: hashed, packed once, kept by the browser
    templates/    the HTML (Jinja2, everything escaped)
    static/       one stylesheet, one small script that improves what already works

Nothing is decided here: what she taps or writes is a message to Rasa like any other. Nothing she says is logged, put in
an address, or left on the phone.
"""

from bot.channels.web.channel import WebChannel

__all__ = ["WebChannel"]
