// Gerbang: kirim dan periksa OTP dari .NET Framework 3.5 ke atas, tanpa pustaka lain.
// Issue and verify an OTP from .NET Framework 3.5 on, with no other library.
//
//   Gerbang gerbang = new Gerbang(ConfigurationManager.AppSettings["gerbang-url"],
//                                 ConfigurationManager.AppSettings["gerbang-key"], 10);
//   Dictionary<string, string> otp = gerbang.Issue("0812-3456-7890", "budi");   // simpan / keep otp["id"]
//   Dictionary<string, string> check = gerbang.Verify(otp["id"], typed);
//   if (check["valid"] == "true") { ... } else { ... check["reason"] ... }
//
// Baris perintah / command line:  csc Gerbang.cs && Gerbang.exe issue 0812-3456-7890 budi
// Keluar / exits with: 0 berhasil / done, 1 kode salah / wrong code, 2 ditolak / refused, 3 tak terjangkau / unreachable,
// 64 salah panggil / called wrongly.
using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;

/// <summary>Penolakan: baca Code, bukan kalimatnya.  A refusal: read its Code, not its words.</summary>
public class GerbangRefusal : Exception
{
    public readonly string Code;

    public GerbangRefusal(string code, string detail)
        : base(detail)
    {
        Code = code;
    }
}

public class Gerbang
{
    private readonly string url;
    private readonly string key;
    private readonly int timeoutMillis;

    /// <param name="timeoutSeconds">Detik per percobaan / seconds a try.</param>
    public Gerbang(string url, string key, int timeoutSeconds)
    {
        this.url = (url ?? "").Trim().TrimEnd('/');
        // Kunci dari berkas sering berakhir dengan baris baru.  A key from a file often ends with a line break.
        this.key = (key ?? "").Trim();
        if (!Regex.IsMatch(this.url, "^https?://."))
            throw new ArgumentException("isi / set GERBANG_URL: http://... atau / or https://...");
        if (!Regex.IsMatch(this.key, "^[!-~]+$"))
            throw new ArgumentException("isi / set GERBANG_KEY: gk_erp_...");
        this.timeoutMillis = timeoutSeconds * 1000;
        // TLS 1.2 harus diminta di .NET lama; 3072 namanya di sana.  Old .NET must be asked for TLS 1.2, by this number.
        ServicePointManager.SecurityProtocol |= (SecurityProtocolType)3072;
    }

    public Dictionary<string, string> Issue(string to, string user)
    {
        return Post("/v1/otp/issue", "to", to, "user", user);
    }

    /// <summary>Kode salah bukan galat: valid=false.  A wrong code is no error: valid=false.</summary>
    public Dictionary<string, string> Verify(string id, string code)
    {
        return Post("/v1/otp/verify", "id", id, "code", code);
    }

    private Dictionary<string, string> Post(string path, params string[] fields)
    {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < fields.Length; i += 2)
        {
            if (i > 0) form.Append('&');
            form.Append(fields[i]).Append('=').Append(Uri.EscapeDataString(fields[i + 1]));
        }
        // Satu kunci untuk semua percobaan: dikirim dua kali, dikerjakan sekali.
        // One key for all tries: sent twice, done once.
        string once = Guid.NewGuid().ToString();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Dictionary<string, string> answer = Parse(Send(path, form.ToString(), once));
                string result = answer.ContainsKey("result") ? answer["result"] : "";
                if (result == "ok") return answer;
                if (result != "error") throw new IOException("Bukan jawaban gateway / not the gateway's answer");
                string code = answer["code"];
                if (attempt == 3 || !IsPassing(code)) throw new GerbangRefusal(code, answer["detail"]);
            }
            catch (WebException)
            {
                if (attempt == 3) throw;
            }
            catch (IOException)
            {
                if (attempt == 3) throw;
            }
            Thread.Sleep(1000);
        }
    }

    private static bool IsPassing(string code)
    {
        return code == "idempotency_in_progress" || code == "overloaded" || code == "unavailable";
    }

    private string Send(string path, string form, string once)
    {
        // http_status=200: tanpa itu 4xx menjadi WebException.  Without it a 4xx becomes a WebException.
        HttpWebRequest request = (HttpWebRequest)WebRequest.Create(url + path + "?format=text&http_status=200");
        request.Method = "POST";
        request.ContentType = "application/x-www-form-urlencoded; charset=utf-8";
        request.Timeout = timeoutMillis;
        request.ReadWriteTimeout = timeoutMillis;
        request.Headers["X-API-Key"] = key;
        request.Headers["Idempotency-Key"] = once;
        byte[] body = Encoding.ASCII.GetBytes(form);
        request.ContentLength = body.Length;
        using (Stream stream = request.GetRequestStream()) stream.Write(body, 0, body.Length);
        using (WebResponse response = request.GetResponse())
        using (StreamReader reader = new StreamReader(response.GetResponseStream(), Encoding.UTF8))
            return reader.ReadToEnd();
    }

    /// <summary>Baris "nama=nilai".  Lines of "name=value".</summary>
    private static Dictionary<string, string> Parse(string text)
    {
        Dictionary<string, string> fields = new Dictionary<string, string>();
        foreach (string line in text.Split('\n'))
        {
            int at = line.IndexOf('=');
            if (at > 0) fields[line.Substring(0, at)] = Unescape(line.Substring(at + 1));
        }
        return fields;
    }

    /// <summary>Dalam nilai: \\ \r \n.  In a value: \\ \r \n.</summary>
    private static string Unescape(string value)
    {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c == '\\' && i + 1 < value.Length)
            {
                char next = value[++i];
                c = next == 'n' ? '\n' : next == 'r' ? '\r' : next;
            }
            plain.Append(c);
        }
        return plain.ToString();
    }

    public static int Main(string[] arguments)
    {
        string call = arguments.Length == 0 ? "" : arguments[0] + arguments.Length;
        if (call != "issue2" && call != "issue3" && call != "verify3")
        {
            Console.Error.WriteLine("Gerbang.exe issue NOMOR [USER] | verify ID KODE");
            return 64;
        }
        Gerbang gerbang;
        try
        {
            gerbang = new Gerbang(
                Environment.GetEnvironmentVariable("GERBANG_URL"), Environment.GetEnvironmentVariable("GERBANG_KEY"), 10);
        }
        catch (ArgumentException misuse)
        {
            Console.Error.WriteLine(misuse.Message);
            return 64;
        }
        try
        {
            if (arguments[0] == "issue")
            {
                Console.WriteLine("id=" + gerbang.Issue(arguments[1], arguments.Length > 2 ? arguments[2] : "")["id"]);
                return 0;
            }
            Dictionary<string, string> check = gerbang.Verify(arguments[1], arguments[2]);
            Console.WriteLine("valid=" + check["valid"]);
            if (check["valid"] == "true") return 0;
            Console.WriteLine("reason=" + check["reason"]);
            return 1;
        }
        catch (GerbangRefusal refusal)
        {
            Console.Error.WriteLine("error=" + refusal.Code + "\ndetail=" + refusal.Message);
            return 2;
        }
        catch (Exception unreachable)
        {
            if (!(unreachable is WebException) && !(unreachable is IOException)) throw;
            Console.Error.WriteLine("error=unreachable\ndetail=" + unreachable.Message);
            return 3;
        }
    }
}
