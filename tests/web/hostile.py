"""What hostile pages and clients send, for every test that has to withstand it."""

from typing import Final

OURS: Final = "https://comity.example"

HOSTILE_ORIGINS: Final = [
    "null",
    "",
    "https://evil.example",
    "https://comity.example.evil.example",
    "https://evilcomity.example",
    "https://comity.example:8443",
    "http://comity.example",
    "https://COMITY.EXAMPLE",
    "https://comity.example/",
    "https://comity.example@evil.example",
    "https://sub.comity.example",
    "https://comity.example, https://evil.example",
    "file://",
    "https://comity.example\t",
]

DEEP: Final = 100_000

NASTY_BODIES: Final = {
    "nothing at all": b"",
    "blanks": b" \n ",
    "NaN": b'{"name":NaN}',
    "infinity": b'{"name":-Infinity}',
    "1e999": b'{"name":1e999}',
    "NUL": b'{"name":"a\\u0000b"}',
    "lone surrogate": b'{"name":"\\ud800"}',
    "lone surrogate as a key": b'{"\\udfff":1}',
    "invalid UTF-8": b'{"name":"\xff\xfe"}',
    "surrogate in UTF-8": b'{"name":"\xed\xa0\x80"}',
    "5000 digits": b'{"name":' + b"7" * 5000 + b"}",
    "2^53 + 1": b'{"name":9007199254740993}',
    "2^63": b'{"name":9223372036854775808}',
    "2^70": b'{"name":1180591620717411303424}',
    "depth 31": b"[" * 31 + b"]" * 31,
    "depth 900": b'{"name":' * 900 + b"1" + b"}" * 900,
    "depth 100k": b"[" * DEEP,
    "duplicate keys": b'{"name":"a","name":"b"}',
    "a list": b"[]",
    "a number": b"0",
    "a text": b'"text"',
    "null": b"null",
    "true": b"true",
    "half an object": b'{"name":',
    "two documents": b"{}{}",
    "unknown field": b'{"no_such_field":1}',
    "a seat of one's choice": b'{"seat_of_somebody_else":"usa","actor":"china"}',
    "prototype": b'{"__proto__":{"admin":true}}',
    "not JSON": b"name=Grace&seat=usa",
    "XML": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "10 MB": b'{"name":"' + b"x" * 10_000_000 + b'"}',
}
"""The nasty list of bodies. Each must be refused with a 4xx that names a field, and change nothing."""
