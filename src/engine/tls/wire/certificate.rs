//! The messages that say who one is (RFC 8446 §4.3.2 and 4.4).

use super::extension::{self, Place};
use super::handshake::HEADER as MESSAGE_HEADER;
use super::names;
use super::reader::{Reader, tls};
use crate::engine::asn1;
use crate::engine::text::{Text, count, plural};

/// `Certificate` (RFC 8446 §4.4.2).
pub(super) fn certificate(reader: &mut Reader<'_>) -> Text {
    let at = tls("4.4.2");
    context(reader, "4.4.2");
    reader.vector(3, "certificate_list", at.clone(), |reader| {
        let mut number = 0;
        while !reader.is_done() {
            reader.group("CertificateEntry", at.clone(), |reader| {
                reader.vector(3, "cert_data", at.clone(), |reader| {
                    let der = asn1::dissect_certificate(reader.ahead());
                    reader.embed(der);
                    "a certificate in DER".into()
                });
                extension::list(reader, Place::Certificate);
                match number {
                    0 => "the certificate of its sender".into(),
                    _ => "one that certifies the one before it".into(),
                }
            });
            number += 1;
        }
        count(number, "certificate").into()
    });
    "who its sender is, and who says so".into()
}

/// The certificates of a message `Certificate`, in DER, as far as it can be read.
#[must_use]
pub fn certificates(message: &[u8]) -> Vec<Vec<u8>> {
    let read = || {
        let (context, rest) = message.get(MESSAGE_HEADER..)?.split_first()?;
        let list = rest.get(usize::from(*context)..)?.get(3..)?;
        Some(list)
    };
    let mut list = read().unwrap_or_default();
    let mut all = Vec::new();
    while let Some(([_, high, low], rest)) = list.split_first_chunk() {
        let entry = rest.split_at_checked(usize::from(u16::from_be_bytes([*high, *low])));
        let Some((der, [more, less, rest @ ..])) = entry else {
            break;
        };
        all.push(der.to_vec());
        let extensions = usize::from(u16::from_be_bytes([*more, *less]));
        list = rest.get(extensions..).unwrap_or_default();
    }
    all
}

/// `CertificateRequest` (RFC 8446 §4.3.2).
pub(super) fn request(reader: &mut Reader<'_>) -> Text {
    context(reader, "4.3.2");
    extension::list(reader, Place::CertificateRequest);
    "the server asks the client for a certificate".into()
}

/// `CertificateVerify` (RFC 8446 §4.4.3).
pub(super) fn verify(reader: &mut Reader<'_>) -> Text {
    let at = tls("4.4.3");
    reader.code("algorithm", at.clone(), names::scheme);
    reader.opaque(2, "signature", at, |signature| {
        format!("{}, over all messages before it", plural(signature.len())).into()
    });
    "shows that its sender has the private key of the certificate".into()
}

fn context(reader: &mut Reader<'_>, section: &'static str) {
    reader.opaque(
        1,
        "certificate_request_context",
        tls(section),
        |context| match context.len() {
            0 => "empty, as always inside a handshake".into(),
            length => plural(length).into(),
        },
    );
}
