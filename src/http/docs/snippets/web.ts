import { namedAgain, type Field, type RequestSnippet, type Snippet } from "./snippet.ts";

/** Languages of servers that people still write web applications in. */
export const curl: RequestSnippet = {
  id: "curl",
  name: "curl",
  about: {
    id: "Formulir dan jawaban teks; kuncinya di variabel `ERP_KEY`.",
    en: "Forms and answers in text; the key is in the variable `ERP_KEY`.",
  },
  lines: ({
    base,
    typed,
    issue = [{ name: "to", value: "0812-3456-7892" }],
  }) => `curl -s '${base}/v1/otp/issue?format=text' \\
  -H "X-API-Key: $ERP_KEY" ${issue.map(curlField).join(" ")}
# ${typed}
curl -s '${base}/v1/otp/verify?format=text' \\
  -H "X-API-Key: $ERP_KEY" ${namedAgain(issue).map(curlField).join(" ")} --data-urlencode "code=$CODE"`,
};

/** What a form carries as it stands is shown as it stands. */
function curlField({ name, value }: Field): string {
  const option = /^[\w.-]*$/.test(value) ? "-d" : "--data-urlencode";
  return `${option} '${name}=${value.replaceAll("'", "'\\''")}'`;
}

export const php: RequestSnippet = {
  id: "php",
  name: "PHP 5",
  about: {
    id: "PHP 5.3 ke atas, tanpa ekstensi.",
    en: "PHP 5.3 and newer, no extension needed.",
  },
  lines: ({ base, typed, issue = [{ name: "to", value: "0812-3456-7893" }] }) => `<?php
function gerbang($path, $fields) {
    $context = stream_context_create(array('http' => array(
        'method' => 'POST',
        'header' => "Content-Type: application/x-www-form-urlencoded\\r\\nX-API-Key: " . getenv('ERP_KEY'),
        'content' => http_build_query($fields),
        'timeout' => 15,
        'ignore_errors' => true,
    )));
    $answer = json_decode(file_get_contents('${base}' . $path, false, $context), true);
    if (!is_array($answer)) throw new Exception('Gerbang: no answer');
    if (isset($answer['code'])) throw new Exception($answer['code'] . ': ' . $answer['detail']);
    return $answer;
}

$otp = gerbang('/v1/otp/issue', array(${issue.map(phpField).join(", ")}));
// ${typed}
$check = gerbang('/v1/otp/verify', array('id' => $otp['id'], 'code' => $_POST['code']));
echo $check['valid'] ? 'OK' : $check['reason'];`,
};

function phpField({ name, value }: Field): string {
  return `'${name}' => '${value.replace(/[\\']/g, "\\$&")}'`;
}

export const python: Snippet = {
  id: "python",
  name: "Python",
  about: {
    id: "Python 3, pustaka bawaan saja.",
    en: "Python 3, its standard library alone.",
  },
  lines: ({ base, typed }) => `import json, os, urllib.error, urllib.request

def gerbang(path, **fields):
    request = urllib.request.Request("${base}" + path, json.dumps(fields).encode(), {
        "Authorization": "Bearer " + os.environ["ERP_KEY"],
        "Content-Type": "application/json",
    })
    try:
        return json.load(urllib.request.urlopen(request, timeout=15))
    except urllib.error.HTTPError as error:
        problem = json.load(error)
        raise RuntimeError(problem["code"] + ": " + problem["detail"])

otp = gerbang("/v1/otp/issue", to="0812-3456-7894")
# ${typed}
check = gerbang("/v1/otp/verify", id=otp["id"], code=input())
print("OK" if check["valid"] else check["reason"])`,
};

