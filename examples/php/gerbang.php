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
        $this->url = $url;
        $this->key = $key;
        $this->timeout = $timeout;
    }

    /** $more: misalnya / for example array('channel' => 'sms', 'purpose' => 'transaction'). */
    public function issue($to, $user = '', $more = array())
    {
        return $this->post('/v1/otp/issue', array_merge(array('to' => $to, 'user' => $user), $more));
    }

    /** Kode salah bukan galat: valid = false.  A wrong code is no error: valid is false. */
    public function verify($id, $code)
    {
        return $this->post('/v1/otp/verify', array('id' => $id, 'code' => $code));
    }

    private function post($path, $fields)
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
            $text = $this->send($this->url . $path, $headers, $body);
            $answer = $text === false ? null : json_decode($text, true);
            $code = isset($answer['status'], $answer['title'], $answer['code']) ? $answer['code'] : null;
            if (is_array($answer) && $code === null) {
                return $answer;
            }
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

    /** Isi jawaban, apa pun statusnya; false bila tak ada jawaban.  The body whatever the status; false without one. */
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
            return curl_exec($curl);
        }
        $context = stream_context_create(array('http' => array(
            'method' => 'POST',
            'header' => implode("\r\n", $headers),
            'content' => $body,
            'timeout' => $this->timeout,
            // Tanpa ini isi jawaban 4xx hilang.  Without it the body of a 4xx is lost.
            'ignore_errors' => true,
        )));
        return @file_get_contents($url, false, $context);
    }
}

if (PHP_SAPI === 'cli' && isset($argv[2]) && realpath($argv[0]) === __FILE__) {
    $gerbang = new Gerbang(getenv('GERBANG_URL'), getenv('GERBANG_KEY'), (int) (getenv('GERBANG_TIMEOUT') ?: 10));
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
