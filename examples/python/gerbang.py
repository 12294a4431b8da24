# -*- coding: utf-8 -*-
"""Gerbang: kirim dan periksa OTP dari Python 2.7 dan 3, pustaka baku saja.

Issue and verify an OTP from Python 2.7 and 3, with the standard library alone.

    from gerbang import Gerbang, GerbangError

    gerbang = Gerbang(os.environ["GERBANG_URL"], os.environ["GERBANG_KEY"])
    try:
        otp = gerbang.issue("0812-3456-7890", user="budi")   # simpan otp["id"] / keep otp["id"]
        check = gerbang.verify(otp["id"], typed)
        if check["valid"]: ...
    except GerbangError as error:
        ... error.code ...

    GERBANG_URL=http://127.0.0.1:8080 GERBANG_KEY=gk_erp_... python gerbang.py issue 0812-3456-7890 budi

Keluar / exits with: 0 berhasil / done, 1 kode salah / wrong code, 2 ditolak / refused, 3 tak terjangkau / unreachable,
64 salah panggil / called wrongly.
"""
from __future__ import print_function, unicode_literals

import json
import os
import re
import socket
import sys
import time
import uuid

try:
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError
    from urllib.parse import urlencode
    from urllib.request import Request, urlopen
except ImportError:  # Python 2.7
    from httplib import HTTPException
    from urllib import urlencode
    from urllib2 import HTTPError, Request, URLError, urlopen

PASSING = ("idempotency_in_progress", "overloaded", "unavailable")


class GerbangError(Exception):
    """Penolakan: baca code, bukan kalimatnya.  A refusal: read its code, not its words."""

    def __init__(self, code, detail):
        Exception.__init__(self, detail)
        self.code = code
        self.detail = detail


class Gerbang(object):
    def __init__(self, url, key, timeout=10):
        """timeout: detik per percobaan / seconds a try."""
        self.url = url.strip().rstrip("/")
        # Kunci dari berkas sering berakhir dengan baris baru.  A key from a file often ends with a line break.
        self.key = key.strip()
        if not re.match("https?://.", self.url):
            raise ValueError("isi / set GERBANG_URL: http://... atau / or https://...")
        if not re.match("[!-~]+$", self.key):
            raise ValueError("isi / set GERBANG_KEY: gk_erp_...")
        self.timeout = timeout

    def issue(self, to, user="", **more):
        """more: misalnya / for example channel="sms", ttl_seconds=60."""
        return self._post("/v1/otp/issue", dict(more, to=to, user=user), "id")

    def verify(self, otp_id, code):
        """Kode salah bukan galat: valid = False.  A wrong code is no error: valid is False."""
        return self._post("/v1/otp/verify", {"id": otp_id, "code": code}, "valid")

    def _post(self, path, fields, expected):
        # Satu kunci untuk semua percobaan: dikirim dua kali, dikerjakan sekali.
        # One key for all tries: sent twice, done once.
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "X-API-Key": self.key,
            "Idempotency-Key": uuid.uuid4().hex,
        }
        form = dict((name, _text(value).encode("utf-8")) for name, value in fields.items() if value is not None)
        body = urlencode(form).encode("ascii")
        for attempt in (1, 2, 3):
            status, answer = self._send(path, body, headers)
            if 200 <= status < 300 and expected in answer:
                return answer
            # Jawaban lain, misalnya dari proxy, bukan penolakan.  Any other answer, a proxy's say, is no refusal.
            refused = status >= 400 and "code" in answer and "title" in answer
            code = answer["code"] if refused else "unreachable"
            if attempt == 3 or (refused and code not in PASSING):
                raise GerbangError(code, answer.get("detail", "HTTP %d" % status))
            time.sleep(1)

    def _send(self, path, body, headers):
        """Status dan isi jawaban, apa pun statusnya; 0 tanpa jawaban.  Status and body, whatever the status; 0 without."""
        try:
            reply = urlopen(Request(self.url + path, body, headers), timeout=self.timeout)
        except HTTPError as error:
            reply = error
        except (URLError, HTTPException, socket.error) as error:
            return 0, {"detail": "%s" % error}
        try:
            answer = json.loads(reply.read().decode("utf-8"))
        except ValueError:
            answer = {}
        except (HTTPException, socket.error) as error:
            return 0, {"detail": "%s" % error}
        return reply.code, answer if isinstance(answer, dict) else {}


def _text(value):
    """Seperti ditulis dalam formulir.  As a form has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ",".join(_text(item) for item in value)
    return value.decode("utf-8") if isinstance(value, bytes) else "%s" % value


def main(arguments):
    if (arguments[:1], len(arguments)) not in ((["issue"], 2), (["issue"], 3), (["verify"], 3)):
        print("gerbang.py issue NOMOR [USER] | verify ID KODE", file=sys.stderr)
        return 64
    try:
        timeout = float(os.environ.get("GERBANG_TIMEOUT") or "10")
        gerbang = Gerbang(os.environ.get("GERBANG_URL", ""), os.environ.get("GERBANG_KEY", ""), timeout)
    except ValueError as error:
        print("%s" % error, file=sys.stderr)
        return 64
    try:
        if arguments[0] == "issue":
            otp = gerbang.issue(arguments[1], *arguments[2:3])
            print("id=" + otp["id"])
            return 0
        check = gerbang.verify(arguments[1], arguments[2])
    except GerbangError as error:
        print("error=%s\ndetail=%s" % (error.code, error.detail), file=sys.stderr)
        return 3 if error.code == "unreachable" else 2
    print("valid=true" if check["valid"] else "valid=false\nreason=" + check["reason"])
    return 0 if check["valid"] else 1


if __name__ == "__main__":
    # Python 2.7 memberi byte, Python 3 memberi teks.  Python 2.7 gives bytes, Python 3 gives text.
    sys.exit(main([a.decode("utf-8") if isinstance(a, bytes) else a for a in sys.argv[1:]]))
