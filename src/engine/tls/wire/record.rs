//! The record layer (RFC 8446 §5): what everything travels in.

use super::reader::{Reader, text, tls};
use super::{alert, handshake, http, names};
use crate::engine::dissect::{Dissection, Field, Role};
use crate::engine::text::plural;
use crate::engine::tls::ENDS;
use std::ops::Range;

/// The bytes before what a record carries: type, version and length.
pub const HEADER: usize = 5;

/// The tag at the end of a sealed record, in bytes: all cipher suites of TLS 1.3
/// that browsers have use one of this length.
pub const TAG: usize = 16;

/// The most that a record in the open carries (RFC 8446 §5.1).
const LONGEST: usize = 1 << 14;

/// How much longer it may be when it is sealed (RFC 8446 §5.2).
const SEALED: usize = 256;

/// Where a record stands in what one side sends, and what its header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its bytes, header and all.
    pub range: Range<usize>,
    /// What it carries: 20 ChangeCipherSpec, 21 alert, 22 handshake, 23 application
    /// data or anything sealed.
    pub content_type: u8,
    /// The version that it names, which says nothing since TLS 1.3.
    pub version: u16,
    /// How many bytes it carries, by its header; fewer are there where the stream is
    /// cut off.
    pub length: usize,
}

impl Record {
    /// Whether all of it is there.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.range.len() == HEADER + self.length
    }
}

/// The records in what one side sends, one after the other. The last may be cut off.
#[must_use]
pub fn records(stream: &[u8]) -> Vec<Record> {
    let mut all = Vec::new();
    let mut start = 0;
    while let Some(rest) = stream.get(start..).filter(|rest| !rest.is_empty()) {
        let byte = |at: usize| rest.get(at).copied().unwrap_or_default();
        let length = usize::from(u16::from_be_bytes([byte(3), byte(4)]));
        let end = start + rest.len().min(HEADER + length);
        all.push(Record {
            range: start..end,
            content_type: byte(0),
            version: u16::from_be_bytes([byte(1), byte(2)]),
            length,
        });
        start = end;
    }
    all
}

/// Where the records stand in what one side sends.
#[must_use]
pub fn split(stream: &[u8]) -> Vec<Range<usize>> {
    let records = records(stream).into_iter();
    records.map(|record| record.range).collect()
}

/// What each byte of a record is. Type 23 is sealed; all others are in the open.
#[must_use]
pub fn dissect(record: &[u8]) -> Dissection {
    match record.first() {
        Some(23) => sealed(record),
        _ => open(record),
    }
}

/// `TLSPlaintext` (RFC 8446 §5.1).
fn open(record: &[u8]) -> Dissection {
    let mut reader = Reader::new(record);
    let header = header(&mut reader, "5.1", LONGEST, "says what comes, and how much");
    if let Some((kind, length)) = header {
        reader.within(length, "fragment", |reader| content(kind, reader));
    }
    reader.finish("TLSPlaintext")
}

/// `TLSCiphertext` (RFC 8446 §5.2).
fn sealed(record: &[u8]) -> Dissection {
    let mut reader = Reader::new(record);
    let header = header(
        &mut reader,
        "5.2",
        LONGEST + SEALED,
        "in the open, but protected by the tag: the additional data",
    );
    if let Some((_, length)) = header {
        reader.group("encrypted_record", tls("5.2"), |reader| {
            reader.within(length, "encrypted_record", |reader| {
                match reader.left().checked_sub(TAG) {
                    Some(content) if length == reader.left() => {
                        let words = "what it carries, its true type and padding, encrypted";
                        if content > 0 {
                            reader.bytes(content, "ciphertext", tls("5.2"), words);
                        }
                        let words = "shows whether anything was changed on the way";
                        reader.bytes(TAG, "authentication tag", tls("5.2"), words);
                    }
                    _ if length < TAG => {
                        reader.bytes(TAG, "authentication tag", tls("5.2"), "");
                    }
                    _ => {
                        reader.rest("ciphertext", tls("5.2"), "the beginning of it");
                    }
                }
            });
            format!("{}, sealed", plural(length)).into()
        });
    }
    reader.finish("TLSCiphertext")
}

/// Type, version and length: gives back type and length.
fn header(
    reader: &mut Reader<'_>,
    section: &'static str,
    longest: usize,
    says: &'static str,
) -> Option<(u8, usize)> {
    let mut found = None;
    reader.group("header", tls(section), |reader| {
        let kind = reader.number(1, "type", tls(section), |kind| {
            names::content(u8::try_from(kind).unwrap_or_default())
        });
        if let Some(kind) = kind.filter(|kind| !(20..=24).contains(kind)) {
            reader.doubt(format!(
                "Expected a type of record from 20 to 24, found {kind}."
            ));
        }
        reader.code("legacy_record_version", tls(section), |version| {
            format!("{}; says nothing any more", names::version(version)).into()
        });
        if let Some(length) = reader.length(2, tls(section)) {
            if length > longest {
                let most = plural(longest);
                reader.doubt(format!(
                    "Expected at most {most} in a record, found {length}."
                ));
            }
            let kind = kind.and_then(|kind| u8::try_from(kind).ok());
            found = kind.map(|kind| (kind, length));
        }
        says.into()
    });
    found
}

/// What a record carries, by its type: all of the window.
fn content(kind: u8, reader: &mut Reader<'_>) {
    match kind {
        20 => {
            let words = "1: a relic of TLS 1.2, kept for machines on the way that expect it";
            reader.bytes(1, "ChangeCipherSpec", tls("5"), words);
        }
        21 => alert::read(reader),
        22 => handshake::read(reader),
        23 if http::is_http(reader.ahead()) => http::read(reader),
        23 => {
            let words = match text(reader.ahead()) {
                words if str::from_utf8(reader.ahead()).is_ok() => words,
                _ => plural(reader.left()).into(),
            };
            reader.rest("application data", tls("5.1"), words);
        }
        _ => {
            let words = plural(reader.left());
            reader.rest("fragment", tls("5.1"), words);
        }
    }
}

/// `TLSInnerPlaintext` (RFC 8446 §5.2): what was sealed in a record, which only the
/// two ends know.
#[must_use]
pub fn dissect_inner(plaintext: &[u8]) -> Dissection {
    let mut reader = Reader::new(plaintext);
    match plaintext.iter().rposition(|byte| *byte != 0) {
        Some(at) => {
            let kind = plaintext.get(at).copied().unwrap_or_default();
            reader.within(at, "content", |reader| content(kind, reader));
            reader.number(1, "type", tls("5.2"), |_| names::content(kind));
            let words = "zeros, which hide how long the content is";
            reader.rest("zeros", tls("5.4"), words);
            reader.role(Role::Padding, "zeros");
        }
        None => {
            reader.problem(
                0,
                "Expected a type of content other than zero, found only zeros.",
            );
            reader.rest("zeros", tls("5.4"), "nothing but padding");
            reader.role(Role::Padding, "zeros");
        }
    }
    let mut whole = reader.finish("TLSInnerPlaintext");
    whole.fields.iter_mut().for_each(keep);
    whole
}

/// Marks a field as known to the two ends alone.
fn keep(field: &mut Field) {
    field.known_to = ENDS;
    field.inside.iter_mut().for_each(keep);
}
