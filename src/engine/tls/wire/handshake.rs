//! Handshake messages (RFC 8446 §4): a type, a length, and a body.

use super::reader::{Reader, tls};
use super::{certificate, extension, hello};
use crate::engine::dissect::{Dissection, Role};
use crate::engine::text::{Text, plural};
use std::ops::Range;

/// The bytes before the body of a message: type and length.
pub const HEADER: usize = 4;

/// How many messages of a record are taken apart.
const MANY: usize = 400;

/// Where a handshake message stands, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its type; [`name`] says what it is called.
    pub kind: u8,
    /// Its bytes, header and all.
    pub range: Range<usize>,
    /// How many bytes its body has, by its header; fewer are there where the bytes
    /// are cut off.
    pub length: usize,
}

impl Message {
    /// Whether all of it is there.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.range.len() == HEADER + self.length
    }
}

/// The messages in some bytes, one after the other. The last may be cut off.
#[must_use]
pub fn messages(bytes: &[u8]) -> Vec<Message> {
    let mut all = Vec::new();
    let mut start = 0;
    while let Some(rest) = bytes.get(start..).filter(|rest| !rest.is_empty()) {
        let byte = |at: usize| usize::from(rest.get(at).copied().unwrap_or_default());
        let length = byte(1) << 16 | byte(2) << 8 | byte(3);
        let end = start + rest.len().min(HEADER + length);
        all.push(Message {
            kind: rest.first().copied().unwrap_or_default(),
            range: start..end,
            length,
        });
        start = end;
    }
    all
}

/// What a handshake message is called (RFC 8446 §4 and, for those of before,
/// RFC 5246 §7.4). A HelloRetryRequest is a ServerHello by its type
/// ([`is_retry`](super::is_retry)).
#[must_use]
pub fn name(kind: u8) -> &'static str {
    match kind {
        0 => "HelloRequest",
        1 => "ClientHello",
        2 => "ServerHello",
        4 => "NewSessionTicket",
        5 => "EndOfEarlyData",
        8 => "EncryptedExtensions",
        11 => "Certificate",
        12 => "ServerKeyExchange",
        13 => "CertificateRequest",
        14 => "ServerHelloDone",
        15 => "CertificateVerify",
        16 => "ClientKeyExchange",
        20 => "Finished",
        22 => "CertificateStatus",
        24 => "KeyUpdate",
        25 => "CompressedCertificate",
        254 => "message_hash",
        _ => "unknown message",
    }
}

/// What each byte of handshake messages is: one, or several in a row.
#[must_use]
pub fn dissect_message(bytes: &[u8]) -> Dissection {
    let mut reader = Reader::new(bytes);
    let title = match bytes.first() {
        Some(kind) => called(*kind, bytes),
        None => "Handshake",
    };
    if bytes.is_empty() {
        reader.problem(0, "Expected a handshake message, found nothing.");
    }
    read(&mut reader);
    reader.finish(title)
}

/// The name of a message, by all that begins with it.
fn called(kind: u8, message: &[u8]) -> &'static str {
    if kind == 2 && hello::is_retry(message) {
        "HelloRetryRequest"
    } else {
        name(kind)
    }
}

/// All messages of a window.
pub(super) fn read(reader: &mut Reader<'_>) {
    for _ in 0..MANY {
        if reader.is_done() {
            return;
        }
        message(reader);
    }
    if !reader.is_done() {
        reader.problem(
            0,
            format!("More than {MANY} messages: the rest is not taken apart."),
        );
        let words = plural(reader.left());
        reader.rest("messages", tls("4"), words);
    }
}

/// One message, whatever it is.
fn message(reader: &mut Reader<'_>) {
    let ahead = reader.ahead();
    let kind = ahead.first().copied().unwrap_or_default();
    let title = called(kind, ahead);
    reader.group(title, tls(section(kind)), |reader| {
        reader.number(1, "msg_type", tls("4"), |_| {
            format!("{} ({kind})", name(kind)).into()
        });
        reader.role(Role::Frame, "msg_type");
        match reader.length(3, tls("4")) {
            Some(length) => reader.within(length, title, |reader| body(kind, reader)),
            None => Text::Borrowed(""),
        }
    });
}

/// Where RFC 8446 defines a message.
fn section(kind: u8) -> &'static str {
    match kind {
        1 => "4.1.2",
        2 => "4.1.3",
        4 => "4.6.1",
        5 => "4.5",
        8 => "4.3.1",
        11 => "4.4.2",
        13 => "4.3.2",
        15 => "4.4.3",
        20 => "4.4.4",
        24 => "4.6.3",
        _ => "4",
    }
}

/// The body of a message, and what the message does.
fn body(kind: u8, reader: &mut Reader<'_>) -> Text {
    match kind {
        1 => hello::client(reader),
        2 => hello::server(reader),
        4 => ticket(reader),
        5 => "the client's early data ends here".into(),
        8 => {
            extension::list(reader, extension::Place::EncryptedExtensions);
            "the server's answers that need not travel in the open".into()
        }
        11 => certificate::certificate(reader),
        13 => certificate::request(reader),
        15 => certificate::verify(reader),
        20 => {
            let words = "an HMAC over all messages before it";
            let rest = reader.rest("verify_data", tls("4.4.4"), words);
            if rest.is_empty() {
                reader.problem(0, "Expected the HMAC of Finished, found the end.");
            }
            "shows that its sender has the keys and saw the same messages".into()
        }
        24 => {
            reader.number(1, "request_update", tls("4.6.3"), |asks| match asks {
                0 => "0: the other side may keep its keys".into(),
                1 => "1: the other side should change its keys, too".into(),
                other => format!("{other}, which is not defined").into(),
            });
            "from the next record on, its sender uses new keys".into()
        }
        _ => {
            let words = plural(reader.left());
            reader.rest("body", tls("4"), words);
            "a message that is not of TLS 1.3, or not known here".into()
        }
    }
}

/// `NewSessionTicket` (RFC 8446 §4.6.1).
fn ticket(reader: &mut Reader<'_>) -> Text {
    let at = tls("4.6.1");
    reader.number(4, "ticket_lifetime", at.clone(), |seconds| {
        format!("{seconds} seconds").into()
    });
    let words = "a number that hides the ticket's age when it is used";
    reader.number(4, "ticket_age_add", at.clone(), |_| words.into());
    reader.opaque(1, "ticket_nonce", at.clone(), |_| {
        "makes the key of each ticket another one".into()
    });
    reader.opaque(2, "ticket", at, |_| {
        "for the server to know the client again; often its own notes, encrypted".into()
    });
    extension::list(reader, extension::Place::Ticket);
    "with it the client can come back more quickly".into()
}