export const java: Snippet = {
  id: "java",
  name: "Java 8",
  about: {
    id: "Tanpa pustaka JSON: `Properties` membaca jawaban teks.",
    en: "No JSON library: `Properties` reads the answer in text.",
  },
  lines: ({ base, typed }) => `import java.io.*;
import java.net.*;
import java.util.*;

public class Gerbang {
  static Properties call(String path, String... fields) throws IOException {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      body.append(i == 0 ? "" : "&").append(fields[i]).append('=').append(URLEncoder.encode(fields[i + 1], "UTF-8"));
    }
    URL url = new URL("${base}" + path + "?format=text&http_status=200");
    HttpURLConnection http = (HttpURLConnection) url.openConnection();
    http.setConnectTimeout(5000);
    http.setReadTimeout(15000);
    http.setDoOutput(true);
    http.setRequestProperty("X-API-Key", System.getenv("ERP_KEY"));
    http.getOutputStream().write(body.toString().getBytes("UTF-8"));
    Properties answer = new Properties();
    answer.load(new InputStreamReader(http.getInputStream(), "UTF-8"));
    if (!"ok".equals(answer.getProperty("result"))) {
      throw new IOException(answer.getProperty("code") + ": " + answer.getProperty("detail"));
    }
    return answer;
  }

  public static void main(String[] args) throws IOException {
    Properties otp = call("/v1/otp/issue", "to", "0812-3456-7895");
    // ${typed}
    String code = new BufferedReader(new InputStreamReader(System.in)).readLine();
    Properties check = call("/v1/otp/verify", "id", otp.getProperty("id"), "code", code);
    System.out.println("true".equals(check.getProperty("valid")) ? "OK" : check.getProperty("reason"));
  }
}`,
};

export const csharp: RequestSnippet = {
  id: "csharp",
  name: "C#",
  about: {
    id: ".NET Framework 4 ke atas. TLS 1.2 harus diminta sendiri sebelum 4.6.",
    en: ".NET Framework 4 and newer. Before 4.6 one has to ask for TLS 1.2.",
  },
  lines: ({ base, typed, issue = [{ name: "to", value: "0812-3456-7890" }] }) => `using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Configuration;
using System.Net;
using System.Text;

static Dictionary<string, string> Gerbang(string path, NameValueCollection fields)
{
    ServicePointManager.SecurityProtocol = (SecurityProtocolType)3072; // TLS 1.2
    using (var http = new WebClient())
    {
        http.Headers["X-API-Key"] = ConfigurationManager.AppSettings["GerbangKey"];
        byte[] bytes = http.UploadValues("${base}" + path + "?format=text&http_status=200", fields);
        var answer = new Dictionary<string, string>();
        foreach (string line in Encoding.UTF8.GetString(bytes).Split(new[] { '\\n' }, StringSplitOptions.RemoveEmptyEntries))
            answer[line.Substring(0, line.IndexOf('='))] = line.Substring(line.IndexOf('=') + 1);
        if (answer["result"] != "ok") throw new Exception(answer["code"] + ": " + answer["detail"]);
        return answer;
    }
}

var otp = Gerbang("/v1/otp/issue", new NameValueCollection { ${issue.map(csharpField).join(", ")} });
// ${typed}
var check = Gerbang("/v1/otp/verify", new NameValueCollection { { "id", otp["id"] }, { "code", typedCode } });
bool letIn = check["valid"] == "true";`,
};

/** What JSON escapes in a string, C# reads the same way. */
function csharpField({ name, value }: Field): string {
  return `{ ${JSON.stringify(name)}, ${JSON.stringify(value)} }`;
}

export const typescript: Snippet = {
  id: "typescript",
  name: "TypeScript",
  about: {
    id: "`examples/typescript` di repositori: satu berkas tanpa ketergantungan, setiap kolom diperiksa kompilator.",
    en: "`examples/typescript` in the repository: one file without dependencies, every field checked by the compiler.",
  },
  lines: ({ base, typed }) => `import { Gerbang, GerbangError } from "./gerbang.ts";

const gerbang = new Gerbang({ baseUrl: "${base}", key: process.env.ERP_KEY ?? "" });

try {
  const otp = await gerbang.issue({ to: "0812-3456-7890", user: "budi" });
  // ${typed}
  const { valid, reason } = await gerbang.verify({ id: otp.id, code });
} catch (error) {
  if (error instanceof GerbangError) console.error(error.code, error.requestId, error.retryAfterSeconds);
  throw error;
}`,
};
