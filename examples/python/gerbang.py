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
"""
from __future__ import print_function, unicode_literals

import json
import os
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
        self.url = url
        self.key = key
        self.timeout = timeout

    def issue(self, to, user="", **more):
        """more: misalnya / for example channel="sms", purpose="transaction"."""
        return self._post("/v1/otp/issue", dict(more, to=to, user=user))

    def verify(self, otp_id, code):
        """Kode salah bukan galat: valid = False.  A wrong code is no error: valid is False."""
        return self._post("/v1/otp/verify", {"id": otp_id, "code": code})

    def _post(self, path, fields):
        # Satu kunci untuk semua percobaan: dikirim dua kali, dikerjakan sekali.
        # One key for all tries: sent twice, done once.
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "X-API-Key": self.key,
            "Idempotency-Key": uuid.uuid4().hex,
        }
        form = dict((name, value.encode("utf-8")) for name, value in fields.items())
        body = urlencode(form).encode("ascii")
        for attempt in (1, 2, 3):
            status, answer = self._send(path, body, headers)
            if status is not None and status < 400:
                return answer
            code = "unreachable" if status is None else answer["code"]
            if attempt == 3 or (status is not None and code not in PASSING):
                raise GerbangError(code, answer["detail"])
            time.sleep(1)

    def _send(self, path, body, headers):
        """Status dan isi jawaban, apa pun statusnya.  Status and body, whatever the status."""
        try:
            reply = urlopen(Request(self.url + path, body, headers), timeout=self.timeout)
        except HTTPError as error:
            reply = error
        except (URLError, HTTPException, socket.error) as error:
            return None, {"detail": "%s" % error}
        try:
            return reply.code, json.loads(reply.read().decode("utf-8"))
        except (HTTPException, socket.error, ValueError) as error:
            return None, {"detail": "%s" % error}


def main(arguments):
    gerbang = Gerbang(
        os.environ["GERBANG_URL"], os.environ["GERBANG_KEY"], float(os.environ.get("GERBANG_TIMEOUT", "10"))
    )
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
