//! Extensions (RFC 8446 §4.2): a number, a length, and what they say.

use super::reader::{Reader, listed, text, tls};
use super::{names, offers};
use crate::engine::dissect::Role;
use crate::engine::source::Source;
use crate::engine::text::{Text, plural};

/// The message that an extension stands in: some say something else in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    ClientHello,
    ServerHello,
    Retry,
    EncryptedExtensions,
    Certificate,
    CertificateRequest,
    Ticket,
}

/// All extensions of a message, with their length in front.
pub(super) fn list(reader: &mut Reader<'_>, place: Place) {
    reader.vector(2, "extensions", tls("4.2"), |reader| {
        let mut all = Vec::new();
        while !reader.is_done() {
            all.push(one(reader, place));
        }
        if all.is_empty() {
            all.push("none".into());
        }
        listed(&all)
    });
}

/// One extension; gives back what it is called.
fn one(reader: &mut Reader<'_>, place: Place) -> Text {
    let ahead = reader.ahead().first_chunk::<2>();
    let code = u16::from_be_bytes(ahead.copied().unwrap_or_default());
    let title = match names::extension(code) {
        Some(name) => Text::Borrowed(name),
        None => format!("extension {code}").into(),
    };
    reader.group(title.clone(), source(code), |reader| {
        reader.code("extension_type", tls("4.2"), |code| {
            names::numbered(names::extension(code), code).into()
        });
        match reader.length(2, tls("4.2")) {
            Some(length) => reader.within(length, &title, |reader| body(code, place, reader)),
            None => Text::Borrowed(""),
        }
    });
    title
}

/// Where an extension is defined.
fn source(code: u16) -> Source {
    match code {
        0 => Source::new("RFC 6066", "3"),
        1 => Source::new("RFC 6066", "4"),
        5 => Source::new("RFC 6066", "8"),
        10 => tls("4.2.7"),
        11 => Source::new("RFC 8422", "5.1.2"),
        13 | 50 => tls("4.2.3"),
        16 => Source::new("RFC 7301", "3.1"),
        18 => Source::new("RFC 6962", "3.3"),
        21 => Source::new("RFC 7685", "3"),
        22 => Source::new("RFC 7366", "2"),
        23 => Source::new("RFC 7627", "5.1"),
        27 => Source::new("RFC 8879", "3"),
        28 => Source::new("RFC 8449", "4"),
        34 => Source::new("RFC 9345", "4.1.1"),
        35 => Source::new("RFC 5077", "3.2"),
        41 => tls("4.2.11"),
        42 => tls("4.2.10"),
        43 => tls("4.2.1"),
        44 => tls("4.2.2"),
        45 => tls("4.2.9"),
        47 => tls("4.2.4"),
        48 => tls("4.2.5"),
        49 => tls("4.2.6"),
        51 => tls("4.2.8"),
        57 => Source::new("RFC 9001", "8.2"),
        0xff01 => Source::new("RFC 5746", "3.2"),
        code if names::is_grease(code) => Source::new("RFC 8701", "2"),
        _ => tls("4.2"),
    }
}

