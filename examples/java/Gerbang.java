import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Gerbang: kirim dan periksa OTP dari Java 8 ke atas, tanpa pustaka lain.  Issue and verify an OTP from Java 8 on, with
 * no other library. Jawaban dibaca sebagai baris "nama=nilai".  Answers are read as "name=value" lines.
 *
 * <pre>
 *   Gerbang gerbang = new Gerbang(System.getenv("GERBANG_URL"), System.getenv("GERBANG_KEY"), 10);
 *   Map&lt;String, String&gt; otp = gerbang.issue("0812-3456-7890", "budi");   // simpan / keep otp.get("id")
 *   Map&lt;String, String&gt; check = gerbang.verify(otp.get("id"), typed);
 *   if (check.get("valid").equals("true")) { ... }
 *
 *   javac Gerbang.java
 *   GERBANG_URL=http://127.0.0.1:8080 GERBANG_KEY=gk_erp_... java Gerbang issue 0812-3456-7890 budi
 * </pre>
 *
 * Keluar / exits with: 0 berhasil / done, 1 kode salah / wrong code, 2 ditolak / refused, 3 tak terjangkau / unreachable,
 * 64 salah panggil / called wrongly.
 */
public class Gerbang {
    /** Penolakan: baca code, bukan kalimatnya.  A refusal: read its code, not its words. */
    public static class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        public final String code;

        Refusal(String code, String detail) {
            super(detail);
            this.code = code;
        }
    }

    private final String url;
    private final String key;
    private final int timeoutMillis;

    /** timeoutSeconds: detik per percobaan / seconds a try. */
    public Gerbang(String url, String key, int timeoutSeconds) {
        if (url == null || !url.trim().matches("https?://.+")) {
            throw new IllegalArgumentException("isi / set GERBANG_URL: http://... atau / or https://...");
        }
        // Kunci dari berkas sering berakhir dengan baris baru.  A key from a file often ends with a line break.
        if (key == null || !key.trim().matches("[!-~]+")) {
            throw new IllegalArgumentException("isi / set GERBANG_KEY: gk_erp_...");
        }
        this.url = url.trim().replaceAll("/+$", "");
        this.key = key.trim();
        this.timeoutMillis = timeoutSeconds * 1000;
    }

    public Map<String, String> issue(String to, String user) throws Refusal, IOException, InterruptedException {
        Map<String, String> fields = new LinkedHashMap<String, String>();
        fields.put("to", to);
        fields.put("user", user);
        return post("/v1/otp/issue", fields);
    }

    /** Kode salah bukan galat: valid=false.  A wrong code is no error: valid=false. */
    public Map<String, String> verify(String id, String code) throws Refusal, IOException, InterruptedException {
        Map<String, String> fields = new LinkedHashMap<String, String>();
        fields.put("id", id);
        fields.put("code", code);
        return post("/v1/otp/verify", fields);
    }

    private Map<String, String> post(String path, Map<String, String> fields)
            throws Refusal, IOException, InterruptedException {
        StringBuilder form = new StringBuilder();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (form.length() > 0) form.append('&');
            form.append(field.getKey()).append('=').append(URLEncoder.encode(field.getValue(), "UTF-8"));
        }
        // Satu kunci untuk semua percobaan, juga yang diulang Java sendiri: dikirim dua kali, dikerjakan sekali.
        // One key for all tries, those too that Java repeats by itself: sent twice, done once.
        String once = UUID.randomUUID().toString();
        for (int attempt = 1; ; attempt++) {
            try {
                Map<String, String> answer = parse(send(path, form.toString(), once));
                if ("ok".equals(answer.get("result"))) return answer;
                String code = answer.get("code");
                if (code == null || !"error".equals(answer.get("result"))) throw new IOException("bukan jawaban gateway / not an answer of the gateway");
                if (attempt == 3 || !isPassing(code)) throw new Refusal(code, answer.get("detail"));
            } catch (IOException unreachable) {
                if (attempt == 3) throw unreachable;
            }
            Thread.sleep(1000);
        }
    }

    private static boolean isPassing(String code) {
        return code.equals("idempotency_in_progress") || code.equals("overloaded") || code.equals("unavailable");
    }

    private String send(String path, String form, String once) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(url + path + "?format=text").openConnection();
        connection.setConnectTimeout(timeoutMillis);
        connection.setReadTimeout(timeoutMillis);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
        connection.setRequestProperty("X-API-Key", key);
        connection.setRequestProperty("Idempotency-Key", once);
        OutputStream out = connection.getOutputStream();
        out.write(form.getBytes("US-ASCII"));
        out.close();
        // Isi jawaban 4xx ada di aliran lain.  The body of a 4xx is in another stream.
        InputStream in = connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream();
        if (in == null) throw new IOException("jawaban tanpa isi / an answer without a body");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] part = new byte[4096];
        for (int n = in.read(part); n >= 0; n = in.read(part)) bytes.write(part, 0, n);
        in.close();
        return bytes.toString("UTF-8");
    }

    /** Baris "nama=nilai"; dalam nilai: \\ \r \n.  "name=value" lines; in a value: \\ \r \n. */
    static Map<String, String> parse(String text) {
        Map<String, String> fields = new LinkedHashMap<String, String>();
        for (String line : text.split("\n")) {
            int at = line.indexOf('=');
            if (at > 0) fields.put(line.substring(0, at), unescape(line.substring(at + 1)));
        }
        return fields;
    }

    private static String unescape(String value) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                char next = value.charAt(++i);
                plain.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    public static void main(String[] arguments) throws InterruptedException {
        String call = arguments.length == 0 ? "" : arguments[0] + arguments.length;
        if (!call.equals("issue2") && !call.equals("issue3") && !call.equals("verify3")) {
            System.err.println("Gerbang issue NOMOR [USER] | verify ID KODE");
            System.exit(64);
        }
        String seconds = System.getenv("GERBANG_TIMEOUT");
        Gerbang gerbang = null;
        try {
            int timeout = seconds == null ? 10 : Integer.parseInt(seconds);
            gerbang = new Gerbang(System.getenv("GERBANG_URL"), System.getenv("GERBANG_KEY"), timeout);
        } catch (IllegalArgumentException misuse) {
            System.err.println(misuse.getMessage());
            System.exit(64);
        }
        try {
            if (arguments[0].equals("issue")) {
                String user = arguments.length > 2 ? arguments[2] : "";
                System.out.println("id=" + gerbang.issue(arguments[1], user).get("id"));
                return;
            }
            Map<String, String> check = gerbang.verify(arguments[1], arguments[2]);
            System.out.println("valid=" + check.get("valid"));
            if (check.get("valid").equals("true")) return;
            System.out.println("reason=" + check.get("reason"));
            System.exit(1);
        } catch (Refusal refusal) {
            System.err.println("error=" + refusal.code + "\ndetail=" + refusal.getMessage());
            System.exit(2);
        } catch (IOException unreachable) {
            System.err.println("error=unreachable\ndetail=" + unreachable.getMessage());
            System.exit(3);
        }
    }
}
