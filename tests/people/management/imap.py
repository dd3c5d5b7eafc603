"""A foreign IMAP server for the tests: as much of RFC 3501 as a client that only reads one folder needs."""

import base64
import re
import socketserver
import threading


class Conversation(socketserver.StreamRequestHandler):
    def say(self, *lines):
        for line in lines:
            self.wfile.write(line if isinstance(line, bytes) else line.encode() + b"\r\n")

    def handle(self):
        self.server.owner.is_busy = True
        self.say("* OK ready")
        for line in self.rfile:
            tag, command, rest = ([*line.decode().strip().split(" ", 2), "", ""])[:3]
            answer = getattr(self, f"on_{command.lower()}", self.on_unknown)(tag, rest)
            if answer is None:
                break
            self.say(f"{tag} {answer}")
        self.server.owner.is_busy = False

    def on_unknown(self, _tag, _rest):
        return "BAD unknown command"

    def on_capability(self, _tag, _rest):
        self.say("* CAPABILITY IMAP4rev1 AUTH=XOAUTH2 AUTH=PLAIN")
        return "OK done"

    def on_login(self, _tag, rest):
        return "OK in" if rest.split()[-1].strip('"') == "tajne" else f"NO wrong password {rest}"

    def on_authenticate(self, _tag, _rest):
        self.say("+ ")
        self.server.owner.initial = base64.b64decode(self.rfile.readline())
        return "OK in"

    def on_select(self, _tag, rest):
        self.say(f"* {len(self.server.owner.messages)} EXISTS", "* FLAGS (\\Seen \\Flagged)")
        return "OK [READ-WRITE] done" if rest == '"INBOX"' else "NO no such folder"

    def on_logout(self, tag, _rest):
        self.say("* BYE", f"{tag} OK bye")

    def on_uid(self, _tag, rest):
        owner = self.server.owner
        verb, _blank, what = rest.partition(" ")
        if verb == "SEARCH":
            unseen = [key for key in owner.messages if r"\Seen" not in owner.flags.get(key, set())]
            self.say(f"* SEARCH {' '.join(unseen)}")
            return "OK done"
        key, _blank, what = what.partition(" ")
        if verb == "STORE":
            owner.flags.setdefault(key, set()).update(re.findall(r"\\\w+", what))
            return "OK done"
        content = owner.messages[key]
        if "SIZE" in what:
            self.say(f"* {key} FETCH (UID {key} RFC822.SIZE {owner.sizes.get(key, len(content))})")
            return "OK done"
        if key == owner.hang_up_after:
            return None
        assert what == "(BODY.PEEK[])"
        self.say(f"* {key} FETCH (UID {key} BODY[] {{{len(content)}}}", content, ")")
        return "OK done"


class ImapServer:
    def __init__(self, messages):
        self.messages, self.flags, self.sizes = messages, {}, {}
        self.initial, self.hang_up_after, self.is_busy = b"", "", False
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)
        self.server.daemon_threads = True
        self.server.owner = self
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
