"""Writes hostile files (1.3 GB unpacked on disk) into the folder given; what they are for stands in benches/README.md."""
import os
import sys
import zipfile

H = sys.argv[1] + "/"
os.makedirs(H, exist_ok=True)
def w(n,b):
    with open(H+n,"wb") as f:
        for p in b: f.write(p)
M=1<<20
w("field100mb.csv",[b"name,notes\nAcme,"]+[b"x"*M]*100+[b"\n"])
w("quoted100mb.csv",[b"name,notes\nAcme,\""]+[b"x"*M]*100+[b"\"\n"])
w("unclosed200mb.csv",[b"name,owner\n\"Acme,Ana\n"]+[b"Nord Textile,Ben\n"*60000]*200)
w("columns10m.csv",[b"name"]+[b",c"*M]*10+[b"\n","Acme".encode()]+[b",1"*M]*10+[b"\n"])
w("rows10m.csv",[b"name,owner\n"]+[b",\n"*M]*10)
w("rows10m_x.csv",[b"name\n"]+[b"x\n"*M]*10)
w("combining.csv",["name,owner\nA".encode()+"\u0301".encode()*10000+b",Ana\n"]+[("B"+"\u0301"*500+",Ana\n").encode()]*20000)
w("utf16_200mb.csv",[b"\xff\xfe"+"name,owner,arr\n".encode("utf-16-le")]+["".join(f"Client {j}-{i},Ana,{i}\n" for i in range(20000)).encode("utf-16-le") for j in range(225)])
w("utf16_one.csv",[b"\xff\xfe"+"name,owner\n".encode("utf-16-le")]+["x".encode("utf-16-le")*M]*100)
w("crs.csv",[b"name\r"]+[b"\r"*M]*100)
w("quotes.csv",[b"name,owner\n"]+[b"\"\"\"\""*M]*25)
w("zeros.csv",[b"name,owner\n"]+[b"\0"*M]*50)
w("manysep.csv",[b"name;owner\n"]+[b"a,b;c\td|\n"*100000]*20)
w("newlines_quoted.csv",[b"name,owner\n\"A\n"]+[b"\n"*M]*50+[b"\",x\n"])
w("segments.csv",[b"name,segment,score.goals,renewal_on\n"]+["".join(f"c{j}-{i},s{j}-{i},w{j}-{i},d{j}-{i}\n" for i in range(20000)).encode() for j in range(25)])
w("wide_rows.csv",[(",".join(["name"]+[f"c{i}" for i in range(1999)])+"\n").encode()]+[(",".join(["n"]+["v"]*1999)+"\n").encode()]*10000)
CT='<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
RL='<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
WB='<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
WR='<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
SH='<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SS='<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
def xl(n,sheet,strings=(b"</sst>",),wb=WB):
    with zipfile.ZipFile(H+n,"w",zipfile.ZIP_DEFLATED,compresslevel=6) as z:
        for p,t in (("[Content_Types].xml",CT),("_rels/.rels",RL),("xl/workbook.xml",wb),("xl/_rels/workbook.xml.rels",WR)): z.writestr(p,t)
        with z.open("xl/sharedStrings.xml","w",force_zip64=True) as f:
            f.write(SS.encode())
            for p in strings: f.write(p)
        with z.open("xl/worksheets/sheet1.xml","w",force_zip64=True) as f:
            f.write(SH.encode())
            for p in sheet: f.write(p)
END=b"</sheetData></worksheet>"
HD=b'<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="B1" t="inlineStr"><is><t>owner</t></is></c></row>'
def cell(r,v): return f'<c r="{r}" t="inlineStr"><is><t>{v}</t></is></c>'.encode()
xl("far.xlsx",[HD,b'<row r="1048576">',cell("XFD1048576","x"),b"</row>",END])
xl("bomb.xlsx",[HD,b'<row r="2"><c r="A2" t="inlineStr"><is><t>']+[b"a"*M]*4000+[b"</t></is></c></row>",END])
xl("bomb_space.xlsx",[HD]+[b" "*M]*4000+[END])
xl("bomb_rows.xlsx",[HD]+[b'<row><c><v>1</v></c><c><v>2</v></c></row>'*10000]*2000+[END])
xl("strings40m.xlsx",[HD,END],[b"<si><t>a</t></si>"*1000000]*40+[b"</sst>"])
xl("deep.xlsx",[HD,b'<row r="2">']+[b"<x>"*M]*100+[END])
xl("deep_strings.xlsx",[HD,END],[b"<si>"+b"<r>"*M]*50)
xl("attrs.xlsx",[HD,b'<row r="2" ']+[b'a="1" '*M]*50+[b"/>",END])
xl("comment.xlsx",[HD,b'<!--']+[b'-'*M]*1000+[END])
xl("sheets.xlsx",[HD,END],wb=WB.replace('<sheet name="A" sheetId="1" r:id="rId1"/>',"".join(f'<sheet name="S{i}" sheetId="{i+1}" r:id="rId1"/>' for i in range(1000000))))
xl("xxe.xlsx",['<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'.encode(),HD,END])
