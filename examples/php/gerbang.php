<?php
/*
 * Gerbang: kirim dan periksa OTP dari PHP 5.3 ke atas.  Issue and verify an OTP from PHP 5.3 on.
 * Memakai ekstensi curl bila ada, selain itu stream bawaan PHP.  Uses the curl extension, or else PHP's own streams.
 *
 *   require 'gerbang.php';
 *   $gerbang = new Gerbang(getenv('GERBANG_URL'), getenv('GERBANG_KEY'));
 *   try {
 *       $otp = $gerbang->issue('0812-3456-7890', 'budi');      // simpan $otp['id'] / keep $otp['id']
 *       $check = $gerbang->verify($otp['id'], $_POST['code']);
 *       if ($check['valid']) { ... } else { echo $check['reason']; }
 *   } catch (GerbangError $error) { ... $error->errorCode ... }
 *
 * Dari baris perintah / from the command line:
 *   GERBANG_URL=http://127.0.0.1:8080 GERBANG_KEY=gk_erp_... php gerbang.php issue 0812-3456-7890 budi
 * Keluar / exits with: 0 berhasil / done, 1 kode salah / wrong code, 2 ditolak / refused,
 * 3 tak terjangkau / unreachable, 64 salah panggil / called wrongly.
 */

/** Penolakan: baca $errorCode, bukan kalimatnya.  A refusal: read $errorCode, not its words. */
class GerbangError extends Exception
{
    public $errorCode;

    public function __construct($errorCode, $detail)
    {
        parent::__construct($detail);
        $this->errorCode = $errorCode;
    }
}

class Gerbang
{
    private $url;
    private $key;
    private $timeout;

    /** $timeout: detik per percobaan / seconds a try. */
    public function __construct($url, $key, $timeout = 10)
    {
        $this->url = rtrim(trim($url), '/');
        // Kunci dari berkas sering berakhir dengan baris baru.  A key from a file often ends with a line break.
        $this->key = trim($key);
        if (!preg_match('~^https?://.~', $this->url)) {
            throw new InvalidArgumentException('isi / set GERBANG_URL: http:// atau / or https://');
        }
        if (!preg_match('/^[!-\~]+$/D', $this->key)) {
            throw new InvalidArgumentException('isi / set GERBANG_KEY');
        }
        $this->timeout = $timeout;
    }

    /** $more: misalnya / for example array('channel' => 'sms', 'purpose' => 'transaction'). */
    public function issue($to, $user = '', $more = array())
    {
        return $this->post('/v1/otp/issue', array_merge(array('to' => $to, 'user' => $user), $more), 'id');
    }

    /** Kode salah bukan galat: valid = false.  A wrong code is no error: valid is false. */
    public function verify($id, $code)
    {
        return $this->post('/v1/otp/verify', array('id' => $id, 'code' => $code), 'valid');
    }

    private function post($path, $fields, $expected)
    {
        // Satu kunci untuk semua percobaan: dikirim dua kali, dikerjakan sekali.
        // One key for all tries: sent twice, done once.
        $headers = array(
            'Content-Type: application/x-www-form-urlencoded; charset=utf-8',
            'X-API-Key: ' . $this->key,
            'Idempotency-Key: ' . md5(gethostname() . getmypid() . uniqid(mt_rand(), true)),
        );
        $body = http_build_query($fields, '', '&');
        $passing = array('idempotency_in_progress', 'overloaded', 'unavailable');
        for ($try = 1; ; $try++) {
            list($status, $text) = $this->send($this->url . $path, $headers, $body);
            $answer = json_decode($text, true);
            if ($status >= 200 && $status < 300 && isset($answer[$expected])) {
                return $answer;
            }
            // Jawaban lain, misalnya dari proxy, bukan penolakan.  Any other answer, a proxy's say, is no refusal.
            $refused = $status >= 400 && isset($answer['title'], $answer['code'], $answer['detail']);
            $code = $refused ? $answer['code'] : null;
            if ($try === 3 || ($code !== null && !in_array($code, $passing, true))) {
                break;
            }
            sleep(1);
        }
        if ($code === null) {
            throw new GerbangError('unreachable', 'Gateway tidak terjangkau / the gateway can not be reached');
        }
        throw new GerbangError($code, $answer['detail']);
    }

    /** Status dan isi jawaban, apa pun statusnya; 0 tanpa jawaban.  Status and body, whatever the status; 0 without. */
    private function send($url, $headers, $body)
    {
        if (function_exists('curl_init')) {
            $curl = curl_init($url);
            curl_setopt_array($curl, array(
                CURLOPT_POST => true,
                CURLOPT_POSTFIELDS => $body,
                CURLOPT_HTTPHEADER => $headers,
                CURLOPT_RETURNTRANSFER => true,
                CURLOPT_TIMEOUT => $this->timeout,
            ));
            $text = curl_exec($curl);
            return array($text === false ? 0 : curl_getinfo($curl, CURLINFO_HTTP_CODE), (string) $text);
        }
        $context = stream_context_create(array('http' => array(
            'method' => 'POST',
            'header' => implode("\r\n", $headers),
            'content' => $body,
            'timeout' => $this->timeout,
            // Tanpa ini isi jawaban 4xx hilang.  Without it the body of a 4xx is lost.
            'ignore_errors' => true,
        )));
        $stream = @fopen($url, 'r', false, $context);
        if ($stream === false) {
            return array(0, '');
        }
        $text = stream_get_contents($stream);
        $meta = stream_get_meta_data($stream);
        fclose($stream);
        $status = 0;
        // Setelah pengalihan ada beberapa baris status.  After a redirection there are several status lines.
        foreach ($meta['wrapper_data'] as $line) {
            if (preg_match('~^HTTP/\S+ (\d+)~', $line, $found)) {
                $status = (int) $found[1];
            }
        }
        return array($meta['timed_out'] ? 0 : $status, (string) $text);
    }
}

if (PHP_SAPI === 'cli' && realpath($argv[0]) === __FILE__) {
    if (!in_array((isset($argv[1]) ? $argv[1] : '') . $argc, array('issue3', 'issue4', 'verify4'), true)) {
        fwrite(STDERR, "gerbang.php issue NOMOR [USER] | verify ID KODE\n");
        exit(64);
    }
    try {
        $gerbang = new Gerbang(getenv('GERBANG_URL'), getenv('GERBANG_KEY'), (int) (getenv('GERBANG_TIMEOUT') ?: 10));
    } catch (InvalidArgumentException $error) {
        fwrite(STDERR, $error->getMessage() . "\n");
        exit(64);
    }
    try {
        if ($argv[1] === 'issue') {
            $otp = $gerbang->issue($argv[2], isset($argv[3]) ? $argv[3] : '');
            echo 'id=', $otp['id'], "\n";
            exit(0);
        }
        $check = $gerbang->verify($argv[2], $argv[3]);
        echo $check['valid'] ? "valid=true\n" : "valid=false\nreason=" . $check['reason'] . "\n";
        exit($check['valid'] ? 0 : 1);
    } catch (GerbangError $error) {
        fwrite(STDERR, 'error=' . $error->errorCode . "\ndetail=" . $error->getMessage() . "\n");
        exit($error->errorCode === 'unreachable' ? 3 : 2);
    }
}
