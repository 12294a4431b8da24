#!/bin/sh
# Gerbang: kirim dan periksa OTP dengan sh dan curl.  Issue and verify an OTP with sh and curl.
#
#   export GERBANG_URL=http://127.0.0.1:8080     alamat gateway / the gateway's address
#   export GERBANG_KEY=gk_erp_...                   kunci ERP / an ERP key
#   ./curl.sh issue 0812-3456-7890 budi          -> id=otp_...
#   ./curl.sh verify otp_... 123456              -> valid=true
#
# Keluar / exits with: 0 berhasil / done, 1 kode salah / wrong code, 2 ditolak / refused, 3 tak terjangkau / unreachable,
# 64 salah panggil / called wrongly.

misuse() {
  echo "$1" >&2
  exit 64
}

case "$1:$#" in
  issue:2 | issue:3 | verify:3) ;;
  *) misuse 'curl.sh issue NOMOR [USER] | verify ID KODE' ;;
esac

# Baris baru dalam isian akan menjadi baris lain bagi "curl -K -": ditolak sebelum apa pun dikirim.
# A line break in a value would become another line for "curl -K -": refused before anything is sent.
plain() {
  [ "$(printf '%s' "$2" | LC_ALL=C tr -d '\000-\037\177')" = "$2" ] ||
    misuse "$1: karakter kendali tidak boleh / no control characters are allowed"
}

# Kunci dari berkas sering berakhir dengan baris baru.  A key that comes from a file often ends with a line break.
key=$(printf '%s' "$GERBANG_KEY")
key=${key%"$(printf '\r')"}
url=${GERBANG_URL%/}
timeout=${GERBANG_TIMEOUT:-10}
case "$url" in
  http://* | https://*) ;;
  *) misuse 'isi / set GERBANG_URL: http://... atau / or https://...' ;;
esac
[ -n "$key" ] || misuse 'isi / set GERBANG_KEY'
case "$timeout" in *[!0-9]*) misuse 'GERBANG_TIMEOUT: detik / seconds' ;; esac
plain GERBANG_URL "$url"
plain GERBANG_KEY "$key"
for argument in "$@"; do plain "$1" "$argument"; done

# Satu nilai dari jawaban "nama=nilai".  One value of an answer made of "name=value" lines.
value() { printf '%s\n' "$answer" | sed -n "s/^$1=//p" | head -n 1; }

# Isian untuk "curl -K -": kunci dan kode tidak tampak di daftar proses.
# For "curl -K -": neither key nor code is seen in the list of processes.
setting() { printf '%s = "%s"\n' "$1" "$(printf '%s' "$2" | sed 's/\\/\\\\/g; s/"/\\"/g')"; }

# call PATH NAME=VALUE...
call() {
  path=$1
  shift
  # Satu kunci untuk semua percobaan: dikirim dua kali, dikerjakan sekali.
  # One key for all tries: sent twice, done once.
  once=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  try=1
  while :; do
    answer=$(
      {
        setting url "$url$path?format=text&http_status=200"
        setting header "X-API-Key: $key"
        setting header "Idempotency-Key: $once"
        for field in "$@"; do setting data-urlencode "$field"; done
      } | curl -gsS -K - --max-time "$timeout"
    )
    reached=$?
    # Jawaban lain, misalnya dari proxy, bukan jawaban gateway.  Any other answer, a proxy's say, is not the gateway's.
    case "$reached:$(value result):$(value code)" in
      0:ok:*) return 0 ;;
      0:error:idempotency_in_progress | 0:error:overloaded | 0:error:unavailable) [ "$try" -ge 3 ] && return 0 ;;
      0:error:?*) return 0 ;;
      *)
        if [ "$try" -ge 3 ]; then
          echo 'error=unreachable' >&2
          exit 3
        fi
        ;;
    esac
    try=$((try + 1))
    sleep 1
  done
}

# Penolakan dibaca dari "code", bukan dari kalimatnya.  A refusal is read by its "code", not by its words.
refuse() {
  [ "$(value result)" = ok ] && return 0
  echo "error=$(value code)" >&2
  echo "detail=$(value detail)" >&2
  exit 2
}

case "$1" in
  issue)
    call /v1/otp/issue "to=$2" "user=$3"
    refuse
    echo "id=$(value id)"
    ;;
  verify)
    call /v1/otp/verify "id=$2" "code=$3"
    refuse
    echo "valid=$(value valid)"
    [ "$(value valid)" = true ] && exit 0
    echo "reason=$(value reason)"
    exit 1
    ;;
esac
