import type { Snippet } from "./snippet.ts";

/** Languages that live inside a database or an ERP. */
export const plsql: Snippet = {
  id: "plsql",
  name: "PL/SQL",
  about: {
    id: "`UTL_HTTP` perlu izin ACL ke host ini; untuk HTTPS juga wallet. `CHR(38)` menggantikan `&`, yang oleh SQL*Plus dianggap variabel.",
    en: "`UTL_HTTP` needs an ACL for this host, and a wallet for HTTPS. `CHR(38)` is the `&` that SQL*Plus would take for a variable.",
  },
  lines: ({ base, typed }) => `CREATE OR REPLACE FUNCTION gerbang(p_path VARCHAR2, p_body VARCHAR2) RETURN VARCHAR2 IS
  request  UTL_HTTP.REQ;
  response UTL_HTTP.RESP;
  line     VARCHAR2(4000);
  answer   VARCHAR2(32767);
BEGIN
  UTL_HTTP.SET_TRANSFER_TIMEOUT(15);
  request := UTL_HTTP.BEGIN_REQUEST(
    '${base}' || p_path || '?format=text' || CHR(38) || 'http_status=200', 'POST', 'HTTP/1.1');
  UTL_HTTP.SET_HEADER(request, 'Content-Type', 'application/x-www-form-urlencoded');
  UTL_HTTP.SET_HEADER(request, 'Content-Length', LENGTHB(p_body));
  UTL_HTTP.SET_HEADER(request, 'X-API-Key', gerbang_key);
  UTL_HTTP.WRITE_TEXT(request, p_body);
  response := UTL_HTTP.GET_RESPONSE(request);
  BEGIN
    LOOP
      UTL_HTTP.READ_LINE(response, line, TRUE);
      answer := answer || line || CHR(10);
    END LOOP;
  EXCEPTION
    WHEN UTL_HTTP.END_OF_BODY THEN UTL_HTTP.END_RESPONSE(response);
  END;
  RETURN answer;
END;
/

answer := gerbang('/v1/otp/issue', 'to=0812-3456-7890');
otp_id := REGEXP_SUBSTR(answer, '^id=(.*)$', 1, 1, 'm', 1);
-- ${typed}
let_in := FALSE;
IF REGEXP_LIKE(typed_code, '^[0-9]{4,10}$') THEN
  answer := gerbang('/v1/otp/verify', 'id=' || otp_id || CHR(38) || 'code=' || typed_code);
  let_in := REGEXP_LIKE(answer, '^valid=true$', 'm');
END IF;`,
};

export const abap: Snippet = {
  id: "abap",
  name: "SAP ABAP",
  about: {
    id: "Sertifikat HTTPS diimpor di STRUST; kunci lebih baik di destinasi SM59.",
    en: "Import the HTTPS certificate in STRUST; the key is better kept in an SM59 destination.",
  },
  lines: ({
    base,
    typed,
  }) => `FORM gerbang USING iv_path TYPE string iv_body TYPE string CHANGING cv_answer TYPE string.
  DATA: lo_http TYPE REF TO if_http_client,
        lv_url  TYPE string.
  CONCATENATE '${base}' iv_path '?format=text&http_status=200' INTO lv_url.
  cl_http_client=>create_by_url( EXPORTING url = lv_url IMPORTING client = lo_http ).
  lo_http->request->set_method( 'POST' ).
  lo_http->request->set_content_type( 'application/x-www-form-urlencoded' ).
  lo_http->request->set_header_field( name = 'X-API-Key' value = gv_key ).
  lo_http->request->set_cdata( iv_body ).
  lo_http->send( EXPORTING timeout = 15 EXCEPTIONS OTHERS = 1 ).
  IF sy-subrc = 0.
    lo_http->receive( EXCEPTIONS OTHERS = 1 ).
  ENDIF.
  IF sy-subrc = 0.
    cv_answer = lo_http->response->get_cdata( ).
  ENDIF.
  lo_http->close( ).
ENDFORM.

PERFORM gerbang USING '/v1/otp/issue' 'to=0812-3456-7890' CHANGING lv_answer.
FIND REGEX '\\nid=([^\\n]+)' IN lv_answer SUBMATCHES lv_id.
" ${typed}
lv_let_in = abap_false.
IF lv_code CO '0123456789'.
  CONCATENATE 'id=' lv_id '&code=' lv_code INTO lv_body.
  PERFORM gerbang USING '/v1/otp/verify' lv_body CHANGING lv_answer.
  FIND REGEX '\\nvalid=true\\n' IN lv_answer.
  IF sy-subrc = 0.
    lv_let_in = abap_true.
  ENDIF.
ENDIF.`,
};

