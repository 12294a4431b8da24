import type { Field, RequestSnippet, Snippet } from "./snippet.ts";

/** Desktop applications of the nineties that still do the work. */
export const vb6: RequestSnippet = {
  id: "vb6",
  name: "VB6 / VBA",
  about: {
    id: "MSXML 6. `ServerXMLHTTP`, bukan `XMLHTTP`: yang terakhir menyimpan jawaban di cache.",
    en: "MSXML 6. `ServerXMLHTTP`, not `XMLHTTP`, which answers from a cache.",
  },
  lines: ({
    base,
    typed,
    issue = [{ name: "to", value: "0812-3456-7890" }],
  }) => `Function Gerbang(Path As String, Body As String) As String
    Dim Http As Object
    Set Http = CreateObject("MSXML2.ServerXMLHTTP.6.0")
    Http.setTimeouts 5000, 5000, 15000, 15000
    Http.Open "POST", "${base}" & Path & "?format=text&http_status=200", False
    Http.setRequestHeader "Content-Type", "application/x-www-form-urlencoded"
    Http.setRequestHeader "X-API-Key", GetSetting("ERP", "Gerbang", "Key")
    Http.send Body
    Gerbang = vbLf & Http.responseText
End Function

Function Field(Answer As String, Name As String) As String
    Dim First As Long
    First = InStr(Answer, vbLf & Name & "=")
    If First = 0 Then Exit Function
    First = First + Len(Name) + 2
    Field = Mid$(Answer, First, InStr(First, Answer, vbLf) - First)
End Function

Dim Answer As String, Id As String, Code As String
Answer = Gerbang("/v1/otp/issue", "${issue.map(formField).join("&")}")
If Field(Answer, "result") <> "ok" Then MsgBox Field(Answer, "detail"): Exit Sub
Id = Field(Answer, "id")
' ${typed}
Code = Trim$(InputBox("Kode?"))
If Code = "" Or Code Like "*[!0-9]*" Then MsgBox "0-9": Exit Sub
Answer = Gerbang("/v1/otp/verify", "id=" & Id & "&code=" & Code)
If Field(Answer, "valid") <> "true" Then MsgBox Field(Answer, "reason"): Exit Sub`,
};

/** Encoded, it has no quotation mark that a string of VB would end at. */
function formField({ name, value }: Field): string {
  return `${name}=${encodeURIComponent(value)}`;
}

export const delphi: Snippet = {
  id: "delphi",
  name: "Delphi",
  about: {
    id: "Indy; ia sendiri yang menyandikan isian. `TStringList.Values` sudah membaca `nama=nilai`. Untuk HTTPS pasang `TIdSSLIOHandlerSocketOpenSSL`.",
    en: "Indy, which encodes the fields. `TStringList.Values` reads `name=value` by itself. For HTTPS add a `TIdSSLIOHandlerSocketOpenSSL`.",
  },
  lines: ({ base, typed }) => `procedure Gerbang(const Path: string; Fields, Answer: TStringList);
var
  Http: TIdHTTP;
begin
  Http := TIdHTTP.Create(nil);
  try
    Http.ConnectTimeout := 5000;
    Http.ReadTimeout := 15000;
    Http.Request.CustomHeaders.Values['X-API-Key'] := GerbangKey;
    Answer.Text := Http.Post('${base}' + Path + '?format=text&http_status=200', Fields);
  finally
    Http.Free;
  end;
  if Answer.Values['result'] <> 'ok' then
    raise Exception.Create(Answer.Values['code'] + ': ' + Answer.Values['detail']);
end;

Fields.Values['to'] := '0812-3456-7890';
Gerbang('/v1/otp/issue', Fields, Answer);
Id := Answer.Values['id'];
// ${typed}
Fields.Clear;
Fields.Values['id'] := Id;
Fields.Values['code'] := EditCode.Text;
Gerbang('/v1/otp/verify', Fields, Answer);
LetIn := Answer.Values['valid'] = 'true';`,
};

export const foxpro: Snippet = {
  id: "foxpro",
  name: "Visual FoxPro",
  about: {
    id: "WinHTTP. `&` dipisah karena FoxPro membacanya sebagai makro.",
    en: "WinHTTP. The `&` stands apart, since FoxPro takes it for a macro.",
  },
  lines: ({ base, typed }) => `FUNCTION Gerbang(lcPath, lcBody)
  LOCAL loHttp
  loHttp = CREATEOBJECT("WinHttp.WinHttpRequest.5.1")
  loHttp.SetTimeouts(5000, 5000, 15000, 15000)
  loHttp.Open("POST", "${base}" + lcPath + "?format=text" + CHR(38) + "http_status=200", .F.)
  loHttp.SetRequestHeader("Content-Type", "application/x-www-form-urlencoded")
  loHttp.SetRequestHeader("X-API-Key", GETENV("ERP_KEY"))
  loHttp.Send(lcBody)
  RETURN CHR(10) + loHttp.ResponseText
ENDFUNC

FUNCTION Field(lcAnswer, lcName)
  RETURN STREXTRACT(lcAnswer, CHR(10) + lcName + "=", CHR(10))
ENDFUNC

lcAnswer = Gerbang("/v1/otp/issue", "to=0812-3456-7890")
IF Field(lcAnswer, "result") == "ok"
  lcId = Field(lcAnswer, "id")
  * ${typed}
  llLetIn = .F.
  IF NOT EMPTY(lcCode) AND EMPTY(CHRTRAN(lcCode, "0123456789", ""))
    lcAnswer = Gerbang("/v1/otp/verify", "id=" + lcId + CHR(38) + "code=" + lcCode)
    llLetIn = Field(lcAnswer, "valid") == "true"
  ENDIF
ENDIF`,
};
