"""Files that are no exports, and what has to be said of each."""

CASES = {
    "an empty file": {"files": {"e.csv": ""}, "says": "it is empty"},
    "blank lines": {"files": {"blank.csv": "\n\n  \n\n"}, "says": "it is empty"},
    "a list of words": {
        "files": {"words.txt": "apple\nbanana\ncherry\ndamson\nelder\nfig\n"},
        "says": "it is a list of words"},
    "a matrix": {
        "files": {"matrix.csv": "1,0.5,0.25\n0.5,1,0.75\n0.25,0.75,1\n"},
        "says": "it is a matrix"},
    "a log": {
        "files": {"app.log": "".join(
            f"Nov {d:2} 10:00:0{d % 10} host daemon[{d}]: started worker number {d} for the "
            f"queue\n" for d in range(1, 20))},
        "says": "prose or a log"},
    "prose": {
        "files": {"letter.txt": "Dear customer,\n\nwe thank you for the order that you placed "
                                "with us in the spring of this year, and hope it came whole.\n"
                                "If it did not, write to us, or call, or come by, whenever you "
                                "like\nWe are here\nYours sincerely\nthe people of the shop\n"},
        "says": "prose or a log"},
    "a page": {
        "files": {"page.csv": "<!DOCTYPE html>\n<html><body><p>Please log in</p></body></html>\n"},
        "says": "HTML or XML"},
    "a document of JSON": {
        "files": {"package.json": '{\n  "name": "x",\n  "version": "1.0",\n  "private": true\n}\n'},
        "says": "document of JSON"},
    "a workbook": {
        "files": {"book.xlsx": b"PK\3\4" + b"\0" * 26 + b"xl/workbook.xml" + b"\0" * 60},
        "says": "XLSX workbook"},
    "an answer of an interface": {
        "files": {"trail.json": '{"Records": [{"eventTime": "2026-01-02T10:00:00Z", "eventName": "Put", '
                                '"accountId": "1"}, {"eventTime": "2026-01-03T10:00:00Z", "eventName": "Put", '
                                '"accountId": "2"}]}'},
        "says": """jq -c '.["Records"][]' makes rows of it"""},
    # no command that a shell would read otherwise
    "an answer whose list has a quote in its name": {
        "files": {"trail.json": '{"it\'s": [{"eventTime": "2026-01-02T10:00:00Z", "eventName": "Put"}]}'},
        "says": "which company a row is of"},
    "a header alone": {
        "files": {"none.csv": "time,company,event\n"}, "says": "a header and no rows"},
    "bytes": {
        "files": {"image.csv": bytes(range(256)) * 40}, "says": "NUL bytes"},
    "a table of colours": {
        "files": {"colours.csv": "colour,hex,red,green,blue\nred,#ff0000,255,0,0\n"
                                 "teal,#008080,0,128,128\nnavy,#000080,0,0,128\n"},
        "says": "no column is a time"},
    "events of nobody": {
        "files": {"clicks.csv": "time,event\n2026-01-02T10:00:00Z,login\n"
                                "2026-01-03T10:00:00Z,export\n"},
        "says": "which company a row is of"},
    "rows without a header": {
        "files": {"rows.csv": "2026-01-02,acme,login\n2026-01-03,acme,export\n"},
        "says": "--header at,account,event"},
    "users written in another way": {
        "files": {"events.csv": "time,user_id,event\n2026-01-02,u1,login\n",
                  "users.csv": "user_id;company\nu1;acme\nu2;acme\n"},
        "says": "users.csv may, were it plain CSV", "prints": True},
    "a list of ratings": {
        "files": {"r.csv": "company,unit,rating,date\nacme,sponsor,4,2026-01-01\n"},
        "says": "csm-units --ratings"},
}
