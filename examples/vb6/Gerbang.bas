Attribute VB_Name = "Gerbang"
' Gerbang: kirim dan periksa OTP dari VB6 dan VBA, dengan MSXML bawaan Windows.
' Issue and verify an OTP from VB6 and VBA, with the MSXML that comes with Windows.
'
'   Dim Id As String, Reason As String
'   Id = GerbangIssue("0812-3456-7890", "budi")          ' simpan Id / keep Id
'   If GerbangVerify(Id, txtCode.Text, Reason) Then ...   ' Reason: wrong_code, expired, ...
'
' Penolakan menjadi Err: Source = code (misalnya "rate_limited"), Description = kalimatnya.
' A refusal becomes Err: Source is its code ("rate_limited", say), Description its words.
' Alamat dan kunci dari lingkungan, bukan dari program.  Address and key come from the environment, not the program.
Option Explicit

Private Declare Sub Sleep Lib "kernel32" (ByVal Milliseconds As Long)

Private Const ErrRefused As Long = vbObjectError + 512
Private Const ErrUnreachable As Long = vbObjectError + 513
Private Const ErrUnset As Long = vbObjectError + 514
Private Const TimeoutMs As Long = 10000

Public Function GerbangIssue(ByVal SendTo As String, ByVal User As String) As String
    GerbangIssue = ValueOf(Post("/v1/otp/issue", "to=" & Encode(SendTo) & "&user=" & Encode(User)), "id")
End Function

' Kode salah bukan galat: hasilnya False.  A wrong code is no error: the result is False.
Public Function GerbangVerify(ByVal Id As String, ByVal Code As String, ByRef Reason As String) As Boolean
    Dim Answer As String
    Answer = Post("/v1/otp/verify", "id=" & Encode(Id) & "&code=" & Encode(Code))
    Reason = ValueOf(Answer, "reason")
    GerbangVerify = (ValueOf(Answer, "valid") = "true")
End Function

Private Function Post(ByVal Path As String, ByVal Form As String) As String
    Dim Answer As String, Code As String, Once As String, Attempt As Integer
    ' Satu kunci untuk semua percobaan: dikirim dua kali, dikerjakan sekali.
    ' One key for all tries: sent twice, done once.
    Once = NewKey()
    For Attempt = 1 To 3
        If Attempt > 1 Then Sleep 1000
        Answer = Send(Path, Form, Once)
        If ValueOf(Answer, "result") = "ok" Then
            Post = Answer
            Exit Function
        End If
        Code = ValueOf(Answer, "code")
        If ValueOf(Answer, "result") <> "error" Then Code = ""
        Select Case Code
            Case "", "idempotency_in_progress", "overloaded", "unavailable"
            Case Else
                Exit For
        End Select
    Next
    If Code = "" Then Err.Raise ErrUnreachable, "unreachable", "Gateway tidak terjangkau / can not be reached"
    Err.Raise ErrRefused, Code, ValueOf(Answer, "detail")
End Function

' Dari lingkungan, tanpa baris baru di ujungnya.  From the environment, without a line break at its end.
Private Function Setting(ByVal Name As String) As String
    Setting = Trim$(Replace(Replace(Environ$(Name), vbCr, ""), vbLf, ""))
    If Setting = "" Then Err.Raise ErrUnset, "unset", "isi / set " & Name
End Function

' Kosong bila tak ada jawaban.  Empty when no answer came.
Private Function Send(ByVal Path As String, ByVal Form As String, ByVal Once As String) As String
    Dim Http As Object, Url As String, Key As String
    Url = Setting("GERBANG_URL")
    If Right$(Url, 1) = "/" Then Url = Left$(Url, Len(Url) - 1)
    Key = Setting("GERBANG_KEY")
    Set Http = CreateObject("MSXML2.ServerXMLHTTP.6.0")
    On Error Resume Next
    Http.setTimeouts TimeoutMs, TimeoutMs, TimeoutMs, TimeoutMs
    Http.Open "POST", Url & Path & "?format=text", False
    Http.setRequestHeader "Content-Type", "application/x-www-form-urlencoded"
    Http.setRequestHeader "X-API-Key", Key
    Http.setRequestHeader "Idempotency-Key", Once
    Http.Send Form
    If Err.Number = 0 Then Send = Http.responseText
End Function

' Satu nilai dari baris "nama=nilai".  One value of the "name=value" lines.
Private Function ValueOf(ByVal Answer As String, ByVal Field As String) As String
    Dim Row As Variant
    For Each Row In Split(Answer, vbLf)
        If Left$(Row, Len(Field) + 1) = Field & "=" Then
            ValueOf = Mid$(Row, Len(Field) + 2)
            Exit Function
        End If
    Next
End Function

Private Function NewKey() As String
    Dim I As Integer
    Randomize
    NewKey = Environ$("COMPUTERNAME") & "-" & Format$(Now, "yyyymmddhhnnss") & "-"
    For I = 1 To 4
        NewKey = NewKey & Right$("000" & Hex$(Int(Rnd * 65536)), 4)
    Next
End Function

' UTF-8, lalu persen.  UTF-8, then percent signs.
Private Function Encode(ByVal Text As String) As String
    Dim I As Long, C As Long
    For I = 1 To Len(Text)
        C = AscW(Mid$(Text, I, 1)) And &HFFFF&
        If ChrW$(C) Like "[A-Za-z0-9._-]" Then
            Encode = Encode & ChrW$(C)
        ElseIf C < &H80 Then
            Encode = Encode & Percent(C)
        ElseIf C < &H800 Then
            Encode = Encode & Percent(&HC0 Or (C \ 64)) & Percent(&H80 Or (C And 63))
        Else
            Encode = Encode & Percent(&HE0 Or (C \ 4096)) & Percent(&H80 Or ((C \ 64) And 63)) & Percent(&H80 Or (C And 63))
        End If
    Next
End Function

Private Function Percent(ByVal Byte1 As Long) As String
    Percent = "%" & Right$("0" & Hex$(Byte1), 2)
End Function
