// Gerbang: kirim dan periksa OTP dari Delphi 7 ke atas dengan Indy 10.
// Issue and verify an OTP from Delphi 7 on, with Indy 10.
//
//   Gateway := TGerbang.Create(GetEnvironmentVariable('GERBANG_URL'), GetEnvironmentVariable('GERBANG_KEY'), 10000);
//   try
//     Id := Gateway.Issue('0812-3456-7890', 'budi');            // simpan Id / keep Id
//     if Gateway.Verify(Id, EditCode.Text, Reason) then ...     // Reason: wrong_code, expired, ...
//   except
//     on E: EGerbang do ShowMessage(E.Code + ': ' + E.Message);
//   end;
unit Gerbang;

interface

uses
  SysUtils, Classes, IdException, IdHTTP;

type
  // Penolakan: baca Code, bukan kalimatnya.  A refusal: read its Code, not its words.
  EGerbang = class(Exception)
  private
    FCode: string;
  public
    constructor Create(const ACode, ADetail: string);
    property Code: string read FCode;
  end;

  TGerbang = class
  private
    FUrl, FKey: string;
    FTimeoutMs: Integer;
    procedure Post(const Path: string; Fields, Answer: TStrings);
    function Send(const Path, Once: string; Fields: TStrings): string;
  public
    // TimeoutMs: per percobaan / a try.
    constructor Create(const AUrl, AKey: string; ATimeoutMs: Integer);
    function Issue(const SendTo, User: string): string;
    // Kode salah bukan galat: hasilnya False.  A wrong code is no error: the result is False.
    function Verify(const Id, Code: string; out Reason: string): Boolean;
  end;

implementation

constructor EGerbang.Create(const ACode, ADetail: string);
begin
  inherited Create(ADetail);
  FCode := ACode;
end;

constructor TGerbang.Create(const AUrl, AKey: string; ATimeoutMs: Integer);
begin
  inherited Create;
  FUrl := Trim(AUrl);
  if (FUrl <> '') and (FUrl[Length(FUrl)] = '/') then
    SetLength(FUrl, Length(FUrl) - 1);
  // Kunci dari berkas sering berakhir dengan baris baru.  A key from a file often ends with a line break.
  FKey := Trim(AKey);
  if (FUrl = '') or (FKey = '') then
    raise EGerbang.Create('unset', 'isi / set GERBANG_URL, GERBANG_KEY');
  FTimeoutMs := ATimeoutMs;
end;

function TGerbang.Issue(const SendTo, User: string): string;
var
  Fields, Answer: TStringList;
begin
  Fields := TStringList.Create;
  Answer := TStringList.Create;
  try
    Fields.Add('to=' + SendTo);
    Fields.Add('user=' + User);
    Post('/v1/otp/issue', Fields, Answer);
    Result := Answer.Values['id'];
  finally
    Answer.Free;
    Fields.Free;
  end;
end;

function TGerbang.Verify(const Id, Code: string; out Reason: string): Boolean;
var
  Fields, Answer: TStringList;
begin
  Fields := TStringList.Create;
  Answer := TStringList.Create;
  try
    Fields.Add('id=' + Id);
    Fields.Add('code=' + Code);
    Post('/v1/otp/verify', Fields, Answer);
    Reason := Answer.Values['reason'];
    Result := Answer.Values['valid'] = 'true';
  finally
    Answer.Free;
    Fields.Free;
  end;
end;

procedure TGerbang.Post(const Path: string; Fields, Answer: TStrings);
var
  Guid: TGUID;
  Once, Code: string;
  Attempt: Integer;
begin
  // Satu kunci untuk semua percobaan: dikirim dua kali, dikerjakan sekali.
  // One key for all tries: sent twice, done once.
  CreateGUID(Guid);
  Once := GUIDToString(Guid);
  for Attempt := 1 to 3 do
  begin
    if Attempt > 1 then
      Sleep(1000);
    // Baris "nama=nilai".  Lines of "name=value".
    Answer.Text := Send(Path, Once, Fields);
    if Answer.Values['result'] = 'ok' then
      Exit;
    if Answer.Values['result'] = 'error' then
      Code := Answer.Values['code']
    else
      Code := '';
    if (Code <> '') and (Code <> 'idempotency_in_progress') and (Code <> 'overloaded') and (Code <> 'unavailable') then
      Break;
  end;
  if Code = '' then
    raise EGerbang.Create('unreachable', 'Gateway tidak terjangkau / the gateway can not be reached');
  raise EGerbang.Create(Code, Answer.Values['detail']);
end;

// Kosong bila tak ada jawaban.  Empty when no answer came.
function TGerbang.Send(const Path, Once: string; Fields: TStrings): string;
var
  Http: TIdHTTP;
begin
  Http := TIdHTTP.Create(nil);
  try
    Http.ConnectTimeout := FTimeoutMs;
    Http.ReadTimeout := FTimeoutMs;
    // https: Http.IOHandler := TIdSSLIOHandlerSocketOpenSSL.Create(Http);
    Http.Request.ContentType := 'application/x-www-form-urlencoded';
    Http.Request.CustomHeaders.Values['X-API-Key'] := FKey;
    Http.Request.CustomHeaders.Values['Idempotency-Key'] := Once;
    try
      // http_status=200: tanpa itu 4xx menjadi pengecualian.  Without it a 4xx becomes an exception.
      Result := Http.Post(FUrl + Path + '?format=text&http_status=200', Fields);
    except
      on EIdException do
        Result := '';
    end;
  finally
    Http.Free;
  end;
end;

end.
