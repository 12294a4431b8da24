#!/bin/sh
# Gerbang: kirim dan periksa OTP dengan sh dan curl.  Issue and verify an OTP with sh and curl.
#
#   export GERBANG_URL=http://127.0.0.1:8080     alamat gateway / the gateway's address
#   export GERBANG_KEY=gk_erp_...                   kunci ERP / an ERP key
#   ./curl.sh issue 0812-3456-7890 budi          -> id=otp_...
#   ./curl.sh verify otp_... 123456              -> valid=true
#
# Keluar / exits with: 0 berhasil / done, 1 kode salah / wrong code, 2 ditolak / refused, 3 tak terjangkau / unreachable.

: "${GERBANG_URL:?isi GERBANG_URL / set GERBANG_URL}" "${GERBANG_KEY:?isi GERBANG_KEY / set GERBANG_KEY}"
timeout=${GERBANG_TIMEOUT:-10}

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
        setting header "X-API-Key: $GERBANG_KEY"
        setting header "Idempotency-Key: $once"
        for field in "$@"; do setting data-urlencode "$field"; done
      } | curl -sS -K - --max-time "$timeout" "$GERBANG_URL$path?format=text&http_status=200"
    )
    reached=$?
    case "$reached:$(value code)" in
      0:idempotency_in_progress | 0:overloaded | 0:unavailable) ;;
      0:*) return 0 ;;
    esac
    if [ "$try" -ge 3 ]; then
      [ "$reached" -eq 0 ] && return 0
      echo 'error=unreachable' >&2
      exit 3
    fi
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
  *)
    echo 'curl.sh issue NOMOR [USER] | verify ID KODE' >&2
    exit 2
    ;;
esac