/// What an extension says: all of the window.
fn body(code: u16, place: Place, reader: &mut Reader<'_>) -> Text {
    let at = source(code);
    match code {
        0 => server_name(reader, at),
        5 => status_request(reader, at, place),
        10 => reader.codes("named_group_list", "named_group", at, names::group),
        11 => point_formats(reader, at),
        13 | 50 => {
            let list = "supported_signature_algorithms";
            reader.codes(list, "signature_scheme", at, names::scheme)
        }
        16 => protocols(reader, at),
        21 => {
            reader.rest("padding", at, "zeros");
            reader.role(Role::Padding, "padding");
            "makes the message longer, and says nothing".into()
        }
        22 => "offers a better order of encrypting in TLS 1.2".into(),
        23 => "ties the keys of TLS 1.2 to the whole handshake; TLS 1.3 always does".into(),
        28 => {
            let mut words = Text::Borrowed("");
            reader.number(2, "record_size_limit", at, |limit| {
                words = format!("records of at most {limit} bytes").into();
                words.clone()
            });
            words
        }
        35 => {
            let words = match reader.left() {
                0 => "empty: tickets are welcome in TLS 1.2".into(),
                length => format!("a ticket of {}", plural(length)),
            };
            reader.rest("ticket", at, words.clone());
            words.into()
        }
        41 => offers::pre_shared_key(reader, at, place),
        42 => offers::early_data(reader, at, place),
        43 => offers::versions(reader, at, place),
        44 => {
            reader.opaque(2, "cookie", at, |cookie| plural(cookie.len()).into());
            "to be sent back, so that the server need not remember".into()
        }
        45 => offers::modes(reader, at),
        49 => "the client can be asked for a certificate later on".into(),
        51 => offers::key_share(reader, at, place),
        0xff01 => {
            reader.opaque(1, "renegotiated_connection", at, |data| match data.len() {
                0 => "empty: this is a first handshake".into(),
                length => plural(length).into(),
            });
            "so that nobody slips in where TLS 1.2 shakes hands again".into()
        }
        code => {
            let words = plural(reader.left());
            reader.rest("extension_data", at, words.clone());
            if names::is_grease(code) {
                "means nothing, and must not be stumbled over".into()
            } else {
                words.into()
            }
        }
    }
}

/// `ServerNameList` (RFC 6066 §3).
fn server_name(reader: &mut Reader<'_>, at: Source) -> Text {
    if reader.is_done() {
        return "empty: the server used the name".into();
    }
    let mut all = Vec::new();
    reader.vector(2, "server_name_list", at.clone(), |reader| {
        while !reader.is_done() {
            reader.group("ServerName", at.clone(), |reader| {
                reader.number(1, "name_type", at.clone(), |kind| match kind {
                    0 => "host_name (0)".into(),
                    other => format!("unknown ({other})").into(),
                });
                reader.opaque(2, "host_name", at.clone(), |name| {
                    all.push(text(name));
                    text(name)
                });
                all.last().cloned().unwrap_or_default()
            });
        }
        listed(&all)
    });
    listed(&all)
}

/// `CertificateStatusRequest` (RFC 6066 §8), or the answer (RFC 8446 §4.4.2.1).
fn status_request(reader: &mut Reader<'_>, at: Source, place: Place) -> Text {
    if reader.is_done() {
        return "empty".into();
    }
    reader.number(1, "status_type", at.clone(), |kind| match kind {
        1 => "ocsp (1)".into(),
        other => format!("unknown ({other})").into(),
    });
    if place == Place::Certificate {
        reader.opaque(3, "response", at, |response| plural(response.len()).into());
        return "what the issuer says: whether it took the certificate back".into();
    }
    reader.opaque(2, "responder_id_list", at.clone(), size);
    reader.opaque(2, "request_extensions", at, size);
    "asks whether the certificate was taken back".into()
}

/// `ECPointFormatList` (RFC 8422 §5.1.2).
fn point_formats(reader: &mut Reader<'_>, at: Source) -> Text {
    let format = |number| match number {
        0 => "uncompressed (0)".into(),
        other => format!("deprecated ({other})").into(),
    };
    let mut all: Vec<Text> = Vec::new();
    reader.vector(1, "ec_point_format_list", at.clone(), |reader| {
        while !reader.is_done() {
            all.extend(reader.number(1, "format", at.clone(), format).map(format));
        }
        listed(&all)
    });
    listed(&all)
}

/// `ProtocolNameList` (RFC 7301 §3.1).
fn protocols(reader: &mut Reader<'_>, at: Source) -> Text {
    let mut all = Vec::new();
    reader.vector(2, "protocol_name_list", at.clone(), |reader| {
        while !reader.is_done() {
            reader.opaque(1, "protocol_name", at.clone(), |name| {
                let words = match name.first_chunk::<2>() {
                    Some(code)
                        if name.len() == 2 && names::is_grease(u16::from_be_bytes(*code)) =>
                    {
                        "GREASE".into()
                    }
                    _ => text(name),
                };
                all.push(words.clone());
                words
            });
        }
        listed(&all)
    });
    listed(&all)
}

fn size(bytes: &[u8]) -> Text {
    match bytes.len() {
        0 => "empty".into(),
        length => plural(length).into(),
    }
}
