"""The text of a page's elements, one a line."""
import html.parser, sys

class Text(html.parser.HTMLParser):
    skip = 0
    words = []
    def handle_starttag(self, tag, attributes):
        self.skip += tag in ("style", "script", "svg", "title", "desc", "caption", "nav")
        if tag == "section":
            print(" ".join(self.words))
            self.words = []
            names = dict(attributes)
            print(names["class"].split()[0] if "b" in names["class"][:1] else "", names["id"], end=": ")
    def handle_endtag(self, tag):
        self.skip -= tag in ("style", "script", "svg", "title", "desc", "caption", "nav")
    def handle_data(self, data):
        if not self.skip and data.strip():
            self.words.append(" ".join(data.split()))

parser = Text()
parser.feed(open(sys.argv[1], encoding="utf-8").read().split("</header>")[1])