export const oneC: Snippet = {
  id: "1c",
  name: "1C",
  about: {
    id: "1C:Enterprise 8.3. Pengodean satu bita supaya tidak ada BOM di depan isi.",
    en: "1C:Enterprise 8.3. A one-byte encoding, so that no BOM goes before the body.",
  },
  lines: ({ base, typed }) => {
    const { hostname, port, protocol } = new URL(base);
    const secure = protocol === "https:";
    return `Function Gerbang(Path, Body)
    Connection = New HTTPConnection("${hostname}", ${port || (secure ? "443" : "80")}, , , , 15${secure ? ", New OpenSSLSecureConnection()" : ""});
    Request = New HTTPRequest(Path + "?format=text&http_status=200");
    Request.Headers.Insert("Content-Type", "application/x-www-form-urlencoded");
    Request.Headers.Insert("X-API-Key", Constants.GerbangKey.Get());
    Request.SetBodyFromString(Body, "windows-1251");
    Lines = New Map;
    Text = Connection.Post(Request).GetBodyAsString("utf-8");
    For Number = 1 To StrLineCount(Text) Do
        Line = StrGetLine(Text, Number);
        At = Find(Line, "=");
        If At > 0 Then
            Lines.Insert(Left(Line, At - 1), Mid(Line, At + 1));
        EndIf;
    EndDo;
    Return Lines;
EndFunction

Otp = Gerbang("/v1/otp/issue", "to=0812-3456-7890");
// ${typed}
Check = Gerbang("/v1/otp/verify", "id=" + Otp["id"] + "&code=" + EncodeString(TypedCode, StringEncodingMethod.URLEncoding));
LetIn = Check["valid"] = "true";`;
  },
};

export const rpg: Snippet = {
  id: "rpg",
  name: "RPG (IBM i)",
  about: {
    id: "`QSYS2.HTTP_POST` dari SQL, IBM i 7.3 ke atas; ia sendiri yang mengubah EBCDIC, akhir baris menjadi X'25'. `id` selalu 36 karakter.",
    en: "`QSYS2.HTTP_POST` of SQL, IBM i 7.3 and newer; it translates EBCDIC by itself, and the end of a line is X'25' then. An `id` has 36 characters, always.",
  },
  lines: ({ base, typed }) => `dcl-c LF x'25';
dcl-s options varchar(500);
dcl-s body varchar(200);
dcl-s answer varchar(4000);
dcl-s otpId char(36);
dcl-s letIn ind inz(*off);

options = '{"header":"Content-Type,application/x-www-form-urlencoded","header":"X-API-Key,' + %trim(key) + '"}';

exec sql values QSYS2.HTTP_POST(
  '${base}/v1/otp/issue?format=text&http_status=200', 'to=0812-3456-7890', :options) into :answer;
if %scan('result=ok' + LF : answer) = 1;
  otpId = %subst(answer : %scan(LF + 'id=otp_' : answer) + 4 : 36);
  // ${typed}
  if typedCode <> '' and %check('0123456789' : %trim(typedCode)) = 0;
    body = 'id=' + otpId + '&code=' + %trim(typedCode);
    exec sql values QSYS2.HTTP_POST(
      '${base}/v1/otp/verify?format=text&http_status=200', :body, :options) into :answer;
    letIn = %scan(LF + 'valid=true' + LF : answer) > 0;
  endif;
endif;`,
};
